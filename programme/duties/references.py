"""Names an obligation in the few bytes that a button's data may hold, and finds it again."""

from datetime import MAXYEAR, MINYEAR, date, datetime
from zlib import crc32

from msgspec import Struct

from programme.duties.loading import UnitMatters, load_matters
from programme.duties.obligations import Obligation
from programme.duties.standing import Standing
from programme.duties.working_out import work_out
from storage.database import Transaction
from storage.units import Defaults, units
from storage.values.people import UnitId

LONGEST = 54
"""In bytes: what is left of 64 is for the button's own words."""
_PARTS = 5
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Found(Struct, frozen=True):
    """An obligation that a button named: what is known at its unit, and how it stands with it."""

    matters: UnitMatters
    standing: Standing


def reference(obligation: Obligation) -> str:
    """The obligation's name for a button: at most :data:`LONGEST` bytes, without colons."""
    subject = obligation.subject
    parts = (
        _short(subject.unit_id),
        _short(subject.person_id or 0),
        obligation.duty.key,
        _packed(obligation.period.key),
        _short(crc32(subject.group.encode())) if subject.group else "",
    )
    return ".".join(parts)


async def find(tx: Transaction, text: str, now: datetime, defaults: Defaults) -> Found | None:
    """What a reference names, as it stands now; None when there is no such obligation any more."""
    parts = text.split(".")
    if len(parts) != _PARTS or not set(parts[0]) <= set(_DIGITS) or not parts[0]:
        return None
    unit_id = UnitId(int(parts[0], 36))
    at = (await units(tx, [unit_id], defaults)).get(unit_id)
    if at is None:
        return None
    year = int(parts[3][:4]) if parts[3][:4].isdecimal() else 0
    if not MINYEAR + 1 < year < MAXYEAR:
        return None
    first, last = date(year, 1, 1), date(year, 12, 31)
    matters = (await load_matters(tx, [at], first, last, now))[unit_id]
    standings = work_out(matters, first, last, {parts[2]})
    named = (each for each in standings if reference(each.obligation) == text)
    found = next(named, None)
    return None if found is None else Found(matters, found)


def _packed(period: str) -> str:
    return period.replace("-", "")


def _short(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, len(_DIGITS))
        digits = _DIGITS[rest] + digits
    return digits or "0"
