"""Sheets as rows of words, from CSV text and from workbooks (XLSX, XLS, ODS)."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from quizzes.archives import MOST_ROWS, broken_sheet, refuse_huge, too_many_rows
from storage.values.messages import BadInput, message

_DELIMITERS = ",\t;，；"
# Characters in which the headers must stand; fewer than the csv module takes in one cell.
_BEGINNING = 20_000

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; its first row is row 1. ``name`` is empty for a file that is only one sheet."""

    name: str
    rows: Rows


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


def workbook_sheets(data: bytes) -> list[Sheet]:
    """All sheets of a workbook; refused when it is broken, locked or larger than reasonable."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        refuse_huge(data)
    try:
        return _read_workbook(data)
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


def _read_workbook(data: bytes) -> list[Sheet]:
    sheets: list[Sheet] = []
    with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > MOST_ROWS:
                raise too_many_rows()
            rows = sheet.to_python(skip_empty_area=False)
            sheets.append(Sheet(name, [_words(row) for row in rows]))
    return sheets if len(sheets) > 1 else [Sheet("", sheet.rows) for sheet in sheets]


def _words(row: Iterable[float | str | bool | time | date | datetime | timedelta]) -> list[str]:
    """A row's cells as people see them: 1.0 is "1"."""
    return [
        str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        for cell in row
    ]
