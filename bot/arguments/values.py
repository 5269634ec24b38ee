"""Days and numbers on the command line; what is none is refused in the operator's language."""

import argparse
from collections.abc import Callable
from datetime import date

from bot.commands.parsing import Parser
from programme.cells import not_a_date
from reports.wording import Words

_MOST = 2**31 - 1
_DIGITS = 12


def day_option(parser: Parser, name: str, about: str, dest: str) -> None:
    """An option that is a day; it is kept under ``dest``."""
    words = parser.words
    parser.option(name, about, dest=dest, type=_date_in(words), metavar=words("DATE"))


def _date_in(words: Words) -> Callable[[str], date]:
    """Reads a day; what can't be one is said in the operator's language."""

    def read(written: str) -> date:
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise argparse.ArgumentTypeError(words.say(not_a_date(written))) from None

    return read


def number_in(words: Words, most: int = _MOST) -> Callable[[str], int]:
    """Reads a whole number from 1 to ``most``, likewise."""

    def read(written: str) -> int:
        number = int(written) if written.isdecimal() and len(written) < _DIGITS else 0
        if not 1 <= number <= most:
            raise argparse.ArgumentTypeError(
                words(
                    "“{written}” isn't a whole number from 1 to {most}.", written=written, most=most
                )
            )
        return number

    return read
