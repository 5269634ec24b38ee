"""The province in the house: imported by its sheets, with accounts, groups and places."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bot.practice.records import User
from programme.importing import import_organisation, import_roster
from programme.shipped_programmes import shipped_folder
from storage import places
from storage.moments import earliest
from storage.tables.duties import unit_programmes
from storage.tables.organisation import appointments, persons, units
from storage.tables.programme import programme_versions
from storage.units import unit
from storage.values.people import PersonId, Role, Unit, UnitId
from storage.values.records import Place as KeptPlace
from storage.values.records import PlaceId
from tests.stories.house import Branch, House
from tests.year.people import UNREACHED, Human, Place, Province, rows_of
from tests.year.words import YEAR

_BOUND = ("b1", "b2", "b5")
_PLACES = ("contact-branch", "major-project", "poor-village", "project-enterprise")
_PROGRAMME = """\
key = "year"
languages = ["zh", "en"]
start = 2027-03-01
[days_off]
weekdays = ["saturday", "sunday"]
country = "CN"
"""


def programme(folder: Path) -> Path:
    """A programme with the whole catalogue of Two Studies, whose daily studies begin next year."""
    (folder / "items").mkdir(parents=True)
    with shipped_folder("two-studies") as shipped:
        for name in ("duties.toml", *(f"items/30-looking-back.{each}.md" for each in ("zh", "en"))):
            (folder / name).write_text((shipped / name).read_text("utf-8"), "utf-8")
    (folder / "programme.toml").write_text(_PROGRAMME, "utf-8")
    return folder


@dataclass
class Land:
    """The province as it stands: units by code, people by name, those with an account as users."""

    house: House
    province: Province
    units: dict[str, UnitId] = field(default_factory=dict)
    people: dict[str, PersonId] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    places: dict[tuple[str, str], KeptPlace] = field(default_factory=dict)
    _here: dict[str, list[Human]] = field(default_factory=dict)
    _sorted: int = 0

    async def settle_in(self) -> None:
        """Import all, let those in office meet the bot, bind some groups, and write down places.

        The programme came, and everybody has their office, since the first day of the year.
        """
        await self.write_units(self.province.places)
        await self.write_people(self.province.people)
        for each in self.province.people:
            if each.has_telegram and each.name != UNREACHED:
                self.house.server.start_private(self.users[each.name])
        await self.house.settle()
        for place in self.province.places:
            if place.code in _BOUND:
                await self._bind(place)
        since = datetime(YEAR, 1, 1, tzinfo=UTC)
        async with self.house.database.writing() as tx:
            await tx.run(programme_versions.update().values(imported_at=earliest(since)))
            await tx.run(unit_programmes.delete())
            await tx.run(appointments.update().values(since=since.date().isoformat()))
            for place in self.province.places:
                for kind in _PLACES if place.level else ():
                    new = KeptPlace(PlaceId(0), self.units[place.code], kind, f"{place.name}的点")
                    self.places[place.code, kind] = await places.add_place(tx, new)

    async def write_units(self, wanted: Sequence[Place]) -> None:
        """Import the organisation's sheet, or some rows of it."""
        h = self.house
        async with h.database.writing() as tx:
            rows = [each.row() for each in wanted]
            await import_organisation(tx, rows, h.clock.now(), h.defaults)
            found = await tx.rows(select(units.c.code, units.c.id))
            self.units = {row.code: UnitId(row.id) for row in found}

    async def write_people(self, wanted: Sequence[Human]) -> None:
        """Import the roster, or some rows of it."""
        h = self.house
        for each in wanted:
            if each.has_telegram and each.name not in self.users:
                self.users[each.name] = h.server.add_user(each.name, language_code="zh")
        accounts = {name: user.id for name, user in self.users.items()}
        async with h.database.writing() as tx:
            await import_roster(tx, rows_of(list(wanted), accounts), h.clock.now(), h.defaults)
            found = await tx.rows(select(persons.c.external_id, persons.c.id))
            self.people = {row.external_id: PersonId(row.id) for row in found}

    async def unit(self, code: str) -> Unit:
        """A unit as it is now."""
        async with self.house.database.reading() as tx:
            found = await unit(tx, self.units[code], self.house.defaults)
        assert found is not None
        return found

    def place(self, code: str) -> Place:
        """A unit as the sheet has it."""
        return next(each for each in self.province.places if each.code == code)

    def everybody(self, code: str) -> list[Human]:
        """The members of a branch, or those who hold an office at another unit."""
        people = self.province.people
        for each in people[self._sorted :]:
            for at in {each.unit, each.home} - {""}:
                self._here.setdefault(at, []).append(each)
        self._sorted = len(people)
        here = self._here.get(code, [])
        if self.place(code).level:
            return [each for each in here if each.unit == code]
        return here

    def keeper(self, code: str) -> PersonId:
        """Who puts things down at a unit."""
        role = Role.ORGANISER if self.place(code).level else Role.SECRETARY
        held = (each for each in self.everybody(code) if each.unit == code and role in each.roles)
        return self.people[next(held).name]

    def called(self, chat_id: int) -> str:
        """Whose chat it is: somebody's name, or that of a branch."""
        names = {user.id: name for name, user in self.users.items()}
        return names.get(chat_id) or self.groups.get(chat_id, str(chat_id))

    async def _bind(self, place: Place) -> None:
        unit_ = await self.unit(place.code)
        secretary = next(each for each in self.everybody(place.code) if each.roles)
        user = self.users[secretary.name]
        group = self.house.server.add_group(place.name, [user], kind="supergroup")
        self.groups[group.id] = place.name
        await self.house.bind_by_link(Branch(unit_, group, user))
