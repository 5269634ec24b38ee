"""Small files that unpack into huge sheets, refused before they fill the memory.

A sheet is held as a full grid, so two cells far apart, or one cell repeated a million times, cost
as much as all that lies between them.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from functools import reduce

from storage.values.messages import BadInput, Message, message

MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
# A sheet is held as a grid of all cells up to its last row and column.
MOST_CELLS = 3_000_000
MOST_UNPACKED_BYTES = 300 * 1024 * 1024

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]|table:formula=")
_XLSX_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r=["\']([A-Z]{1,3})(\d{1,9})["\'][^>]*(?<!/)>')
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*[^/])?>(.*?)</table:table-row>", re.DOTALL)
_ODS_FILLED_CELL = re.compile(rb"<table:table-cell\b([^>]*value-type[^>]*)>")
_ODS_REPEATED = re.compile(rb'repeated="(\d{1,9})"')


# What zipfile raises for a broken archive: RuntimeError for an encrypted entry, and it lets zlib's
# errors through.
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, KeyError)


def refuse_huge(data: bytes) -> tuple[Message, ...]:
    """Raise BadInput when the workbook in this zip archive is broken or unreasonably large; else
    what it holds besides values, and what becomes of it here."""
    has_formulas = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise BadInput(message("The sheet is too large to unpack. Split it."))
            names = archive.namelist()
            for name in names:
                if name.startswith("xl/worksheets/"):
                    sheet = archive.read(name)
                    _refuse_far_cells(sheet)
                elif name == "content.xml":
                    sheet = archive.read(name)
                    _refuse_repetition(sheet)
                else:
                    continue
                has_formulas = has_formulas or bool(_FORMULA.search(sheet))
            # Whoever reads it next trusts the sizes that the archive names: they must be true.
            if archive.testzip() is not None:
                raise broken_sheet()
    except BROKEN_ZIP as error:
        raise broken_sheet() from error
    return _carried_along(names, has_formulas)


def _carried_along(names: Sequence[str], has_formulas: bool) -> tuple[Message, ...]:
    notices = []
    if any("vbaproject" in name.casefold() or name.startswith("Basic/") for name in names):
        notices.append(message("The macros in this file were not run: they are not needed."))
    if has_formulas:
        notices.append(
            message("This file has formulas: what they came to when it was last saved was read.")
        )
    return tuple(notices)


def too_many_rows() -> BadInput:
    """The refusal of a sheet that is too long."""
    return BadInput(
        message("The sheet has more than {most} rows. Split it.", most=f"{MOST_ROWS:,}")
    )


def broken_sheet() -> BadInput:
    """The refusal of a file that is damaged, or no sheet at all."""
    return BadInput(
        message(
            "The file is damaged, or no sheet. Open it in Excel or WPS, save it as XLSX, then try "
            "again."
        )
    )


def too_many_columns() -> BadInput:
    """The refusal of a sheet that is too wide."""
    return BadInput(message("The sheet has more than {most} columns.", most=f"{MOST_COLUMNS:,}"))


def _refuse_far_cells(xml: bytes) -> None:
    last_row = last_column = 0
    for letters, row in _XLSX_CELL.findall(xml):
        last_row, last_column = max(last_row, int(row)), max(last_column, _column(letters))
    _refuse_grid(last_row, last_column)


def _column(letters: bytes) -> int:
    """The number of a column, from 1: A is the first, ALL the thousandth."""
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)


def _refuse_grid(rows: int, columns: int) -> None:
    if rows > MOST_ROWS:
        raise too_many_rows()
    if columns > MOST_COLUMNS:
        raise too_many_columns()
    if rows * columns > MOST_CELLS:
        raise BadInput(
            message(
                "The sheet reaches down to row {rows} and across {columns} columns: too far. "
                "Delete what stands far away from the questions, or split the sheet.",
                rows=f"{rows:,}",
                columns=columns,
            )
        )


def _refuse_repetition(xml: bytes) -> None:
    rows = columns = 0
    for attributes, cells in _ODS_ROW.findall(xml):
        filled = _ODS_FILLED_CELL.findall(cells)
        if filled:
            rows += _repeated(attributes)
            columns = max(columns, sum(map(_repeated, filled)))
    _refuse_grid(rows, columns)


def _repeated(attributes: bytes) -> int:
    found = _ODS_REPEATED.search(attributes)
    return int(found[1]) if found else 1
