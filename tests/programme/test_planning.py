"""When posts are due: one slot a study and local day, whatever the zone does to its clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from programme.calendar import is_day_off, local_day, moment
from programme.planning import (
    closing_time,
    following,
    next_slot,
    plan_missing,
    replan,
    time_of,
)
from storage.database import Database
from storage.units import upsert_units
from storage.values.days import STUDIES, SlotKind
from storage.values.people import Unit, UnitId
from storage.values.programme_files import DaysOff, ProgrammeSettings, Timetable, UnitRow
from tests.programme.studies import BOT, DEFAULTS, SQLITE_ONLY, School, at, settings
from tests.storage.posting_rows import unbind

MORNING, NOON, EVENING = STUDIES
WEEKDAYS = DaysOff(weekdays=frozenset({5, 6}))


def unit(zone: str = "Asia/Shanghai") -> Unit:
    return Unit(UnitId(3), "north", None, "/3/", "branch", "North", zone, "en", "p")


def test_a_study_without_a_time_is_never_due() -> None:
    without = settings(timetable=Timetable(evening=None))
    assert time_of(EVENING, without) is None
    assert time_of(SlotKind.RESULT, without) is None
    assert next_slot(EVENING, unit(), without, date(2026, 5, 20), None) is None
    assert following(BOT, EVENING, unit(), without, date(2026, 5, 20)) is None


@pytest.mark.parametrize(
    ("evening", "closes"), [(time(19, 30), at("05-20 11:30")), (None, at("05-20 12:00"))]
)
def test_the_question_closes_with_the_evening(evening: time | None, closes: datetime) -> None:
    given = settings(timetable=Timetable(evening=evening))
    assert closing_time(date(2026, 5, 20), unit(), given) == closes


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (at("05-19 23:29"), date(2026, 5, 20)),
        # What is due this very moment was due before one was there.
        (at("05-19 23:30"), date(2026, 5, 21)),
        (at("05-20 10:00"), date(2026, 5, 21)),
        # Friday evening, then a weekend without posts.
        (at("05-22 10:00"), date(2026, 5, 25)),
    ],
)
def test_the_first_post_is_the_next_one_in_time(now: datetime, day: date) -> None:
    found = next_slot(
        MORNING, unit(), settings(days_off=WEEKDAYS), local_day(now, "Asia/Shanghai"), now
    )
    assert found == (day, moment(day, time(7, 30), "Asia/Shanghai"))


def test_nothing_is_posted_before_a_branchs_first_day_nor_after_its_last() -> None:
    branch = replace(unit(), since=date(2026, 5, 22), until=date(2026, 5, 23))
    first = next_slot(MORNING, branch, settings(), date(2026, 5, 20), None)
    assert first == (date(2026, 5, 22), at("05-21 23:30"))
    last = following(BOT, MORNING, branch, settings(), date(2026, 5, 22))
    assert last is not None
    assert last.day == date(2026, 5, 23)
    assert following(BOT, MORNING, branch, settings(), date(2026, 5, 23)) is None


zones = st.sampled_from(sorted(available_timezones()))
days = st.dates(date(2000, 1, 1), date(2035, 12, 31))
# Nothing is posted between 21:00 and 07:00.
times = st.times(time(7), time(20, 59)).map(lambda t: t.replace(second=0, microsecond=0))
days_off = st.builds(
    DaysOff,
    st.frozensets(st.integers(0, 6), max_size=6),
    st.frozensets(st.dates(date(2000, 1, 1), date(2036, 12, 31)), max_size=5),
)
programmes = st.builds(
    lambda off, at_time: settings(days_off=off, timetable=Timetable(morning=at_time)),
    days_off,
    times,
)


@given(programmes, zones, days)
def test_one_slot_a_study_day_and_none_left_out(
    programme: ProgrammeSettings, zone: str, first: date
) -> None:
    branch = unit(zone)
    found = next_slot(MORNING, branch, programme, first, None)
    assert found is not None
    planned = [found]
    for _ in range(20):
        slot = following(BOT, MORNING, branch, programme, planned[-1][0])
        assert slot is not None and (slot.kind, slot.unit_id) == (MORNING, branch.id)
        planned.append((slot.day, slot.due_at))
    taken = {day for day, _ in planned}
    every = [first + timedelta(days=n) for n in range((planned[-1][0] - first).days + 1)]
    assert [day for day in every if not is_day_off(day, programme.days_off)] == sorted(taken)
    assert all(one[1] < two[1] for one, two in pairwise(planned))


@given(programmes, zones, days, st.times())
def test_planned_at_any_moment_it_is_the_first_after_it(
    programme: ProgrammeSettings, zone: str, first: date, shown: time
) -> None:
    now, branch = datetime.combine(first, shown, UTC), unit(zone)
    today = local_day(now, zone)
    found = next_slot(MORNING, branch, programme, today, now)
    assert found is not None and found[1] > now and found[0] >= today
    # None between now and then: what there is that day already lies behind.
    for ahead in range((found[0] - today).days):
        day = today + timedelta(days=ahead)
        local = moment(day, programme.timetable.morning or time(), zone)
        assert is_day_off(day, programme.days_off) or local <= now


@given(programmes, zones, days)
def test_the_slot_stands_in_its_own_local_day(
    programme: ProgrammeSettings, zone: str, first: date
) -> None:
    found = next_slot(MORNING, unit(zone), programme, first, None)
    assert found is not None
    day, due_at = found
    # Samoa and others once left out a whole day: its slot falls on the first moment after it.
    exists = moment(day, time(0), zone) < moment(day + timedelta(days=1), time(0), zone)
    assert not exists or due_at.astimezone(ZoneInfo(zone)).date() == day


@SQLITE_ONLY
async def test_a_programme_that_begins_later_is_planned_for_its_first_day(
    database: Database,
) -> None:
    school = School(database)
    await school.study(settings(start=date(2026, 6, 6), days_off=WEEKDAYS))
    await school.bind(at("05-20 02:00"))
    assert await school.slots() == [
        (kind, "06-08", "due", "") for kind in ("morning", "noon", "evening")
    ]


@SQLITE_ONLY
async def test_what_was_due_before_binding_does_not_exist(database: Database) -> None:
    school = School(database)
    await school.study(settings())
    await school.bind(at("05-20 05:00"))
    assert await school.slots() == [
        ("evening", "05-20", "due", ""),
        ("morning", "05-21", "due", ""),
        ("noon", "05-21", "due", ""),
    ]


@SQLITE_ONLY
async def test_a_programme_imported_after_binding_is_planned_then(database: Database) -> None:
    school = School(database)
    await school.bind(at("05-20 05:00"))
    assert await school.slots() == []
    await school.study(settings(timetable=Timetable(noon=None)))
    for _ in range(2):
        async with database.writing() as tx:
            await plan_missing(tx, BOT, at("05-20 23:00"), DEFAULTS)
    assert await school.slots() == [
        ("morning", "05-21", "due", ""),
        ("evening", "05-21", "due", ""),
    ]


async def move(school: School, branch: Unit, zone: str, now: datetime) -> None:
    """Give a branch another time zone."""
    async with school.database.writing() as tx:
        row = UnitRow(2, branch.code, None, branch.level, branch.name, zone)
        await upsert_units(tx, [row])
        assert await replan(tx, BOT, now, DEFAULTS, [branch.id]) == 1


@SQLITE_ONLY
async def test_a_new_time_zone_holds_from_the_next_local_day(database: Database) -> None:
    school = School(database)
    await school.study(settings())
    branch = await school.bind(at("05-20 02:00"))
    await move(school, branch, "Europe/Berlin", at("05-20 02:00"))
    assert await school.tick(at("05-20 04:00")) == 1, "today's noon is still Shanghai's"
    await school.tick(at("05-20 12:00"))
    assert await school.tick(at("05-21 05:29")) == 0
    assert await school.tick(at("05-21 05:30")) == 1, "half past seven in Berlin"
    assert [day for _, day, _, _ in await school.slots("morning")] == ["05-21", "05-22"]


@SQLITE_ONLY
async def test_a_branch_that_moves_back_into_yesterday_misses_no_later_day(
    database: Database,
) -> None:
    school = School(database)
    await school.study(settings())
    branch = await school.bind(at("05-19 23:00"))
    await school.tick(at("05-19 23:30"))
    # The morning of 20 May is posted in Shanghai, and in Honolulu it is the 19th.
    await move(school, branch, "Pacific/Honolulu", at("05-20 00:00"))
    assert await school.slots() == [
        ("morning", "05-20", "taken", ""),
        ("noon", "05-20", "due", ""),
        ("evening", "05-20", "due", ""),
        ("morning", "05-21", "due", ""),
    ]


@SQLITE_ONLY
async def test_a_new_timetable_leaves_today_and_other_branches_alone(database: Database) -> None:
    school = School(database)
    await school.study(settings())
    north = await school.bind(at("05-19 23:00"))
    await school.bind(at("05-20 13:00"), "south", chat=-2)
    await school.study(settings(days_off=DaysOff(dates=frozenset({date(2026, 5, 21)}))))
    for only, mornings in (([north.id], {"05-20", "05-21", "05-22"}), (None, {"05-20", "05-22"})):
        async with database.writing() as tx:
            await replan(tx, BOT, at("05-20 13:00"), DEFAULTS, only)
        assert {day for _, day, _, _ in await school.slots("morning")} == mornings


@SQLITE_ONLY
async def test_a_group_that_is_nobodys_is_planned_nothing(database: Database) -> None:
    school = School(database)
    await school.bind(at("05-20 02:00"))
    await school.study(settings())
    async with database.writing() as tx:
        await unbind(tx, -1)
        assert await plan_missing(tx, BOT, at("05-20 02:00"), DEFAULTS) == 0
    assert await school.slots() == []
