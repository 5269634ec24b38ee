"""A town with branches whose duties are looked at each morning, for tests of reminders."""

from datetime import date, timedelta

from sqlalchemy import select

from programme.planning import plan_missing
from storage import chats
from storage.duty_books import add_book
from storage.moments import moment
from storage.people import add_membership, add_person, appoint
from storage.programmes import add_version
from storage.tables.work import deliveries, slots
from storage.units import unit_by_code, upsert_units
from storage.values.duties import Duty, DutyBook, Often, When, Who, Whom
from storage.values.people import ChatId, Person, PersonId, Role, TelegramId, Unit
from storage.values.programme_files import DaysOff, UnitRow
from tests.programme.duties.branch_seven import a_duty
from tests.programme.studies import DEFAULTS, LONG_AGO, School, at, settings

MEETING = a_duty("meeting", When(Often.QUARTER), tells_above=True)
VISIT = a_duty("visit", When(Often.QUARTER), who=Who(Whom.PERSONS, roles=(Role.CADRE,)))
STUDY = a_duty("study", When(Often.QUARTER), who=Who(Whom.UNITS, levels=("town",)))
LONG_SINCE = date(2025, 1, 1)
# 06-15 is a Monday; the quarter's last day is a Tuesday.
EVE = at("06-15 10:00")
NONE = DaysOff()


class Town(School):
    """A town with branches, and people whose Telegram ids are their numbers."""

    async def with_duties(self, *duties: Duty, days_off: DaysOff = NONE) -> None:
        """Import a programme with these duties; it has been in force for long."""
        async with self.database.writing() as tx:
            version = await add_version(tx, settings(days_off=days_off), "hash", LONG_AGO)
            await add_book(tx, version.id, DutyBook(duties))

    async def units(self, *rows: UnitRow) -> list[Unit]:
        """Write units; mornings are planned as on the eve of the stories."""
        async with self.database.writing() as tx:
            await upsert_units(tx, rows)
            found = [await unit_by_code(tx, row.code, DEFAULTS) for row in rows]
            for unit in found:
                assert unit is not None
                if unit.level == "branch":
                    member = await add_person(tx, Person(PersonId(0), "Member"))
                    await add_membership(tx, member.id, unit.id, LONG_SINCE, home=True)
            await plan_missing(tx, self.bot, EVE, DEFAULTS)
        return [unit for unit in found if unit is not None]

    async def person(
        self, number: int, *offices: tuple[Unit, Role], reached: bool = True
    ) -> PersonId:
        """Somebody in office."""
        async with self.database.writing() as tx:
            who = await add_person(tx, Person(PersonId(0), f"P{number}", TelegramId(number)))
            for unit, role in offices:
                await appoint(tx, who.id, unit.id, role, LONG_SINCE)
            if reached:
                await chats.put(tx, self.bot, ChatId(number), kind="private", title="", now=EVE)
        return who.id

    async def told(self) -> list[tuple[int, str, str]]:
        """Who was put into the outbox: chat, key, and from when on, in UTC."""
        c = deliveries.c
        async with self.database.reading() as tx:
            rows = await tx.rows(select(c.chat_id, c.key, c.not_before).order_by(c.id))
        return [
            (row.chat_id, row.key, f"{moment(row.not_before):%m-%d %H:%M}")
            for row in rows
            if "remind" in row.key
        ]

    async def mornings(self, unit: Unit) -> list[tuple[str, str]]:
        """Day and state of a unit's mornings."""
        query = select(slots).where(slots.c.unit_id == unit.id, slots.c.kind == "duties")
        async with self.database.reading() as tx:
            rows = await tx.rows(query.order_by(slots.c.day))
        return [(row.day[5:], row.reason or row.state) for row in rows]


# Of the first quarter nothing is asked of them.
SPRING = date(2026, 4, 1)
TOWN = UnitRow(2, "town", None, "town", "Town", since=SPRING)
NORTH = UnitRow(3, "north", "town", "branch", "North", since=SPRING)
SOUTH = UnitRow(4, "south", "town", "branch", "South", since=SPRING)


async def days_of(town: Town, first: str, days: int) -> None:
    """Live some days, each with its mornings in Shanghai and above, and in Dubai."""
    for n in range(days):
        for hour in (0, 1, 4):
            await town.tick(at(f"{first} 00:00") + timedelta(days=n, hours=hour))
