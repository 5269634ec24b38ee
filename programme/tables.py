"""Tables as people keep them, in CSV or XLSX: the header row found, cells with their types."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct

from programme.files import closest, read_bytes, without_invisible
from programme.workbooks import Cell, workbook_sheets
from quizzes.files import decode
from quizzes.headers import tidy
from storage.values.messages import BadInput, Finding, Message, Place, message

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DELIMITERS = ",;\t，；"
_SEARCHED_ROWS = 20

Grid = Sequence[Sequence[Cell]]


class Column(Struct, frozen=True):
    """A column that is looked for; ``aliases`` are other headers that people give it."""

    name: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False


class Row(Struct, frozen=True):
    """A filled row. ``number`` is counted as in the sheet, whose first row is 1."""

    number: int
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        """The cell's words, tidied; empty if there is no such column."""
        return cell_text(self.cells.get(name, ""))


class Table(Struct, frozen=True):
    """The filled rows below the header; ``headers`` are the columns' names as written there."""

    file: str
    rows: tuple[Row, ...]
    headers: Mapping[str, str]

    def place(self, row: int, name: str) -> Place:
        """Where a cell stands, in the words of the sheet."""
        return Place(self.file, row, self.headers.get(name, name))


class _Head(Struct, frozen=True):
    """A row that looks like the header: which of the columns looked for stand where."""

    index: int
    columns: Mapping[str, int]
    doubled: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]


def read_table(
    path: Path, columns: Sequence[Column], shown: str | None = None
) -> tuple[Table | None, tuple[Finding, ...]]:
    """The first sheet that has the columns; ``None`` with findings if there is none.

    ``shown`` is how the person knows the file. Raises :class:`BadInput` if it can't be opened.
    """
    file = shown or path.name
    data = read_bytes(path, file)
    try:
        grids = _grids(data, columns)
    except BadInput as fault:
        return None, (Finding(Place(file), fault.said),)
    best: tuple[_Head, Grid] | None = None
    for grid in grids:
        head = _find_head(grid, columns)
        if head and (best is None or len(head.columns) > len(best[0].columns)):
            best = head, grid
        if head and not _missing(head, columns):
            best = head, grid
            break
    if best is None:
        return None, (Finding(Place(file, 1), _no_header(columns)),)
    return _table(file, *best, columns)


def cell_text(cell: Cell) -> str:
    """A cell as its reader sees it: 1.0 is "1"; without invisible characters."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return without_invisible(str(cell))


def _grids(data: bytes, columns: Sequence[Column]) -> Iterable[Grid]:
    if data.startswith(_ZIP):
        return list(workbook_sheets(data))
    if data.startswith(_OLE):
        raise BadInput(message("This is a sheet of an old kind. Please save it as XLSX or CSV."))
    text = decode(data).replace("\ufeff", "")
    return [_csv_grid(text, columns)]


def _csv_grid(text: str, columns: Sequence[Column]) -> Grid:
    """The rows, cut at the delimiter with which most of the columns are found."""

    def found(delimiter: str) -> int:
        head = _find_head(_csv_rows(text[:20_000], delimiter, broken_end=True), columns)
        return len(head.columns) if head else 0

    return _csv_rows(text, max(_DELIMITERS, key=found))


def _csv_rows(text: str, delimiter: str, broken_end: bool = False) -> Grid:
    """All rows; with ``broken_end``, those before the first that can't be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Sequence[Cell]] = []
    try:
        rows.extend(reader)
    except csv.Error:
        if not broken_end:
            raise BadInput(
                message(
                    "A quotation mark is missing or too many at about line {line}. Please mend it "
                    "and try again.",
                    line=reader.line_num,
                )
            ) from None
    return rows


def _find_head(grid: Grid, columns: Sequence[Column]) -> _Head | None:
    """The row among the first that names most of the columns."""
    heads = [_as_head(index, row, columns) for index, row in enumerate(grid[:_SEARCHED_ROWS])]
    best = max(heads, key=lambda head: len(head.columns), default=None)
    return best if best and best.columns else None


def _as_head(index: int, row: Sequence[Cell], columns: Sequence[Column]) -> _Head:
    names = {tidy(alias): each.name for each in columns for alias in (each.name, *each.aliases)}
    found: dict[str, int] = {}
    doubled: list[tuple[str, int]] = []
    unknown: list[str] = []
    for at, cell in enumerate(row):
        header = cell_text(cell)
        name = names.get(tidy(header))
        if name is None:
            unknown.extend([header] if header else [])
        elif name in found:
            doubled.append((header, at))
        else:
            found[name] = at
    return _Head(index, found, tuple(doubled), tuple(unknown))


def _missing(head: _Head, columns: Sequence[Column]) -> list[str]:
    return [each.name for each in columns if each.is_required and each.name not in head.columns]


def _no_header(columns: Sequence[Column]) -> Message:
    return message(
        "No row names the columns. Please make the first row: {columns}.",
        columns=", ".join(each.name for each in columns),
    )


def _table(
    file: str, head: _Head, grid: Grid, columns: Sequence[Column]
) -> tuple[Table | None, tuple[Finding, ...]]:
    findings = tuple(_head_findings(file, head, columns))
    if any(finding.blocks for finding in findings):
        return None, findings
    headers = {name: cell_text(grid[head.index][at]) for name, at in head.columns.items()}
    rows = []
    for number, row in enumerate(grid[head.index + 1 :], start=head.index + 2):
        cells = {name: row[at] if at < len(row) else "" for name, at in head.columns.items()}
        if any(cell_text(cell) for cell in cells.values()):
            rows.append(Row(number, cells))
    return Table(file, tuple(rows), headers), findings


def _head_findings(file: str, head: _Head, columns: Sequence[Column]) -> Iterable[Finding]:
    row = head.index + 1
    for name in _missing(head, columns):
        near = closest(name, head.unknown)
        if near:
            said = message(
                "The column “{column}” is missing. Is it the one called “{near}”? Then please "
                "rename it.",
                column=name,
                near=near,
            )
        else:
            said = message("The column “{column}” is missing. Please add it.", column=name)
        yield Finding(Place(file, row, name), said)
    for header, _ in head.doubled:
        said = message("There are two columns for “{column}”. Please keep one.", column=header)
        yield Finding(Place(file, row, header), said)
    if head.unknown:
        said = message(
            "These columns are not used and are left out: {columns}.",
            columns=", ".join(head.unknown),
        )
        yield Finding(Place(file, row), said, blocks=False)
