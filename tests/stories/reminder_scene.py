"""A programme with a few duties, and what stories about reminders do."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from bot.practice.records import User
from bot.practice.views import MessageView
from reports.said import STAYS
from storage.database import Transaction
from storage.people import add_person, appoint
from storage.records import add_record
from storage.tables.organisation import persons
from storage.values.people import Person, PersonId, Role, TelegramId
from storage.values.records import Record, RecordId, RecordState
from tests.stories.house import LONG_AGO, Branch, House
from tests.stories.small_programme import small_programme

_DUTIES = """
[sections.life]
zh = "组织生活"

[kinds.meeting]
family = "meeting"
zh = "党员大会"

[kinds.theme]
family = "meeting"
zh = "主题党日"

[kinds.visit]
family = "visit"
zh = "走访"

[duties.meeting]
section = "life"
title.zh = "党员大会"
who = "branches"
every = "quarter"
counts = ["meeting"]
tell_above = true

[duties.theme]
section = "life"
title.zh = "主题党日"
who = "branches"
every = "month"
counts = ["theme"]

[duties.visit]
section = "life"
title.zh = "联系点走访"
who = "persons"
roles = ["cadre"]
every = "quarter"
counts = ["visit"]
"""


def with_duties(folder: Path, more: str = "", duties: str = "") -> Path:
    """A programme whose branches meet each quarter and have an activity day each month, and whose
    cadres visit once a quarter. Its posts begin next year only: these stories are of reminders.
    ``more`` goes into ``programme.toml``, ``duties`` are more of them."""
    made = small_programme(folder, more=f"start = 2027-01-01\n{more}")
    (made / "duties.toml").write_text(f"{_DUTIES}\n{duties}", "utf-8")
    return made


def reminders(house: House, who: User) -> list[MessageView]:
    """The reminders that somebody was sent."""
    return [each for each in house.said(who) if _is_reminder(each)]


def _is_reminder(message: MessageView) -> bool:
    return any(button.data == STAYS for button in message.buttons)


async def _person(tx: Transaction, user: User) -> PersonId:
    found = await tx.scalar(select(persons.c.id).where(persons.c.telegram_id == user.id))
    return PersonId(found)


async def held(house: House, branch: Branch, kind: str, day: date, by: User) -> None:
    """Put down that something was done."""
    at, kept = house.clock.now(), RecordState.KEPT
    async with house.database.writing() as tx:
        who = await _person(tx, by)
        await add_record(tx, Record(RecordId(0), branch.unit.id, kept, (kind,), day, who, at, at))


async def appoint_as_well(house: House, user: User, branch: Branch, role: Role) -> None:
    """Give somebody who is in the lists another office."""
    async with house.database.writing() as tx:
        await appoint(tx, await _person(tx, user), branch.unit.id, role, LONG_AGO)


async def second_secretary(house: House, branch: Branch, name: str) -> User:
    """Somebody who shares the office, and has met the bot."""
    user = house.server.add_user(name)
    house.server.start_private(user)
    async with house.database.writing() as tx:
        person = await add_person(tx, Person(PersonId(0), name, TelegramId(user.id)))
        await appoint(tx, person.id, branch.unit.id, Role.SECRETARY, LONG_AGO)
    await house.settle()
    return user
