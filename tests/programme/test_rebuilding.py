"""Sums that grew with the deeds are those that the deeds make, whatever has happened."""

import asyncio
import random
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, delete, select, update

from programme.rebuilding import Rebuilt, rebuild
from storage.database import Database, open_database
from storage.months import span, sum_up
from storage.rollup import sums_of
from storage.standings import study_days
from storage.tables.deeds import (
    SUMS,
    member_days,
    member_months,
    summed_months,
    unit_days,
    unit_months,
)
from storage.values.people import UnitId
from tests.programme.happenings import STEPS, live
from tests.programme.histories import ACTS, DAYS, WHO, Act, Step, World, world
from tests.programme.reckoned_sums import ALL, branches_below, disagreeing, kept, summed

_SUMS = (member_days, unit_days, unit_months, member_months)
_JUNE = datetime(2026, 6, 3, 13, tzinfo=UTC)
_DAY = st.integers(0, len(DAYS) - 1)
_ACT = st.builds(Act, st.sampled_from(list(WHO)), _DAY, st.sampled_from(ACTS))
_STEP = st.one_of(
    st.builds(Step, st.just("acts"), _DAY, acts=st.lists(_ACT, min_size=1, max_size=6).map(tuple)),
    st.builds(Step, st.sampled_from(STEPS), _DAY, st.sampled_from(list(WHO)), st.integers(0, 3)),
)

# Somebody of the north is known to be one of the south's list, and both did something that day.
_IN_TWO_BRANCHES = [
    Step("acts", 2, acts=(Act("Wang", 2, "several"), Act("Sun", 2, "for another"))),
    Step("merge", 3, "Wang"),
]
# So is somebody else, who makes up for a day of which the list's deeds are in the south.
_LATE_ELSEWHERE = [Step("merge", 1, "Li"), Step("acts", 2, acts=(Act("Li", 0, "note"),))]


async def rows(database: Database, table: Table) -> Mapping[tuple[object, ...], tuple[object, ...]]:
    """The rows that say anything, by their keys."""
    width = len(table.primary_key)
    async with database.reading() as tx:
        found = await tx.rows(select(table))
    return {tuple(row[:width]): tuple(row[width:]) for row in found if any(row[width + 1 :])}


async def agrees(found: World) -> None:
    """Rebuilding changes nothing, and sums made another way are the same."""
    database = found.database
    before = [await rows(database, table) for table in _SUMS]
    assert await rebuild(database, lambda *_: None) == Rebuilt()
    assert [await rows(database, table) for table in _SUMS] == before
    async with database.reading() as tx:
        assert await disagreeing(tx, found.erased) == []
        cells, below = await kept(tx, unit_days, ALL), await branches_below(tx)
        for first, last in ((DAYS[0], DAYS[-1]), (DAYS[0].replace(day=1), DAYS[-2])):
            for top, sums in (await sums_of(tx, [*map(UnitId, below)], first, last)).items():
                wanted = summed(cells, below[top], first, last)
                assert {name: getattr(sums, name) for name in ALL} == {
                    name: wanted[name] for name in ALL
                }
        for unit in found.units.values():
            for day in DAYS:
                could = await study_days(tx, unit.id, day, day)
                assert cells.get((unit.id, str(day)), {}).get("due", 0) == sum(could.values())


