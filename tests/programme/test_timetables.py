"""A branch's own times: what it may choose, and what holds when."""

from datetime import UTC, date, datetime, time

import pytest

from programme.planning import coming_post, replan
from programme.timetables import choices, followed, timetable_of
from storage import branch_settings
from storage.database import Database
from storage.values.branches import AS_PROGRAMME, BranchSettings
from storage.values.days import STUDIES, SlotKind
from storage.values.programme_files import Timetable
from tests.programme.studies import BOT, DEFAULTS, SQLITE_ONLY, School, at, settings

MORNING, NOON, EVENING = STUDIES
USUAL = Timetable()
EARLY = Timetable(time(9), time(9, 30), time(17, 30))


@pytest.mark.parametrize(
    ("programme", "branch", "holds"),
    [
        (USUAL, BranchSettings(), USUAL),
        (USUAL, BranchSettings(morning=time(8)), Timetable(time(8), time(12), time(20))),
        (USUAL, BranchSettings(noon=None), Timetable(time(7, 30), None, time(20))),
        # What the programme does not have can't be added.
        (Timetable(noon=None), BranchSettings(noon=time(12)), Timetable(noon=None)),
        # The programme's noon has moved before the branch's own morning.
        (EARLY, BranchSettings(morning=time(10)), EARLY),
        (
            EARLY,
            BranchSettings(morning=time(10), evening=None),
            Timetable(time(9), time(9, 30), None),
        ),
    ],
)
def test_what_holds_for_a_branch(
    programme: Timetable, branch: BranchSettings, holds: Timetable
) -> None:
    assert timetable_of(programme, branch) == holds
    assert followed(settings(timetable=programme), branch) == settings(timetable=holds)


def shown(kind: SlotKind, programme: Timetable = USUAL, **own: time | None) -> list[str]:
    """What may be chosen, as short words."""
    words = {AS_PROGRAMME: "programme", None: "off"}
    found = choices(kind, programme, BranchSettings(**own))  # type: ignore[arg-type]
    return [f"{each:%H:%M}" if isinstance(each, time) else words[each] for each in found]


def test_times_are_offered_between_quiet_and_quiet() -> None:
    assert shown(MORNING) == [
        "07:00", "07:30", "08:00", "08:30", "09:00", "10:00", "programme", "off"
    ]  # fmt: skip
    assert shown(EVENING)[-3:] == ["20:30", "programme", "off"]


def test_only_what_keeps_the_three_in_their_order_is_offered() -> None:
    assert shown(MORNING, EARLY) == [
        "07:00", "07:30", "08:00", "08:30", "09:00", "programme", "off"
    ]  # fmt: skip
    assert "programme" not in shown(NOON, EARLY, morning=time(10))
    # The question must close some time: without an evening it is at eight.
    late = Timetable(time(7, 30), time(20, 15), time(20, 45))
    assert "off" not in shown(EVENING, late)


def test_one_of_the_three_stays() -> None:
    assert "off" in shown(NOON, morning=None)
    assert "off" not in shown(NOON, morning=None, evening=None)
    assert shown(NOON, Timetable(noon=None)) == []


async def choose(school: School, now: datetime, **own: time | None) -> None:
    """The branch "north" chooses its own times."""
    branch = await school.bind(at("05-20 02:00"))
    async with school.database.writing() as tx:
        chosen = BranchSettings(**own)  # type: ignore[arg-type]
        await branch_settings.put(tx, branch.id, chosen)
        await replan(tx, BOT, now, DEFAULTS, [branch.id])


@SQLITE_ONLY
async def test_own_times_hold_from_the_next_day(database: Database) -> None:
    school = School(database)
    await school.study(settings())
    await choose(school, at("05-20 02:00"), morning=time(9), noon=None, evening=time(18))
    assert await school.tick(at("05-20 04:00")) == 1, "today's noon stays"
    # It closes with today's prompt, not with tomorrow's earlier one.
    assert await school.tick(at("05-20 11:59")) == 0
    assert await school.tick(at("05-20 12:00")) == 2
    assert await school.tick(at("05-21 00:59")) == 0
    assert await school.tick(at("05-21 01:00")) == 1
    assert await school.tick(at("05-21 10:00")) == 1
    assert [day for _, day, _, _ in await school.slots("noon")] == ["05-20"]
    assert await school.slots("morning", "evening") == [
        ("evening", "05-20", "taken", ""),
        ("morning", "05-21", "taken", ""),
        ("evening", "05-21", "taken", ""),
        ("morning", "05-22", "due", ""),
        ("evening", "05-22", "due", ""),
    ]


@SQLITE_ONLY
async def test_the_next_post_is_the_one_that_is_planned(database: Database) -> None:
    school = School(database)
    await school.study(settings())
    branch = await school.bind(at("05-20 02:00"))
    await choose(school, at("05-20 05:00"), evening=time(18))
    async with database.reading() as tx:
        first = await coming_post(tx, BOT, branch, at("05-20 05:00"))
        later = await coming_post(tx, BOT, branch, at("05-21 05:00"))
        nobody = await coming_post(tx, BOT, branch, datetime(2027, 1, 1, tzinfo=UTC))
    assert first is not None and later is not None and nobody is None
    assert (first.kind, first.day, first.at) == (EVENING, date(2026, 5, 20), time(20))
    assert (later.kind, later.day, later.at) == (EVENING, date(2026, 5, 21), time(18))
