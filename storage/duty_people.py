"""What the rules of duties need of the people at units: belonging and offices, past and present."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select, union

from storage.database import Transaction
from storage.driver import Statement, among
from storage.lists import words_in
from storage.tables.organisation import appointments, memberships, persons
from storage.values.people import PersonId, Role, UnitId
from storage.values.records import Homes, Member, Office

# Asked with every look at duties: written once, and run by the driver itself.
_MEMBERS = Statement(
    select(memberships, persons.c.audience)
    .join_from(memberships, persons, persons.c.id == memberships.c.person_id)
    .where(among(memberships.c.unit_id, "units"))
    .order_by(memberships.c.id)
)
_OFFICES = Statement(
    select(appointments, persons.c.audience)
    .join_from(appointments, persons, persons.c.id == appointments.c.person_id)
    .where(among(appointments.c.unit_id, "units"))
    .order_by(appointments.c.id)
)
_HOMES = Statement(
    select(memberships.c.person_id, memberships.c.unit_id, memberships.c.since, memberships.c.until)
    .where(among(memberships.c.person_id, "people"), memberships.c.home)
    .order_by(memberships.c.since, memberships.c.id)
)
_UNITS = Statement(
    union(
        select(memberships.c.unit_id).where(
            among(memberships.c.person_id, "people"), memberships.c.home
        ),
        select(appointments.c.unit_id).where(among(appointments.c.person_id, "people")),
    )
)


async def members_at(
    tx: Transaction, unit_ids: Collection[UnitId]
) -> Mapping[UnitId, Sequence[Member]]:
    """Everybody who ever belonged to these units; what was taken back is left out."""
    found: dict[UnitId, list[Member]] = defaultdict(list)
    for row in await tx.named_rows(_MEMBERS, units=list(unit_ids)):
        if row.until is not None and row.until < row.since:
            continue
        found[UnitId(row.unit_id)].append(
            Member(
                PersonId(row.person_id),
                date.fromisoformat(row.since),
                _day(row.until),
                bool(row.home),
                row.group_name,
                words_in(row.audience),
            )
        )
    return found


async def offices_at(
    tx: Transaction, unit_ids: Collection[UnitId]
) -> Mapping[UnitId, Sequence[Office]]:
    """All offices ever held at these units; what was taken back is left out."""
    found: dict[UnitId, list[Office]] = defaultdict(list)
    for row in await tx.named_rows(_OFFICES, units=list(unit_ids)):
        if row.until is not None and row.until < row.since:
            continue
        found[UnitId(row.unit_id)].append(
            Office(
                PersonId(row.person_id),
                Role(row.role),
                date.fromisoformat(row.since),
                _day(row.until),
                words_in(row.audience),
            )
        )
    return found


async def homes_of(tx: Transaction, people: Collection[PersonId]) -> Mapping[PersonId, Homes]:
    """The home branches of these people; those that were taken back are left out."""
    found: dict[PersonId, list[tuple[date, UnitId]]] = defaultdict(list)
    for person, unit, since, until in await tx.hot_rows(_HOMES, people=list(people)):
        if until is None or until >= since:
            found[PersonId(person)].append((date.fromisoformat(since), UnitId(unit)))
    return found


async def units_of_people(tx: Transaction, people: Collection[PersonId]) -> set[UnitId]:
    """The units at which these people could owe something: their homes, and where they hold, or
    held, an office."""
    return {UnitId(row[0]) for row in await tx.hot_rows(_UNITS, people=list(people))}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
