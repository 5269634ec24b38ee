"""Who is away: members on leave, and branches that pause."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from storage import pauses
from storage.database import Transaction
from storage.values.pauses import Pause
from storage.values.people import Person, PersonId, UnitId


class OnLeave(Struct, frozen=True):
    """A member who is on leave, and the last day of it."""

    person: Person
    until: date


async def paused_until(tx: Transaction, unit_id: UnitId, day: date) -> date | None:
    """The last day of a branch's pause that lies on a local day; None when it goes on as ever."""
    found = await pauses.of_units(tx, [unit_id], day)
    return away_until(found.get(unit_id, ()), day)


async def on_leave_until(tx: Transaction, person_id: PersonId, day: date) -> date | None:
    """The last day of a person's leave that lies on a local day; None for who is not on leave."""
    found = await pauses.of_people(tx, [person_id], day)
    return away_until(found.get(person_id, ()), day)


async def who_is_on_leave(
    tx: Transaction, people: Sequence[Person], day: date
) -> tuple[OnLeave, ...]:
    """Who of these people is on leave on a local day, and until when."""
    leaves = await pauses.of_people(tx, [person.id for person in people], day)
    until = {person: away_until(theirs, day) for person, theirs in leaves.items()}
    return tuple(OnLeave(each, last) for each in people if (last := until.get(each.id)))


async def on_leave_between(
    tx: Transaction, people: Collection[PersonId], first: date, last: date
) -> set[PersonId]:
    """Who of these people was on leave on any of these days."""
    leaves: Mapping[PersonId, Sequence[Pause]] = await pauses.of_people(tx, people, first)
    return {
        person for person, theirs in leaves.items() if any(each.first <= last for each in theirs)
    }


def away_until(known: Collection[Pause], day: date) -> date | None:
    """The last day of the pauses that lie on a day and follow one another without a gap."""
    until: date | None = None
    for pause in sorted(known, key=lambda each: each.first):
        if pause.covers(day) or (until and pause.first <= until + timedelta(days=1)):
            until = max(until or pause.last, pause.last)
    return until
