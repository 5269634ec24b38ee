"""Writing XLSX workbooks: typed cells, a frozen header with filters, and no text ever a formula."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import xlsxwriter

Value = str | int | float | bool | date | None
"""What a cell holds; None is an empty one."""

# Programs take a text that begins so for a formula, when a sheet is saved as CSV and read again.
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 32_767
"""Excel takes no longer text into a cell."""


class Shape(Enum):
    """How the values of a column are shown."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"


_FORMATS: Mapping[Shape, Mapping[str, object]] = {
    Shape.TEXT: {"text_wrap": True, "valign": "top"},
    Shape.COUNT: {"num_format": "0", "valign": "top"},
    Shape.NUMBER: {"num_format": "0.00", "valign": "top"},
    Shape.SHARE: {"num_format": "0%", "valign": "top"},
    Shape.DAY: {"num_format": "yyyy-mm-dd", "valign": "top"},
}


class Column(Struct, frozen=True):
    """A column: its title, how its values are shown, and its width in characters."""

    title: str
    shape: Shape = Shape.TEXT
    width: int = 12


class Table(Struct, frozen=True):
    """A sheet: a name of at most 31 characters, its columns, and the rows below them."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def workbook(tables: Sequence[Table], made_at: datetime) -> bytes:
    """The workbook as a file."""
    # Imported late: 2 MB that a bot whose people ask for no sheet does without.
    import xlsxwriter  # noqa: PLC0415

    written = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        for table in tables:
            _write(book, table)
    return written.getvalue()


def _write(book: "xlsxwriter.Workbook", table: Table) -> None:
    sheet = book.add_worksheet(table.name)
    header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    quoted = book.add_format({**_FORMATS[Shape.TEXT], "quote_prefix": True})
    formats = {shape: book.add_format(dict(given)) for shape, given in _FORMATS.items()}
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.title, header)
    for number, row in enumerate(table.rows, 1):
        for at, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            if isinstance(value, str):
                shown = quoted if value.startswith(_LIKE_FORMULAS) else formats[Shape.TEXT]
                sheet.write_string(number, at, value[:_LONGEST], shown)
            elif isinstance(value, date):
                sheet.write_datetime(number, at, value, formats[column.shape])
            elif isinstance(value, bool):
                sheet.write_boolean(number, at, value)
            elif value is not None:
                sheet.write_number(number, at, value, formats[column.shape])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
