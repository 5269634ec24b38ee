"""The sheets of an XLSX workbook, with typed cells, read without trusting the file."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from quizzes.archives import broken_sheet
from storage.values.messages import BadInput, message

Cell = str | int | float | bool | date | time | timedelta
"""What stands in a cell; a blank one is an empty text. (A datetime is a date too.)"""

MOST_CELLS = 6_000_000
"""Of a sheet, blank ones between others included: it is held in memory as a full grid."""

_MOST_UNPACKED = 300 * 1024 * 1024
_FILLED_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*(?<!/)>"""
)


def workbook_sheets(data: bytes) -> Iterator[list[list[Cell]]]:
    """The rows of each visible sheet; raises :class:`BadInput` for what can't be read."""
    # Imported late: a bot at work reads no sheets of this kind, and would keep 2 MB for them.
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415

    _refuse_huge(data)
    try:
        yield from _sheets(data)
    except PasswordError:
        raise BadInput(
            message("The sheet is locked with a password. Save it without one.")
        ) from None
    except (CalamineError, OSError, ValueError):
        raise broken_sheet() from None
    except BaseException as error:
        # A panic in calamine's Rust derives from BaseException and can't be imported by name.
        if type(error).__name__ != "PanicException":
            raise
        raise broken_sheet() from None


def _sheets(data: bytes) -> Iterator[list[list[Cell]]]:
    from python_calamine import (  # noqa: PLC0415 (as above)
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    with CalamineWorkbook.from_object(io.BytesIO(data)) as book:
        for sheet in book.sheets_metadata:
            if (sheet.visible, sheet.typ) == (SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet):
                rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                yield [[_plain(cell) for cell in row] for row in rows]


def _plain(cell: Cell) -> Cell:
    is_day = isinstance(cell, datetime) and cell.time() == time()
    return cell.date() if is_day and isinstance(cell, datetime) else cell


def _refuse_huge(data: bytes) -> None:
    """Two cells far apart would take all memory, and calamine then ends the whole process."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                raise BadInput(message("The sheet is too large to unpack. Split it."))
            for name in archive.namelist():
                if "worksheets/" in name.casefold() and _grid(archive.read(name)) > MOST_CELLS:
                    raise BadInput(
                        message(
                            "The sheet has a filled cell very far down or to the right. Please "
                            "delete it, or split the sheet."
                        )
                    )
    # zipfile raises RuntimeError for an encrypted entry and lets zlib's errors through.
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        raise broken_sheet() from None


def _grid(xml: bytes) -> int:
    """How many cells the grid around all filled cells has."""
    columns = rows = 0
    for found in _FILLED_CELL.finditer(xml):
        rows = max(rows, int(found[2]))
        columns = max(columns, _column(found[1]))
    return columns * rows


def _column(letters: bytes) -> int:
    """The number of the column called A, Z or AA, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
