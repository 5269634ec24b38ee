"""One person who stands there twice: once on a roster, once as the bot came to know them.

It happens when somebody is taken in under their Telegram name, or holds an office elsewhere, and
turns out to be on a branch's list.
"""

from datetime import date

from msgspec.structs import replace

from programme.points import points_of
from programme.rebuilding import from_deeds
from storage import merging, programmes
from storage.batch import write_member_days
from storage.database import Transaction
from storage.history import days_acted
from storage.meeting_people import move_attendance
from storage.memberships import move_day
from storage.values.days import MemberDay
from storage.values.messages import Refused, message
from storage.values.people import Person, Unit
from storage.values.programme_files import Points


def refuse_two(known: Person, listed: Person) -> None:
    """Raise :class:`Refused` when the organisation's own ids say that these are two people."""
    if known.external_id and listed.external_id and known.external_id != listed.external_id:
        raise Refused(
            message(
                "By the organisation's ids these are two different people. Please speak to "
                "whoever keeps the list."
            )
        )


async def merge(
    tx: Transaction, known: Person, listed: Person, branch: Unit, today: date
) -> Person:
    """Make one of somebody with Telegram and of a person on a branch's list; the one that stays.

    They bear the list's name from now on, hold what either held, and have done what either did.
    The streak is to be worked out afresh. Raises :class:`Refused` as :func:`refuse_two` does.
    """
    refuse_two(known, listed)
    one = replace(
        known,
        name=listed.name,
        external_id=listed.external_id or known.external_id,
        audience=tuple(dict.fromkeys((*known.audience, *listed.audience))),
        telegram_name=None,
    )
    days = (await days_acted(tx, [listed.id])).get(listed.id, [])
    theirs = await merging.days_of(tx, listed.id, days)
    own = await merging.days_of(tx, known.id, days)
    await merging.move_deeds(tx, listed.id, known.id, days)
    await merging.move_answers(tx, listed.id, known.id, days)
    await merging.move_places(tx, listed.id, known.id)
    await move_attendance(tx, listed.id, known.id)
    await _add_up(tx, own, theirs, branch)
    await merging.take_identity(tx, listed.id, one, today)
    return one


async def _add_up(
    tx: Transaction, own: dict[date, MemberDay], theirs: dict[date, MemberDay], branch: Unit
) -> None:
    """Write the days on which both did something; the acts of a day give their points once, and a
    question that both answered is one."""
    newest = await programmes.newest_version(tx, branch.programme_key or "")
    worth = newest.settings.points if newest else Points()
    days = own.keys() & theirs.keys()
    people = {own[day].person_id for day in days}
    for day in sorted(days):
        # A day counts in one branch, and so does all that was done on it.
        if theirs[day].unit_id != own[day].unit_id:
            one, there = own[day].person_id, theirs[day].unit_id
            await move_day(tx, one, day, there, own[day].unit_id)
    done = await from_deeds(tx, people, [str(day) for day in days]) if days else {}
    both = [_sum(own[day], theirs[day], done.get((own[day].person_id, day))) for day in days]
    await write_member_days(tx, [replace(each, points=points_of(each, worth)) for each in both])


def _sum(own: MemberDay, other: MemberDay, done: MemberDay | None) -> MemberDay:
    return replace(
        own,
        check_ins=max(own.check_ins, other.check_ins),
        answered=done.answered if done else 0,
        right=done.right if done else 0,
        notes=own.notes + other.notes,
        late=own.late + other.late,
    )