@pytest.fixture(scope="session")
def lived(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A database in which the world is made, to be copied."""
    file = tmp_path_factory.mktemp("histories") / "world.db"
    shutil.copy(sqlite_template, file)

    async def make() -> World:
        database = open_database(f"sqlite:///{file}")
        found = await world(database)
        await database.close()
        return found

    return file, asyncio.run(make())


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(_STEP, min_size=3, max_size=12))
@example(_IN_TWO_BRANCHES)
@example(_LATE_ELSEWHERE)
def test_what_grew_is_what_the_deeds_make(lived: tuple[Path, World], steps: list[Step]) -> None:
    file, made = lived

    async def play() -> None:
        copy = file.with_name("copy.db")
        for old in file.parent.glob("copy.db*"):
            old.unlink()
        shutil.copy(file, copy)
        database = open_database(f"sqlite:///{copy}")
        try:
            found = World(database, made.units, made.people, list(made.paper))
            await live(found, steps)
            await agrees(found)
        finally:
            await database.close()

    asyncio.run(play())


async def test_a_long_history_on_either_database(database: Database) -> None:
    dice = random.Random(7)
    steps = []
    for day in range(len(DAYS)):
        for _ in range(4):
            acts = [
                Act(dice.choice(list(WHO)), dice.randint(0, day), dice.choice(ACTS))
                for _ in range(8)
            ]
            steps.append(Step("acts", day, acts=tuple(acts)))
            who = dice.choice(list(WHO))
            steps.append(Step(dice.choice(STEPS), day, who, dice.randint(0, 3)))
    found = await world(database)
    await live(found, steps)
    await agrees(found)


async def test_what_is_wrong_is_found_and_put_right(database: Database) -> None:
    found = await world(database)
    acts = tuple(Act(who, day, what) for who in WHO for day in (1, 3) for what in ACTS[:3])
    await live(found, [Step("acts", 3, acts=acts)])
    await sum_up(database, _JUNE)
    before = [await rows(database, table) for table in _SUMS]
    async with database.writing() as tx:
        await tx.run(update(member_days).where(member_days.c.day == str(DAYS[1])).values(right=7))
        await tx.run(delete(member_days).where(member_days.c.day == str(DAYS[3])))
        await tx.run(update(unit_days).values(due=99, acts=1))
        await tx.run(delete(unit_months))
        # A month in which nobody has done anything.
        stray = {"due": 5, "active": 0, "acts": 0, **dict.fromkeys(SUMS, 0)}
        await tx.run(unit_days.insert().values(day="2026-07-01", unit_id=1, **stray))
    done = await rebuild(database, lambda *_: None)
    assert (done.members, done.branches, done.months) == (10, 9, 2)
    assert [await rows(database, table) for table in _SUMS] == before
    assert (await rebuild(database, lambda *_: None)).all == 0


async def test_a_month_is_summed_up_when_it_is_over_everywhere(database: Database) -> None:
    found = await world(database)
    await live(found, [Step("acts", 2, acts=(Act("Li", 2, "read"), Act("Li", 2, "one")))])
    # It is still May in the last of the zones.
    await sum_up(database, datetime(2026, 6, 1, 11, 59, tzinfo=UTC))
    async with database.reading() as tx:
        assert await tx.rows(select(summed_months)) == []
        assert (await span(tx, DAYS[0], DAYS[-1])).months == []
    await sum_up(database, datetime(2026, 6, 1, 12, tzinfo=UTC))
    await sum_up(database, datetime(2026, 6, 1, 12, tzinfo=UTC))
    # Made up afterwards: the month grows with it.
    late = Step("acts", 4, acts=(Act("Li", 2, "note"), Act("Wang", 2, "read")))
    # And Wang was on leave on its last day, as it turns out.
    await live(found, [late, Step("go on leave", 4, "Wang", 2)])
    async with database.reading() as tx:
        assert [tuple(row) for row in await tx.rows(select(summed_months))] == [("2026-05", True)]
        (month,) = await tx.rows(
            select(unit_months).where(unit_months.c.unit_id == found.units["north"].id)
        )
        assert (month.due, month.active, month.acts, month.late) == (11, 2, 4, 2)
        inside = await span(tx, DAYS[0].replace(day=1), DAYS[-1])
        assert (inside.months, inside.days) == (
            ["2026-05"],
            ["2026-06-01", "2026-06-02", "2026-06-03"],
        )
        cut = await span(tx, DAYS[0], DAYS[-1])
        assert (cut.months, len(cut.days)) == ([], 6)
    await agrees(found)
