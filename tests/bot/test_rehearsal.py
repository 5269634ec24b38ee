"""A rehearsal: what coming days would bring, by the bot's own tick, on a copy."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import select

from bot.rehearsal import rehearse
from bot.settings import Settings
from reports.rehearsal import Rehearsal, rehearsal_lines
from reports.said import as_plain
from reports.wording import words
from storage import chats
from storage.bots import remember_bot
from storage.database import Database
from storage.duty_books import add_book
from storage.people import add_person, appoint
from storage.programmes import newest_version
from storage.tables.base import metadata
from storage.units import unit_by_code, upsert_units
from storage.values.duties import DutyBook, Often, When, Who, Whom
from storage.values.people import ChatId, Person, PersonId, Role, TelegramId, UnitId
from storage.values.programme_files import DaysOff, UnitRow, WhenFinished
from tests.programme.duties.branch_seven import a_duty
from tests.programme.studies import BOT, DEFAULTS, SQLITE_ONLY, School, at, settings

pytestmark = [SQLITE_ONLY, pytest.mark.usefixtures("english_posts")]
WEDNESDAY = date(2026, 5, 20)
SETTINGS = cast(Settings, SimpleNamespace(time_zone="Asia/Shanghai", language="en", programme=None))


async def rehearsed(
    database: Database, days: int, branch: UnitId | None = None, first: date = WEDNESDAY
) -> Rehearsal:
    return await rehearse(database, SETTINGS, first, days, branch)


def times(rehearsal: Rehearsal, code: str = "north") -> list[tuple[str, str]]:
    """When, by local time, and what a branch is posted."""
    return [(f"{p.at:%d %H:%M}", p.kind) for p in rehearsal.posts if p.unit.code == code]


async def everything(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    async with database.reading() as tx:
        return {
            table.name: sorted(map(tuple, await tx.rows(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


async def test_a_day_is_told_as_it_would_be_posted_and_nothing_is_changed(
    database: Database,
) -> None:
    school = School(database)
    await school.study(settings())
    await school.bind(at("05-18 02:00"))
    await school.tick(at("05-18 04:00"))
    before = await everything(database)
    found = await rehearsed(database, 1)
    assert await everything(database) == before
    assert times(found) == [
        ("20 07:30", "morning"),
        ("20 12:00", "noon"),
        ("20 20:00", "result"),
        ("20 20:00", "evening"),
    ]
    morning, noon, result, evening = [post.text for post in found.posts]
    # Nobody knows what the days in between will bring: it begins where the branch stands.
    assert "Title a" in morning and "Prompt a" in evening
    assert noon.splitlines()[1:] == ["✓ yes", "· no"]
    assert "Here it will say how many answered" in result and "Right: yes" in result
    assert "Nobody" not in result
    assert (found.first, found.last) == (WEDNESDAY, WEDNESDAY)


async def test_days_go_on_where_the_last_one_ended(database: Database) -> None:
    school = School(database)
    off = DaysOff(dates=frozenset({date(2026, 5, 21)}))
    await school.study(settings(days_off=off, when_finished=WhenFinished.STOP))
    await school.bind(at("05-18 02:00"))
    found = await rehearsed(database, 6)
    mornings = [(f"{p.at:%d}", p.text[3:10]) for p in found.posts if p.kind == "morning"]
    assert mornings == [("20", "Title a"), ("22", "Title b"), ("23", "Title c")]
    moments = [post.at for post in found.posts]
    assert moments == sorted(moments)


async def test_branches_without_a_group_are_rehearsed_as_if_they_had_one(
    database: Database,
) -> None:
    school = School(database)
    await school.study(settings())
    async with database.writing() as tx:
        await upsert_units(tx, [UnitRow(2, "town", None, "town", "Town")])
        row = UnitRow(3, "south", "town", "branch", "South", "Europe/Berlin")
        await upsert_units(tx, [row])
        south = await unit_by_code(tx, "south", DEFAULTS)
    assert south is not None
    await school.bind(at("05-18 02:00"))
    assert {post.unit.code for post in (await rehearsed(database, 1)).posts} == {"north"}
    alone = await rehearsed(database, 1, south.id)
    assert [unit.code for unit in alone.branches] == ["south"]
    assert times(alone, "south")[:2] == [("20 07:30", "morning"), ("20 12:00", "noon")]
    assert alone.posts[0].at - datetime(2026, 5, 20, tzinfo=alone.posts[0].at.tzinfo) == timedelta(
        hours=7, minutes=30
    )


async def test_the_days_are_each_branchs_own(database: Database) -> None:
    school = School(database)
    await school.study(settings())
    for number, zone in enumerate(("Pacific/Auckland", "Asia/Shanghai", "Pacific/Honolulu")):
        await school.bind(at("05-18 02:00"), f"b{number}", zone, -1 - number)
    found = await rehearsed(database, 2)
    for number in range(3):
        local = times(found, f"b{number}")
        assert [each[0] for each in local if each[1] == "morning"] == ["20 07:30", "21 07:30"]
        assert len(local) == 8


async def test_a_database_that_no_bot_has_seen_can_be_rehearsed(database: Database) -> None:
    found = await rehearsed(database, 1)
    assert (found.branches, found.posts, found.members) == ((), (), {})


async def test_reminders_are_rehearsed_each_for_its_reader(database: Database) -> None:
    school = School(database)
    monthly = a_duty("theme", When(Often.MONTH), titles={"en": "activity day"})
    above = a_duty(
        "study",
        When(Often.MONTH),
        titles={"en": "study"},
        who=Who(Whom.UNITS, levels=("town",)),
    )
    await school.study(settings())
    async with database.writing() as tx:
        newest = await newest_version(tx, "p")
        assert newest is not None
        await add_book(tx, newest.id, DutyBook((monthly, above)))
        await upsert_units(tx, [UnitRow(2, "town", None, "town", "Town", since=date(2026, 5, 1))])
    north = await school.bind(at("05-18 02:00"))
    async with database.writing() as tx:
        await remember_bot(tx, BOT, "a_bot", at("05-18 02:00"))
        row = UnitRow(3, "north", "town", "branch", "North", since=date(2026, 5, 1))
        await upsert_units(tx, [row])
        town = await unit_by_code(tx, "town", DEFAULTS)
        assert town is not None
        for number, unit, role in ((7, north, Role.SECRETARY), (8, town, Role.ORGANISER)):
            who = await add_person(tx, Person(PersonId(0), f"P{number}", TelegramId(number)))
            await appoint(tx, who.id, unit.id, role, date(2026, 5, 1))
            await chats.put(
                tx, BOT, ChatId(number), kind="private", title="", now=at("05-18 02:00")
            )
    found = await rehearsed(database, 1, first=date(2026, 5, 24))
    told = [
        (p.unit.code, f"{p.at:%H:%M}", as_plain(p.text))
        for p in found.posts
        if p.kind == "reminder"
    ]
    assert told == [
        ("north", "07:30", "7 days left: May's activity day, 31 May"),
        ("town", "09:00", "7 days left: May's study, 31 May"),
    ]
    lines = list(rehearsal_lines(found, words("en")))
    assert "  09:00  Reminder  7 days left: May's study, 31 May" in lines
