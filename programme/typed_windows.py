"""A window of time as people write it: days, with or without local times.

10.1-10.7, 10月1日 14:00-15:30, 10月1日8点到10月3日18点.
"""

import re
import unicodedata
from datetime import date, time

from msgspec import Struct

from programme.typed_days import Days, read_days
from storage.values.messages import BadInput, message

_TIME = re.compile(r"(\d{1,2})\s*(?::\s*(\d{2})(?!\d)|[点时](?:\s*(\d{1,2})\s*分|(半))?)")


class TypedWindow(Struct, frozen=True):
    """The days, and the local times at which the window begins on the first and ends on the last
    of them; None: nothing was said of it."""

    days: Days
    begins: time | None = None
    ends: time | None = None


def read_window(text: str, today: date) -> TypedWindow:
    """The window that somebody has written.

    Raises :class:`BadInput` for more than two times, for a time that no clock shows, and as
    :func:`programme.typed_days.read_days` does for the days.
    """
    said = unicodedata.normalize("NFKC", text)
    times = [_time(found) for found in _TIME.finditer(said)]
    days = read_days(_TIME.sub(" ", said), today)
    if len(times) > 2:
        raise _no_such_time()
    begins, ends = [*times, None, None][:2]
    return TypedWindow(days, begins, ends)


def _time(found: re.Match[str]) -> time:
    minute = 30 if found[4] else int(found[2] or found[3] or 0)
    try:
        return time(int(found[1]), minute)
    except ValueError:
        raise _no_such_time() from None


def _no_such_time() -> BadInput:
    return BadInput(message("I can't make out the times. Please write them like 14:00-15:30."))
