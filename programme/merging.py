"""One person who stands there twice: once on a roster, once as the bot came to know them.

It happens when somebody is taken in under their Telegram name, or holds an office elsewhere, and
turns out to be on a branch's list.
"""

from datetime import date

from msgspec.structs import replace

from programme.points import points_of
from storage import merging, programmes
from storage.batch import write_member_days
from storage.database import Transaction
from storage.history import days_acted
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
    both = await _added_up(tx, own, theirs, branch)
    await merging.move_deeds(tx, listed.id, known.id, days)
    await merging.move_answers(tx, listed.id, known.id, days)
    await write_member_days(tx, both)
    await merging.move_places(tx, listed.id, known.id)
    await merging.take_identity(tx, listed.id, one, today)
    return one


async def _added_up(
    tx: Transaction, own: dict[date, MemberDay], theirs: dict[date, MemberDay], branch: Unit
) -> list[MemberDay]:
    """The days on which both did something; the acts of a day give their points once."""
    newest = await programmes.newest_version(tx, branch.programme_key or "")
    worth = newest.settings.points if newest else Points()
    return [_sum(own[day], theirs[day], worth) for day in own.keys() & theirs.keys()]


def _sum(own: MemberDay, other: MemberDay, worth: Points) -> MemberDay:
    done = replace(
        own,
        check_ins=max(own.check_ins, other.check_ins),
        answered=own.answered + other.answered,
        right=own.right + other.right,
        notes=own.notes + other.notes,
        late=own.late + other.late,
    )
    return replace(done, points=points_of(done, worth))
