"""Who is away, and what a pause does to a branch's plan."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from sqlalchemy import select

from programme.absences import away_until, on_leave_between, who_is_on_leave
from programme.overview import overview
from programme.pausing import pause_branch, resume_branch
from programme.planning import coming_post, first_post_after
from programme.status import Situation, branch_status
from programme.ticking import tick
from storage import pauses
from storage.bots import remember_bot
from storage.branch_days import open_days
from storage.database import Database
from storage.people import add_membership, add_person
from storage.tables.deeds import branch_days
from storage.tables.work import slots
from storage.values.days import STUDIES, SlotKind
from storage.values.pauses import Pause, PauseId
from storage.values.people import Person, PersonId, TelegramId, Unit
from storage.values.programme_files import DaysOff
from tests.programme.studies import BOT, DEFAULTS, SQLITE_ONLY, School, at, settings


def day(number: int) -> date:
    return date(2026, 5, number)


def pause(first: int, last: int) -> Pause:
    return Pause(PauseId(1), day(first), day(last), PersonId(1))


@pytest.mark.parametrize(
    ("known", "until"),
    [
        ([], None),
        ([pause(18, 19)], None),
        ([pause(21, 22)], None),
        ([pause(20, 20)], 20),
        # One after the other without a day between them, in whatever order they were noted.
        ([pause(23, 24), pause(18, 22)], 24),
        ([pause(18, 22), pause(24, 25)], 22),
        ([pause(18, 24), pause(19, 20)], 24),
    ],
)
def test_leaves_that_follow_one_another_are_one(known: Sequence[Pause], until: int | None) -> None:
    assert away_until(known, day(20)) == (None if until is None else day(until))


async def planned(school: School) -> list[tuple[str, date]]:
    """The studies that are due, by their days."""
    async with school.database.reading() as tx:
        studies = slots.c.kind.in_([*(kind.value for kind in STUDIES), SlotKind.RESULT.value])
        query = select(slots.c.kind, slots.c.day).where(slots.c.state == "due", studies)
        found = await tx.rows(query.order_by(slots.c.due_at))
    return [(row.kind, date.fromisoformat(row.day)) for row in found]


async def someone(school: School, unit: Unit, name: str, number: int) -> Person:
    async with school.database.writing() as tx:
        person = await add_person(tx, Person(PersonId(0), name, TelegramId(number)))
        await add_membership(tx, person.id, unit.id, date(2026, 1, 1), home=True)
    return person


async def studying(database: Database, now: datetime) -> tuple[School, Unit, Person]:
    """A branch that has had Wednesday's morning post, and its secretary."""
    async with database.writing() as tx:
        await remember_bot(tx, BOT, "bot", now)
    school = School(database)
    await school.study(settings())
    unit = await school.bind(at("05-19 23:00"))
    await tick(database, BOT, at("05-19 23:30"), at("05-19 23:30"), DEFAULTS)
    return school, unit, await someone(school, unit, "Li", 11)


async def rest(school: School, unit: Unit, by: Person, first: int, last: int) -> Pause:
    async with school.database.writing() as tx:
        now = at("05-20 03:00")
        return await pause_branch(tx, unit, day(first), day(last), by.id, now, DEFAULTS)


async def test_what_was_to_come_today_goes_and_the_day_counts_for_nobody(
    database: Database,
) -> None:
    school, unit, li = await studying(database, at("05-19 23:00"))
    await rest(school, unit, li, 20, 22)
    assert await planned(school) == [(kind, day(23)) for kind in ("morning", "noon", "evening")]
    async with database.reading() as tx:
        (row,) = await tx.rows(select(branch_days.c.day, branch_days.c.counts))
        assert (row.day, bool(row.counts)) == ("2026-05-20", False)
        status = await branch_status(tx, BOT, unit, at("05-20 03:00"))
        assert (status.situation, status.paused_until) == (Situation.PAUSED, day(22))
        post = await first_post_after(tx, unit, day(22))
    assert post is not None and (post.kind, post.day) == (SlotKind.MORNING, day(23))


