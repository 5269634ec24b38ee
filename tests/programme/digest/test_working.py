"""The digest's queries on either database: against the sums of units, which have tests of their
own, and through late deeds, moves and another unit above."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from programme.digest.calling import calls_for
from programme.digest.figures import WEEK, Figures
from programme.digest.sheet import sheet_of
from programme.digest.tree import page_of_tree
from programme.digest.working import Scope, scope_of, work_out
from storage.database import Database
from storage.rollup import members_of, sums_of
from storage.units import unit_by_code
from tests.programme.histories import DAYS, Act, Step, live, world
from tests.storage.branch_rows import BOT, DEFAULTS

NOW = datetime(2026, 6, 4, 2, tzinfo=UTC)
_DAY = timedelta(days=1)
STEPS = (
    Step("acts", 1, acts=tuple(Act(who, 1, "read") for who in ("Li", "Wang", "Chen"))),
    Step("acts", 1, acts=(Act("Li", 1, "one"), Act("Wang", 1, "wrong"), Act("Sun", 1, "note"))),
    Step("move", 2, "Wang", 1),
    Step("go on leave", 2, "Zhao", 1),
    Step("acts", 3, acts=(Act("Li", 2, "read"), Act("Wang", 3, "read"), Act("Li", 3, "several"))),
    Step("put below", 3, other=3),
)


async def test_units_are_summed_up_as_their_branches_stand_now(database: Database) -> None:
    stage = await world(database)
    await live(stage, STEPS)
    async with database.reading() as tx:
        tops = [await unit_by_code(tx, code, DEFAULTS) for code in ("town", "other")]
        units = [unit for unit in tops if unit is not None]
        scope = replace(scope_of(units, NOW), day=date(2026, 6, 4))
        digest = await work_out(tx, BOT, scope, NOW, DEFAULTS)
        first, last = scope.day - WEEK, scope.day - _DAY
        ids = [unit.id for unit in units]
        sums = await sums_of(tx, ids, first, last)
        members = await members_of(tx, ids, scope.day)
        sheet = await sheet_of(tx, BOT, scope, [stage.units["north"]], digest.alarms, DEFAULTS)
        page = await page_of_tree(tx, BOT, scope, 0, 0, NOW, DEFAULTS)
        alone = await work_out(tx, BOT, Scope((units[0],), scope.day), NOW, DEFAULTS)
    found = {line.unit_id: line.figures for line in digest.lines}
    assert {each: figures.week for each, figures in found.items()} == sums
    assert {each: figures.size.members for each, figures in found.items()} == members
    assert sum(sums[each].acts for each in ids) > 5 and all(sums[each].due for each in ids)
    assert page is not None and page.total == digest.total
    assert alone.total.week == sums[units[0].id]
    rolled = {row.unit.id: row.figures for row in sheet.units}
    assert {each: rolled[each].week for each in ids} == sums
    done = {row.person.name: sum(day.check_ins for day in row.days) for row in sheet.members}
    # Li read twice; Wang went away, Zhao and who has no Telegram did nothing.
    assert done["Li"] == 2 and "Wang" not in done and len(done) == 3
    answered = sum(row.answered for row in sheet.questions)
    assert answered in (0, digest.total.week.answered)


async def test_a_silent_branch_is_called_once_a_week(database: Database) -> None:
    await world(database)
    later = DAYS[3] + 4 * _DAY
    async with database.reading() as tx:
        town = await unit_by_code(tx, "town", DEFAULTS)
        assert town is not None
        scope = Scope((town,), later)
        digest = await work_out(tx, BOT, scope, NOW, DEFAULTS)
        calls = await calls_for(tx, BOT, scope, DEFAULTS)
    assert [need.number for need in digest.needed if need.need == "silent"] == [2]
    # Nobody looks after them whom the bot could write to.
    assert {unit.code for unit in calls.nobody} == {"north", "south"} and not calls.calls
    assert digest.total.silent == 2 and digest.total.week == replace(
        Figures().week, due=digest.total.week.due
    )
