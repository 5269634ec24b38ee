"""How duties stand, in rows: written with what changes it, and true on any day until then."""

import random
from datetime import date, timedelta

from msgspec.structs import replace
from sqlalchemy import func, select

from programme.digest.working import around_day
from programme.duties.references import Found
from programme.duties.ruling import rule
from programme.duties.summing import rebuild_duties, sum_up_duties, sum_up_with_turn
from programme.duties.viewing import of_unit, tally, views
from programme.records.keeping import delete, put_down
from storage.below import Tops
from storage.database import Database
from storage.digest_sums import DutySums, duties_summed
from storage.duty_counts import mark_closed, marked
from storage.records import add_record
from storage.tables.digests import duty_marks
from storage.units import upsert_units
from storage.values.people import Unit
from storage.values.records import RecordId, RecordState, RulingKind
from tests.programme.duties.branch_seven import a_record
from tests.programme.duties.histories import evening, hour_of, morning, office_hours, settle
from tests.programme.duties.town import MEETING, NORTH, SOUTH, STUDY, TOWN, Town
from tests.programme.studies import DEFAULTS, SQLITE_ONLY, at

JUNE, JULY = date(2026, 6, 15), date(2026, 7, 1)
NOW = at("06-15 10:00")


async def stands(database: Database, unit: Unit, day: date) -> DutySums:
    """How it stands below a unit on a day, by the rows."""
    async with database.reading() as tx:
        found = await duties_summed(tx, Tops([unit.id]), around_day(day))
    return found.get(unit.id, DutySums())


async def test_a_record_and_a_ruling_change_the_rows_with_their_own_commit(
    database: Database,
) -> None:
    stage = Town(database)
    await stage.with_duties(MEETING, STUDY)
    town, north, south = await stage.units(TOWN, NORTH, SOUTH)
    async with database.writing() as tx:
        tx.marked.update((town.id, north.id, south.id))
        await sum_up_with_turn(tx, NOW, DEFAULTS)
    assert await stands(database, town, JUNE) == DutySums(not_begun=3)
    # Due on 30 June: a fortnight ahead nobody is at risk, then all are, then all are overdue.
    week = timedelta(days=7)
    for day, coming in ((JULY - week - timedelta(days=1), 0), (JULY - week, 3)):
        assert (await stands(database, town, day)).coming == coming
    assert await stands(database, town, JULY) == DutySums(overdue=3, newly=3)
    for day, newly in ((JULY + week - timedelta(days=1), 3), (JULY + week, 0)):
        assert (await stands(database, town, day)).newly == newly

    who = await stage.person(7)
    draft = replace(a_record("2026-06-14", unit_id=north.id), id=RecordId(0), people=(), by=who)
    async with database.writing() as tx:
        kept = await add_record(tx, replace(draft, state=RecordState.DRAFT))
        kept = await put_down(tx, kept, who, NOW)
        await sum_up_with_turn(tx, NOW, DEFAULTS)
    assert (await stands(database, town, JULY)).met == 1
    async with database.writing() as tx:
        view = (await views(tx, [south], NOW))[south.id]
        await rule(tx, Found(view.matters, view.standings[0]), RulingKind.EXCUSED, who, "x", NOW)
        await sum_up_with_turn(tx, NOW, DEFAULTS)
    assert await stands(database, town, JUNE) == DutySums(not_begun=1, done=1, excused=1)
    async with database.writing() as tx:
        await delete(tx, kept, who, NOW)
        await sum_up_with_turn(tx, NOW, DEFAULTS)
    assert await stands(database, town, JUNE) == DutySums(not_begun=2, excused=1)
    async with database.reading() as tx:
        shown = (await views(tx, [north], NOW))[north.id]
    told = tally(of_unit(shown.standings), shown.today)
    rows = await stands(database, north, JUNE)
    assert (told.met, told.all, len(told.overdue)) == (rows.met, rows.all, rows.overdue)


async def test_the_morning_has_it_counted_afresh(database: Database) -> None:
    stage = Town(database)
    await stage.with_duties(MEETING)
    _, north = await stage.units(TOWN, NORTH)
    while await sum_up_duties(database, NOW, DEFAULTS):
        pass
    assert await stands(database, north, JUNE) == DutySums()
    await stage.tick(at("06-16 00:00"))
    async with database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(duty_marks)) == 1
    assert await sum_up_duties(database, at("06-16 00:00"), DEFAULTS) == 1
    assert await stands(database, north, JUNE) == DutySums(not_begun=1)
    # One that is closed has no mornings any more, and what stood there is looked at all the same.
    async with database.writing() as tx:
        await upsert_units(tx, [replace(NORTH, until=JULY)])
        await mark_closed(tx, JULY)
        assert await marked(tx, 9) == []
        await mark_closed(tx, JULY + timedelta(days=1))
        assert await marked(tx, 9) == [north.id]
    assert await sum_up_duties(database, NOW + timedelta(days=200), DEFAULTS) == 1
    assert await stands(database, north, JUNE) == DutySums()
    async with database.writing() as tx:
        await mark_closed(tx, JULY + timedelta(days=200))
        assert await marked(tx, 9) == []


@SQLITE_ONLY
async def test_whatever_happens_the_rows_are_those_made_anew(database: Database) -> None:
    lived, day = await settle(database, random.Random(14)), JUNE
    for _ in range(6):
        day += timedelta(days=lived.dice.choice((1, 1, 3, 9)))
        await morning(lived, day)
        assert await rebuild_duties(database, hour_of(day, 1), DEFAULTS) == 0, day
        await office_hours(lived, day, 5)
        assert await rebuild_duties(database, hour_of(day, 4), DEFAULTS) == 0, day
        await evening(lived, day)
