"""Sheets as rows of words, from CSV text and from workbooks (XLSX, XLS, ODS)."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from quizzes.archives import (
    MOST_COLUMNS,
    MOST_ROWS,
    broken_sheet,
    refuse_huge,
    too_many_columns,
    too_many_rows,
)
from quizzes.shown_cells import Cell, Shown, shown_in
from storage.values.messages import BadInput, Message, message

_DELIMITERS = ",\t;，；"
# Characters in which the headers must stand; fewer than the csv module takes in one cell.
_BEGINNING = 20_000

Rows = list[list[str]]


class Sheet(Struct, frozen=True):
    """One sheet; its first row is row 1. ``name`` is empty for a file that is only one sheet.

    ``dates``: by row (from 0), a date of which the file does not say how it is shown.
    """

    name: str
    rows: Rows
    is_hidden: bool = False
    dates: Mapping[int, str] = {}


class Workbook(Struct, frozen=True):
    """The sheets of a workbook, and what is to be said about the whole."""

    sheets: Sequence[Sheet]
    notices: Sequence[Message] = ()


def csv_delimiter(text: str, is_wanted: Callable[[Rows], bool]) -> str | None:
    """The delimiter with which ``is_wanted`` accepts the first rows of a text, if there is one."""
    return next((mark for mark in _DELIMITERS if is_wanted(_beginning(text, mark))), None)


def csv_rows(text: str, delimiter: str | None) -> Rows:
    """The rows of a CSV text; without a delimiter, by the one that gives most columns."""
    if delimiter is None:
        delimiter = max(_DELIMITERS, key=lambda mark: max(map(len, _beginning(text, mark))))
    rows: Rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise too_many_rows()
            if len(row) > MOST_COLUMNS:
                raise too_many_columns()
    except csv.Error as error:
        said = message(
            "A cell that ends about line {line} is too long to be one. Is a quotation mark "
            "missing?",
            line=reader.line_num,
        )
        raise BadInput(said) from error
    return rows


def _beginning(text: str, delimiter: str) -> Rows:
    return list(csv.reader(io.StringIO(text[:_BEGINNING], newline=""), delimiter=delimiter))


def read_workbook(data: bytes) -> Workbook:
    """All sheets of a workbook; refused when it is broken, locked or larger than reasonable."""
    notices: Sequence[Message] = ()
    if zipfile.is_zipfile(io.BytesIO(data)):
        notices = refuse_huge(data)
    try:
        return Workbook(_sheets(data), notices)
    except PasswordError as error:
        said = message("The sheet is locked with a password. Save it without one.")
        raise BadInput(said) from error
    except (CalamineError, OSError, ValueError) as error:
        raise broken_sheet() from error
    except BaseException as error:
        # A panic in calamine's Rust derives from BaseException and can't be imported by name.
        if type(error).__name__ != "PanicException":
            raise
        raise broken_sheet() from error


def _sheets(data: bytes) -> list[Sheet]:
    sheets: list[Sheet] = []
    shown = shown_in(data)
    with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
        only = len(book.sheet_names) == 1
        for about in book.sheets_metadata:
            sheet = book.get_sheet_by_name(about.name)
            if sheet.height > MOST_ROWS:
                raise too_many_rows()
            rows = sheet.to_python(skip_empty_area=False)
            hidden = about.visible is not SheetVisibleEnum.Visible
            sheets.append(_sheet("" if only else about.name, about.name, rows, shown, hidden))
    return sheets


def _sheet(
    name: str, own_name: str, rows: Sequence[Sequence[Cell]], shown: Shown, hidden: bool
) -> Sheet:
    words = [
        [shown.words(own_name, at, column, cell) for column, cell in enumerate(row)]
        for at, row in enumerate(rows)
    ]
    dates = {
        at: words[at][column]
        for at, row in enumerate(rows)
        for column, cell in enumerate(row)
        if not shown.is_sure(cell)
    }
    return Sheet(name, words, hidden, dates)
