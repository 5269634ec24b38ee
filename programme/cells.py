"""What a cell of an organiser's sheet means: codes, days, Telegram's numbers, lists of words."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal

from programme.tables import cell_text
from programme.workbooks import Cell
from storage.values.messages import BadInput, Message, message
from storage.values.people import TelegramId

_LONGEST_EXACT = 10**15
"""Excel keeps 15 digits of a number and turns the others into noughts."""

_SCIENTIFIC = re.compile(r"[+]?\d+(?:\.(\d+))?[eE][+]?(\d{1,3})")
_WHOLE = re.compile(r"(\d{1,20})(?:\.0+)?")
_MOST_TELEGRAM_ID = 2**52
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]00:00(?::00)?)?"
)
_DAY_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(7306, 54789)
"""The years 1920 to 2049, as Excel numbers days."""
_YEARS = range(1900, 2101)


def code_in(cell: Cell) -> str:
    """An identifier, with full-width digits and letters made plain.

    Raises :class:`BadInput` if Excel has rounded or shortened it.
    """
    is_rounded = isinstance(cell, int | float) and abs(cell) >= _LONGEST_EXACT
    text = cell_text(cell)
    scientific = _SCIENTIFIC.fullmatch(text)
    if is_rounded or (scientific and "." in text):
        raise _changed_by_excel(text)
    return "".join(unicodedata.normalize("NFKC", text).split())


def telegram_id_in(cell: Cell) -> TelegramId | None:
    """A Telegram user's number; ``None`` for a blank cell; else raises :class:`BadInput`."""
    text = unicodedata.normalize("NFKC", cell_text(cell))
    if not text:
        return None
    number = _whole_number(text)
    if number is not None and 0 < number < _MOST_TELEGRAM_ID:
        return TelegramId(number)
    raise BadInput(
        message(
            "“{written}” isn't a Telegram number. It is a whole number such as 123456789; if the "
            "member doesn't know it, leave the cell empty.",
            written=text,
        )
    )


def _whole_number(text: str) -> int | None:
    whole = _WHOLE.fullmatch(text)
    if whole:
        return int(whole[1])
    scientific = _SCIENTIFIC.fullmatch(text)
    if not scientific:
        return None
    decimals, exponent = len(scientific[1] or ""), int(scientific[2])
    if decimals < exponent and decimals:
        # Digits are missing: 1.23457E+11 stands for any of a million numbers.
        raise _changed_by_excel(text)
    number = Decimal(text) if exponent <= 20 else Decimal(0)
    return int(number) if number == number.to_integral_value() else None


def day_in(cell: Cell) -> date | None:
    """A day, as people and Excel write it; ``None`` for a blank cell; else :class:`BadInput`."""
    if isinstance(cell, datetime):
        cell = cell.date()
    text = unicodedata.normalize("NFKC", cell_text(cell))
    if not text:
        return None
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if is_number and isinstance(cell, int | float) and cell in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(cell))
    found = _DAY.fullmatch(text) or _DAY_DIGITS.fullmatch(text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise BadInput(not_a_date(text))
    return day


def not_a_date(written: object) -> Message:
    """What is said of a day that can't be read, in a sheet, a programme's file or a command."""
    return message(
        "“{written}” isn't a date. Please write year, month and day, such as 2026-10-01.",
        written=written,
    )


def _changed_by_excel(written: str) -> BadInput:
    return BadInput(
        message(
            "Excel has changed this long number ({written}). Please format the column as text "
            "and enter it again.",
            written=written,
        )
    )
