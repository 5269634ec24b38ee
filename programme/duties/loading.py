"""Loads, by a few set-based queries, what the rules need to know of many units at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.calendar import local_day
from programme.duties.facts import UnitFacts
from programme.duties.following import days_elsewhere
from storage import duty_books, duty_people, records, rulings
from storage.database import Transaction
from storage.duty_books import KeptBook
from storage.unit_programmes import followed
from storage.units import branches_among
from storage.values.duties import DutyBook
from storage.values.people import PersonId, Role, Unit, UnitId
from storage.values.records import Record, Ruling

_BACK = timedelta(days=366)
"""A period that is due in a span can have begun so long before it."""


class UnitMatters(Struct, frozen=True):
    """All that the rules work with at one unit.

    ``books``: the versions of its programme's duties, the newest first; empty where there are none.
    ``today``: its local day. ``own``: the unit's records; ``by_person``: those in which each of its
    people took part, wherever it was.
    """

    facts: UnitFacts
    books: Sequence[KeptBook]
    today: date
    rulings: Sequence[Ruling] = ()
    own: Sequence[Record] = ()
    by_person: Mapping[PersonId, Sequence[Record]] = {}

    @property
    def book(self) -> DutyBook:
        """The duties that hold now."""
        return self.books[0].book if self.books else DutyBook()


async def load_matters(
    tx: Transaction,
    units: Sequence[Unit],
    first: date,
    last: date,
    now: datetime,
    since: date | None = None,
) -> dict[UnitId, UnitMatters]:
    """What is known of these units, for obligations that are due from ``first`` to ``last``.

    ``since``: the first day of a record that may count, where that is known.
    """
    ids = [unit.id for unit in units]
    keys = {unit.programme_key for unit in units if unit.programme_key}
    books = {key: await duty_books.books(tx, key) for key in keys}
    members = await duty_people.members_at(tx, ids)
    offices = await duty_people.offices_at(tx, ids)
    branches = await branches_among(tx, ids)
    kept_to = await followed(tx, ids)
    in_office = {o.person_id for each in offices.values() for o in each}
    people = in_office | {m.person_id for each in members.values() for m in each}
    asked = any(_asks_for_homes(kept.book) for each in books.values() for kept in each)
    homes = await duty_people.homes_of(tx, people if asked else in_office)
    span = since or first - _BACK, max(last, local_day(now, "Etc/GMT-14"))
    of_units = await records.records_of_units(tx, ids, *span)
    elsewhere = await records.records_with_people(tx, people, *span, besides=ids)
    ruled: dict[UnitId, list[Ruling]] = defaultdict(list)
    for ruling in await rulings.rulings_at(tx, ids):
        ruled[ruling.subject.unit_id].append(ruling)
    own: dict[UnitId, list[Record]] = defaultdict(list)
    for record in of_units:
        own[record.unit_id].append(record)
    theirs: dict[PersonId, list[Record]] = defaultdict(list)
    for record in sorted((*of_units, *elsewhere), key=lambda each: (each.day, each.id)):
        for each in record.people:
            theirs[each.person_id].append(record)
    found = {}
    for unit in units:
        kept = books.get(unit.programme_key or "", [])
        held = local_day(kept[-1].since, unit.time_zone) if kept else date.max
        facts = UnitFacts(
            unit=unit,
            is_branch=unit.id in branches,
            since=max(held, unit.since or date.min),
            until=unit.until,
            founded=unit.since,
            members=members.get(unit.id, ()),
            offices=offices.get(unit.id, ()),
            homes=homes,
            elsewhere=days_elsewhere(kept_to.get(unit.id, ()), unit.programme_key),
        )
        here = {m.person_id for m in facts.members} | {o.person_id for o in facts.offices}
        found[unit.id] = UnitMatters(
            facts=facts,
            books=kept,
            today=local_day(now, unit.time_zone),
            rulings=ruled[unit.id],
            own=own[unit.id],
            by_person={person: theirs[person] for person in here if person in theirs},
        )
    return found


def _asks_for_homes(book: DutyBook) -> bool:
    """Whether members, not only those in office, are to do something in their own branch."""
    return any(
        duty.counting.in_own_branch and (not duty.who.roles or Role.MEMBER in duty.who.roles)
        for duty in book.duties
    )