@SQLITE_ONLY
async def test_the_result_of_a_question_that_was_asked_still_comes(database: Database) -> None:
    school, unit, li = await studying(database, at("05-19 23:00"))
    await tick(database, BOT, at("05-20 04:00"), at("05-20 04:00"), DEFAULTS)
    await rest(school, unit, li, 20, 20)
    assert ("result", day(20)) in await planned(school)


@SQLITE_ONLY
async def test_a_pause_ahead_leaves_the_days_before_it(database: Database) -> None:
    school, unit, li = await studying(database, at("05-19 23:00"))
    await rest(school, unit, li, 21, 30)
    after = [(kind, day(31)) for kind in ("morning", "noon", "evening")]
    assert await planned(school) == [("noon", day(20)), ("evening", day(20)), *after]
    await tick(database, BOT, at("05-20 12:00"), at("05-20 12:00"), DEFAULTS)
    await tick(database, BOT, at("05-20 12:00"), at("05-20 12:00"), DEFAULTS)
    assert await planned(school) == after
    async with database.reading() as tx:
        found = await overview(tx, BOT, None, 0, at("05-25 03:00"), DEFAULTS)
    assert [line.paused_until for line in found.lines] == [day(30)]
    assert not found.silent


async def test_a_branch_that_goes_on_early_gets_what_is_still_to_come(database: Database) -> None:
    school, unit, li = await studying(database, at("05-19 23:00"))
    pause = await rest(school, unit, li, 20, 30)
    async with database.writing() as tx:
        await resume_branch(tx, unit, pause, li.id, at("05-21 05:00"), DEFAULTS)
        assert await pauses.of_units(tx, [unit.id], day(21)) == {}
        (left,) = (await pauses.of_units(tx, [unit.id], day(1)))[unit.id]
        assert (left.first, left.last) == (day(20), day(20))
        post = await coming_post(tx, BOT, unit, at("05-21 05:00"))
    assert post is not None and (post.kind, post.day) == (SlotKind.EVENING, day(21))
    tomorrow = [(kind, day(22)) for kind in ("morning", "noon", "evening")]
    assert await planned(school) == [("evening", day(21)), *tomorrow]


@SQLITE_ONLY
async def test_a_pause_and_days_off_together(database: Database) -> None:
    school, unit, li = await studying(database, at("05-19 23:00"))
    await school.study(settings(days_off=DaysOff(frozenset({5, 6}))))
    await rest(school, unit, li, 21, 22)
    async with database.reading() as tx:
        post = await first_post_after(tx, unit, day(22))
    assert post is not None and post.day == day(25)


async def test_who_is_on_leave_stands_apart_and_is_not_called_quiet(database: Database) -> None:
    school, unit, li = await studying(database, at("05-19 23:00"))
    wang, zhao = await someone(school, unit, "Wang", 12), await someone(school, unit, "Zhao", 13)
    now = at("05-20 03:00")
    async with database.writing() as tx:
        await open_days(tx, {(unit.id, day(n)) for n in (17, 18, 19)})
        await pauses.add_leave(tx, wang.id, day(19), day(21), wang.id, now)
        await pauses.add_leave(tx, zhao.id, day(16), day(17), zhao.id, now)
        status = await branch_status(tx, BOT, unit, now)
        away = await who_is_on_leave(tx, [li, wang, zhao], day(20))
        lately = await on_leave_between(tx, [li.id, wang.id, zhao.id], day(17), day(20))
    assert [(each.person.name, each.until) for each in away] == [("Wang", day(21))]
    assert status.on_leave == away
    assert status.member_count == 2
    assert [each.name for each in status.lines[0].missing] == ["Li", "Zhao"]
    assert lately == {wang.id, zhao.id}
    assert [each.name for each in status.quiet] == ["Li"]
