"""The digest's queries on either database: against the sums of units, which have tests of their
own, and through late deeds, moves and another unit above."""

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from programme.digest.calling import calls_for, delivery_of
from programme.digest.figures import WEEK
from programme.digest.sheet import sheet_of
from programme.digest.telling import DIGEST_JOB, take_weeks
from programme.digest.tree import page_of_tree
from programme.digest.working import Scope, scope_of, work_out
from reports.digest.week import quiet_word
from reports.wording import words
from storage import chats, outbox
from storage.database import Database
from storage.people import appoint
from storage.rollup import members_of, sums_of
from storage.tables.work import jobs
from storage.units import set_time_zone, unit_by_code
from storage.values.days import Slot, SlotId, SlotKind
from storage.values.people import ChatId, PersonId, Role
from storage.values.standings import Sums
from tests.programme.happenings import live
from tests.programme.histories import DAYS, WHO, Act, Step, world
from tests.programme.studies import SQLITE_ONLY
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


async def test_units_are_summed_up_as_their_branches_stand_now(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
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
        monkeypatch.setattr("programme.digest.sheet.MOST_UNITS", 3)
        upper = await sheet_of(tx, BOT, scope, [], (), DEFAULTS)
        page = await page_of_tree(tx, BOT, scope, 0, 0, NOW, DEFAULTS)
        alone = await work_out(tx, BOT, Scope((units[0],), scope.day), NOW, DEFAULTS)
    found = {line.unit_id: line.figures for line in digest.lines}
    done = {each: replace(figures.week, asked=0) for each, figures in found.items()}
    assert done == sums
    assert {each: figures.size.members for each, figures in found.items()} == members
    assert sum(sums[each].acts for each in ids) > 5 and all(sums[each].due for each in ids)
    assert page is not None and page.total == digest.total
    assert replace(alone.total.week, asked=0) == sums[units[0].id]
    rolled = {row.unit.id: row.figures for row in sheet.units}
    assert {each: rolled[each].week for each in ids} == {e: found[e].week for e in ids}
    # Where there is no room for all, the lowest that are shown stand for all below them.
    assert {row.unit.id: row.figures for row in upper.units} == {e: rolled[e] for e in ids}
    assert (sheet.is_whole, upper.is_whole) == (True, False) and not upper.questions
    read = {row.person.name: sum(day.check_ins for day in row.days) for row in sheet.members}
    # Li read twice; Wang went away, Zhao and who has no Telegram did nothing.
    assert read["Li"] == 2 and "Wang" not in read and len(read) == 3
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
    # They have few members, so they are not named.
    assert (calls.few, calls.nobody, calls.calls) == (2, [], [])
    week = digest.total.week
    assert digest.total.silent == 2 and week == Sums(due=week.due, asked=week.asked)


async def test_a_secretary_of_two_hears_of_both_in_one_message_a_week(database: Database) -> None:
    stage = await world(database)
    async with database.writing() as tx:
        await chats.put(tx, BOT, ChatId(WHO["Li"]), kind="private", title="", now=NOW)
        for unit in stage.units.values():
            await appoint(tx, stage.people["Li"], unit.id, Role.SECRETARY, DAYS[0])
        town = await unit_by_code(tx, "town", DEFAULTS)
        assert town is not None
        scope = Scope((town,), DAYS[3] + 4 * _DAY)
        first = await calls_for(tx, BOT, scope, DEFAULTS)
        (call,) = first.calls
        await outbox.put(tx, [delivery_of(BOT, call, scope, {"text": "…"}, NOW)])
        again = await calls_for(tx, BOT, scope, DEFAULTS)
    assert {unit.code for unit in call.units} == {"north", "south"} and first.told == 2
    assert (again.calls, again.told, again.already) == ([], 0, 2)
    said = quiet_word(words("en"), call.units)
    assert "North Street, South Street" in said.text.translate({0x2068: None, 0x2069: None})
    assert len(said.buttons) == 2


@SQLITE_ONLY
async def test_whoever_oversees_two_units_gets_one_digest_by_the_first_ones_clocks(
    database: Database,
) -> None:
    stage = await world(database)
    monday, eight = date(2026, 6, 8), datetime(2026, 6, 8, 0, tzinfo=UTC)
    async with database.writing() as tx:
        await chats.put(tx, BOT, ChatId(WHO["Li"]), kind="private", title="", now=NOW)
        asked = []
        for number, code in enumerate(("town", "other"), 1):
            unit = await unit_by_code(tx, code, DEFAULTS)
            assert unit is not None
            await appoint(tx, stage.people["Li"], unit.id, Role.ORGANISER, DAYS[0])
            # The town's clocks show midnight when the other's show eight.
            zone = "UTC" if code == "town" else "Asia/Shanghai"
            await set_time_zone(tx, unit.id, zone)
            nobody = PersonId(0)
            asked.append(Slot(SlotId(number), BOT, SlotKind.WEEK, unit.id, nobody, monday, eight))
        found = []
        for slot in asked:
            await take_weeks(tx, BOT, [slot], eight, DEFAULTS)
            rows = await tx.rows(select(jobs.c.key).where(jobs.c.kind == DIGEST_JOB))
            found.append(sorted(row.key for row in rows))
    assert found == [[], [f"digest:11:{monday}", f"digest:owner:{monday}"]]
