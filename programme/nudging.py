"""A friendly word to those who have not come to today's studies yet: asked for by the secretary,
once a day, to each in private and to nobody in front of others."""

from datetime import datetime, timedelta

from msgspec import Struct

from programme.calendar import is_quiet
from programme.status import BranchStatus
from storage import chats, office_acts
from storage.database import Transaction
from storage.values.days import SlotKind
from storage.values.messages import Refused, message
from storage.values.offices import ActKind, OfficeAct
from storage.values.people import BotId, ChatId, Person, PersonId


class Nudged(Struct, frozen=True):
    """Whom a word goes to, with what each has not come to yet; and who has no private chat with
    the bot, or stopped it: the secretary speaks to them."""

    reached: tuple[tuple[Person, tuple[SlotKind, ...]], ...]
    unreached: tuple[Person, ...]


def missing(status: BranchStatus, but: PersonId) -> dict[Person, tuple[SlotKind, ...]]:
    """Who has not come to which of the studies that are out; the one who asks is left out."""
    found: dict[Person, tuple[SlotKind, ...]] = {}
    for line in status.lines:
        for person in line.missing if line.is_out else ():
            if person.id != but:
                found[person] = (*found.get(person, ()), line.kind)
    return found


async def nudge(
    tx: Transaction, bot_id: BotId, status: BranchStatus, by: PersonId, now: datetime
) -> Nudged:
    """Decide whom to remind of today's studies, and note that it was done.

    Raises :class:`Refused` at night, when it was done today, and when nobody is missing.
    """
    unit, found = status.unit, missing(status, by)
    if is_quiet(now, unit.time_zone):
        raise Refused(message("It's late; everybody is left in peace until the morning."))
    if not found:
        raise Refused(message("Nobody is missing: what was posted today is all done."))
    done = await office_acts.recent(tx, unit.id, now - timedelta(days=1), [ActKind.NUDGED])
    if any(each.act.day == status.day for each in done):
        raise Refused(message("They were reminded today already; once a day is enough."))
    asked = [ChatId(person.telegram_id) for person in found if person.telegram_id is not None]
    active = await chats.active(tx, bot_id, asked)
    reached = tuple((p, kinds) for p, kinds in found.items() if (p.telegram_id or 0) in active)
    act = OfficeAct(unit.id, ActKind.NUDGED, by, now, day=status.day, detail=str(len(reached)))
    await office_acts.add(tx, act)
    told = {person.id for person, _ in reached}
    return Nudged(reached, tuple(person for person in found if person.id not in told))
