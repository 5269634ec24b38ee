"""What is due is taken once, in time or told why not, however late and often it is rung."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from sqlalchemy import update

from programme.calendar import is_day_off
from programme.ticking import tick
from storage import chats
from storage.database import Database
from storage.tables.work import postings
from storage.values.days import STUDIES
from storage.values.people import BotId, ChatId
from storage.values.programme_files import (
    Amounts,
    DaysOff,
    ProgrammeSettings,
    Timetable,
    WhenFinished,
    Windows,
)
from tests.programme.studies import BOT, DEFAULTS, SQLITE_ONLY, School, at, item, settings
from tests.storage.posting_rows import unbind

pytestmark = SQLITE_ONLY

EARLY = at("05-19 23:00")
MORNING, NOON, EVENING = at("05-19 23:30"), at("05-20 04:00"), at("05-20 12:00")
GRACE = timedelta(minutes=120)


async def bound(database: Database, programme: ProgrammeSettings | None = None) -> School:
    """A branch in Shanghai, bound at seven in the morning of 20 May."""
    school = School(database)
    await school.study(programme or settings())
    await school.bind(EARLY)
    return school


async def test_each_study_becomes_postings_and_plans_the_next(database: Database) -> None:
    school = await bound(database, settings(amounts=Amounts(2, 2)))
    for moment in (MORNING, NOON):
        assert await school.tick(moment - timedelta(seconds=1)) == 0
        assert await school.tick(moment) == 1
    assert await school.tick(EVENING) == 2, "the result, then the prompt"
    assert await school.posted("morning") == [("05-20", "a"), ("05-20", "b")]
    assert len(await school.posted("noon")) == 2
    assert await school.posted("result") == await school.posted("noon")
    assert await school.posted("evening") == [("05-20", "b")]
    assert await school.waiting() == [*["morning"] * 2, *["noon"] * 2, *["result"] * 2, "evening"]
    assert [(kind, state) for kind, day, state, _ in await school.slots() if day == "05-21"] == [
        (kind.value, "due") for kind in STUDIES
    ]
    assert await school.days() == {date(2026, 5, 20): True}


async def test_ringing_again_does_nothing(database: Database) -> None:
    school = await bound(database)
    assert [await school.tick(MORNING) for _ in range(3)] == [1, 0, 0]
    assert await school.waiting() == ["morning"]


@pytest.mark.parametrize(
    ("late", "state", "reason"),
    [
        (timedelta(0), "taken", ""),
        (GRACE, "taken", ""),
        (GRACE + timedelta(seconds=1), "missed", "down"),
    ],
)
async def test_the_grace(database: Database, late: timedelta, state: str, reason: str) -> None:
    school = await bound(database)
    await school.tick(MORNING + late)
    assert (await school.slots("morning"))[0] == ("morning", "05-20", state, reason)
    assert await school.days() == {date(2026, 5, 20): state == "taken"}


async def test_a_missed_study_costs_the_day_though_the_others_were_posted(
    database: Database,
) -> None:
    school = await bound(database)
    await school.tick(MORNING)
    await school.tick(EVENING)
    assert ("noon", "05-20", "missed", "down") in await school.slots("noon")
    assert await school.days() == {date(2026, 5, 20): False}
    assert await school.posted("evening") == [("05-20", "a")]


LONG = Windows(grace_minutes=600)


async def test_nothing_is_posted_in_the_quiet_hours(database: Database) -> None:
    school = await bound(database, settings(windows=LONG))
    await school.tick(NOON)
    assert await school.tick(at("05-20 13:00")) == 2
    assert ("evening", "05-20", "missed", "quiet") in await school.slots("evening")


async def test_a_question_is_not_asked_once_it_would_be_closed(database: Database) -> None:
    school = await bound(database, settings(windows=LONG))
    await school.tick(MORNING)
    await school.tick(EVENING)
    assert ("noon", "05-20", "missed", "down") in await school.slots("noon")
    assert await school.slots("result") == []


async def test_a_group_out_of_reach_is_told_apart_and_planned_on(database: Database) -> None:
    school = await bound(database)
    async with database.writing() as tx:
        await chats.mark_unreachable(tx, BOT, ChatId(-1), "forbidden", EARLY)
    await school.tick(MORNING)
    assert await school.slots("morning") == [
        ("morning", "05-20", "failed", "unreachable"),
        ("morning", "05-21", "due", ""),
    ]
    assert await school.days() == {date(2026, 5, 20): False}
    async with database.writing() as tx:
        await chats.mark_active(tx, BOT, ChatId(-1), NOON)
    await school.tick(NOON)
    assert await school.waiting() == ["noon"]


async def test_a_group_in_which_the_bot_may_not_write_is_tried_each_morning(
    database: Database,
) -> None:
    school = await bound(database)
    async with database.writing() as tx:
        await chats.mark_unreachable(tx, BOT, ChatId(-1), "no-rights", EARLY)
    await school.tick(MORNING)
    await school.tick(NOON)
    assert await school.waiting() == ["morning"]
    assert ("noon", "05-20", "failed", "unreachable") in await school.slots("noon")


async def test_a_group_that_is_nobodys_any_more_is_left_alone(database: Database) -> None:
    school = await bound(database)
    async with database.writing() as tx:
        await unbind(tx, -1)
    # The three studies, and the unit's week.
    assert await school.tick(at("05-25 00:00")) == 4
    assert {state for _, _, state, _ in await school.slots()} == {"empty"}
    assert await school.days() == {}
    await school.bind(at("05-25 02:00"))
    assert ("noon", "05-25", "due", "") in await school.slots()


async def test_days_off_have_no_slots(database: Database) -> None:
    off = DaysOff(weekdays=frozenset({5, 6}), dates=frozenset({date(2026, 5, 21)}))
    school = await bound(database, settings(days_off=off))
    await school.tick(at("05-25 23:00"))
    assert {day for _, day, _, _ in await school.slots()} == {"05-20", "05-22", "05-25", "05-26"}


@pytest.mark.parametrize(
    ("finished", "keys"),
    [(WhenFinished.STOP, ["a", "b"]), (WhenFinished.REPEAT, ["a", "b", "a", "b"])],
)
async def test_when_all_was_studied(
    database: Database, finished: WhenFinished, keys: list[str]
) -> None:
    school = School(database)
    await school.study(settings(when_finished=finished), [item("a"), item("b")])
    await school.bind(EARLY)
    for days in range(4):
        for moment in (MORNING, NOON, EVENING):
            await school.tick(moment + timedelta(days=days))
    assert [key for _, key in await school.posted("morning")] == keys
    assert [key for _, key in await school.posted("evening")] == keys
    assert len(await school.posted("noon")) == len(keys), "questions end with the items"
    states = [state for _, _, state, _ in await school.slots("morning")]
    assert states == ["taken"] * len(keys) + ["empty"] * (4 - len(keys)) + ["due"]


async def test_without_questions_there_is_no_noon(database: Database) -> None:
    school = School(database)
    await school.study(settings(), questions=[])
    await school.bind(EARLY)
    await school.tick(MORNING)
    await school.tick(NOON)
    assert ("noon", "05-20", "empty", "") in await school.slots("noon")
    assert await school.days() == {date(2026, 5, 20): True}


async def test_the_result_waits_for_the_count_and_the_prompt_for_the_result(
    database: Database,
) -> None:
    school = await bound(database)
    await school.tick(MORNING)
    await school.tick(NOON)
    behind = EVENING - timedelta(seconds=1)
    assert await school.tick(EVENING, counted=behind) == 0
    assert await school.tick(EVENING + timedelta(minutes=14, seconds=59), counted=behind) == 0
    assert await school.tick(EVENING + timedelta(minutes=1), counted=EVENING) == 2
    assert (await school.waiting())[-2:] == ["result", "evening"]


async def test_the_prompt_waits_a_quarter_of_an_hour_at_the_longest(database: Database) -> None:
    school = await bound(database)
    await school.tick(MORNING)
    await school.tick(NOON)
    long_ago = EVENING - timedelta(hours=1)
    assert await school.tick(EVENING + timedelta(minutes=15), counted=long_ago) == 1
    assert (await school.waiting())[-1] == "evening"
    assert await school.tick(EVENING + timedelta(hours=9), counted=EVENING) == 1
    assert (await school.waiting())[-1] == "result", "late, but never lost"


async def test_a_poll_that_never_arrived_has_no_result(database: Database) -> None:
    school = await bound(database)
    await school.tick(MORNING)
    await school.tick(NOON)
    async with database.writing() as tx:
        await tx.run(update(postings).where(postings.c.kind == "noon").values(state="failed"))
    await school.tick(EVENING)
    assert await school.slots("result") == [("result", "05-20", "empty", "")]
    assert await school.posted("result") == []


async def test_many_branches_are_taken_a_few_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("programme.ticking._AT_A_TIME", 2)
    school = School(database)
    await school.study(settings(timetable=Timetable(noon=None, evening=None)))
    for number in range(5):
        await school.bind(EARLY, f"b{number}", chat=-1 - number)
    found = [await tick(database, BOT, MORNING, MORNING, DEFAULTS) for _ in range(4)]
    assert found == [2, 2, 1, 0]
    assert len(await school.waiting()) == 5


ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"]
BOTS = count(100)
first_days = st.dates(date(2026, 1, 1), date(2026, 12, 1))
gaps = st.lists(st.integers(1, 60 * 24 * 4), min_size=1, max_size=6)
programmes = st.builds(
    lambda off, at_time: settings(days_off=off, timetable=Timetable(at_time, None, time(20, 0))),
    st.builds(DaysOff, st.frozensets(st.integers(0, 6), max_size=4)),
    st.sampled_from([time(7, 0), time(9, 15), time(20, 59)]),
)


@given(programmes, st.sampled_from(ZONES), first_days, gaps)
@trying(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
async def test_rung_after_any_gap_each_days_slots_are_recorded_once(
    database: Database, programme: ProgrammeSettings, zone: str, first: date, minutes: list[int]
) -> None:
    school = School(database, BotId(next(BOTS)))
    await school.study(programme)
    now = datetime.combine(first, time(0), MORNING.tzinfo)
    await school.bind(now, f"b{school.bot}", zone, -school.bot)
    for gap in minutes:
        now += timedelta(minutes=gap)
        await school.tick(now)
    recorded = await school.slots()
    for kind in ("morning", "evening"):
        days = [date.fromisoformat(f"{first.year}-{day}") for k, day, _, _ in recorded if k == kind]
        every = [days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)]
        assert days == [day for day in every if not is_day_off(day, programme.days_off)]
        assert Counter(s for k, _, s, _ in recorded if k == kind)["due"] == 1
