"""What a record is put down with: who can be named, which groups and places there are, the duties'
book that holds at its unit."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from programme.calendar import local_day
from storage import duty_books, duty_people, people, places
from storage.database import Transaction
from storage.units import ancestors
from storage.values.duties import DutyBook
from storage.values.people import Person, PersonId, Role, Unit, UnitId
from storage.values.records import Place, Record

_OFFICES = (Role.SECRETARY, Role.STAND_IN, Role.COMMITTEE, Role.ORGANISER, Role.CADRE)


class Scene(Struct, frozen=True):
    """What is known at a record's unit on its day.

    ``people``: who can be named, members first, by name. ``members``: those of them who are at home
    there. ``groups``: of each group within the branch, its members. ``places``: the unit's own and
    those of the units above. ``others``: persons whom the record names besides.
    """

    unit: Unit
    book: DutyBook
    today: date
    people: Sequence[Person] = ()
    members: frozenset[PersonId] = frozenset()
    groups: Mapping[str, frozenset[PersonId]] = {}
    places: Sequence[Place] = ()
    others: Mapping[PersonId, Person] = {}
    own: bool = False

    @property
    def names(self) -> dict[PersonId, str]:
        """Who can be named, by their numbers."""
        return {each.id: each.name for each in self.people}

    def name(self, person: PersonId | None) -> str:
        """What somebody is called; empty for whoever is not known any more."""
        if person is None:
            return ""
        other = self.others.get(person)
        return self.names.get(person) or (other.name if other else "")

    def of_group(self, group: str) -> Sequence[Person]:
        """Who can be named of a group; everybody for the empty name."""
        within = self.groups.get(group)
        return [each for each in self.people if within is None or each.id in within]

    def place(self, record: Record) -> Place | None:
        """The place of the unit at which a record was, if it was at one."""
        return next((each for each in self.places if each.id == record.place_id), None)


async def book_at(tx: Transaction, unit: Unit) -> DutyBook:
    """The duties that hold at a unit now."""
    kept = await duty_books.books(tx, unit.programme_key) if unit.programme_key else []
    return kept[0].book if kept else DutyBook()


async def scene(
    tx: Transaction,
    unit: Unit,
    now: datetime,
    record: Record | None = None,
    *,
    own: bool = False,
    also: Collection[PersonId] = (),
) -> Scene:
    """What is known at a unit: on the record's day, or today for None. ``also``: persons whose
    names are wanted besides."""
    today = local_day(now, unit.time_zone)
    day = record.day if record else today
    at_home = [each.person for each in await people.members(tx, unit.id, day)]
    at_home = sorted(at_home, key=lambda each: (each.name, each.id))
    in_office = (await people.people_as(tx, [unit.id], day, *_OFFICES))[unit.id]
    known = {each.id: each for each in (*at_home, *in_office) if each.name}
    named = {*also, *(each.person_id for each in record.people)} if record else set(also)
    named |= {each for each in (record.by, record.on_behalf_of) if each} if record else set()
    return Scene(
        unit=unit,
        book=await book_at(tx, unit),
        today=today,
        people=tuple(known.values()),
        members=frozenset(each.id for each in at_home),
        groups=await _groups(tx, unit.id, day),
        places=await places.places_at(tx, ancestors(unit.path)),
        others=await people.people(tx, named - known.keys()) if named - known.keys() else {},
        own=own,
    )


async def _groups(tx: Transaction, unit_id: UnitId, day: date) -> dict[str, frozenset[PersonId]]:
    found: dict[str, set[PersonId]] = {}
    for each in (await duty_people.members_at(tx, [unit_id])).get(unit_id, ()):
        if each.group and each.is_home and each.on(day):
            found.setdefault(each.group, set()).add(each.person_id)
    return {group: frozenset(found[group]) for group in sorted(found)}
