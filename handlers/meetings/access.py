"""Which meeting a button names, and who may do what with it."""

from handlers.gate import looks_after
from handlers.member import is_number, too_old
from handlers.own_units import in_charge_of
from handlers.turn import Turn
from programme.calendar import local_day
from programme.meetings.telling import Telling
from programme.records.scene import book_at
from reports.meetings.words import Spoken
from storage import meetings
from storage.people import count_members
from storage.units import unit as unit_of
from storage.values.messages import Refused, message
from storage.values.people import Unit
from storage.values.records import MeetingId

TOO_OLD = too_old("/meeting")
_NOT_YOURS = message("This meeting is another unit's. Whoever looks after that can note you there.")


async def spoken_of(turn: Turn, number: str) -> Spoken:
    """The meeting with this number. Raises :class:`Refused` for one that there isn't."""
    if not is_number(number):
        raise Refused(TOO_OLD)
    found = await meetings.meeting(turn.tx, MeetingId(int(number)))
    at = await unit_of(turn.tx, found.unit_id, turn.defaults) if found else None
    if found is None or at is None:
        raise Refused(TOO_OLD)
    return Spoken(found, at, await book_at(turn.tx, at))


async def to_run(turn: Turn, number: str) -> Spoken:
    """A meeting that the speaker looks after. Raises :class:`Refused` for any other."""
    spoken = await spoken_of(turn, number)
    if not await may_run(turn, spoken.unit):
        raise Refused(TOO_OLD)
    return spoken


async def may_run(turn: Turn, unit: Unit) -> bool:
    """Whether the speaker plans a unit's own meetings and sees who was there: the secretary or
    stand-in; where nobody is at home, its organisers, too."""
    if looks_after(turn.known, unit):
        return True
    if unit.id not in {each.id for each in await in_charge_of(turn)}:
        return False
    day = local_day(turn.now, unit.time_zone)
    return not (await count_members(turn.tx, [unit.id], day))[unit.id]


def require_belonging(turn: Turn, unit: Unit) -> None:
    """Raise :class:`Refused` when the speaker is nobody who could be at this unit's meetings."""
    known = turn.known
    held = {each.unit_id for each in known.appointments}
    if unit.id not in {known.home, *known.guest_of, *held}:
        raise Refused(_NOT_YOURS)


def telling(turn: Turn, spoken: Spoken) -> Telling:
    """What is told of a meeting, by this bot, now."""
    return Telling(turn.tx, turn.bot_id, spoken.meeting, spoken.unit, turn.now)
