"""Where it is counted afresh for a record, and what is found by the counts: what waits below."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from programme.duties import awaiting
from programme.duties.awaiting import awaiting_below
from programme.duties.summing import count_anew_for, sum_up_with_turn
from storage.database import Database
from storage.people import add_membership, add_person
from storage.records import add_record
from storage.rulings import add_ruling
from storage.values.duties import Counting, Often, When, Who, Whom
from storage.values.people import Person, PersonId, Unit, UnitId
from storage.values.programme_files import UnitRow
from storage.values.records import Record, RecordId, RecordState, Ruling, RulingKind, TookPart
from tests.programme.duties.branch_seven import a_duty
from tests.programme.duties.town import LONG_SINCE, Town
from tests.programme.studies import DEFAULTS, SQLITE_ONLY, at

pytestmark = SQLITE_ONLY

MEETING = a_duty("meeting", When(Often.QUARTER), confirmed=True)
VISIT = a_duty(
    "visit",
    When(Often.QUARTER),
    who=Who(Whom.PERSONS),
    counting=Counting(("visit",)),
    confirmed=True,
)
UNITS = (
    UnitRow(2, "town", None, "town", "Town", since=LONG_SINCE),
    UnitRow(3, "north", "town", "branch", "North", since=LONG_SINCE),
    UnitRow(4, "south", "town", "branch", "South", since=LONG_SINCE),
    UnitRow(5, "other", None, "town", "Other", since=LONG_SINCE),
)
IN_FEBRUARY = at("02-10 02:00").replace(year=2027)


async def town_of(database: Database) -> tuple[Town, dict[str, Unit]]:
    town = Town(database)
    await town.with_duties(MEETING, VISIT)
    return town, {unit.code: unit for unit in await town.units(*UNITS)}


def a_record(unit: Unit, kind: str, person: PersonId, moment: datetime) -> Record:
    day = moment.date()
    record = Record(RecordId(0), unit.id, RecordState.KEPT, (kind,), day, person, moment, moment)
    return replace(record, people=(TookPart(person),))


async def put_down(town: Town, unit: Unit, kind: str, moment: datetime, now: datetime) -> None:
    """A member of the branch does something on a day, and counts are written."""
    async with town.database.writing() as tx:
        who = await add_person(tx, Person(PersonId(0), "Wang"))
        await add_membership(tx, who.id, unit.id, LONG_SINCE, home=True)
        await count_anew_for(tx, await add_record(tx, a_record(unit, kind, who.id, moment)))
        await sum_up_with_turn(tx, now, DEFAULTS)


async def test_what_waits_is_found_where_it_is_counted_and_of_last_year_too(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    town, units = await town_of(database)
    looked_at: list[str] = []
    load = awaiting.load_matters

    async def noted(tx: Any, found: list[Unit], *more: Any) -> Any:
        looked_at.extend(unit.code for unit in found)
        return await load(tx, found, *more)

    monkeypatch.setattr(awaiting, "load_matters", noted)
    await put_down(town, units["north"], "meeting", at("11-20 02:00"), IN_FEBRUARY)
    # What any member owes is its secretary's to confirm.
    await put_down(town, units["south"], "visit", at("11-20 02:00"), IN_FEBRUARY)

    async def waiting(code: str) -> list[tuple[UnitId, str, str]]:
        async with database.reading() as tx:
            found = await awaiting_below(tx, [units[code].id], IN_FEBRUARY, DEFAULTS)
        keys = [(unit.id, each.obligation.key) for unit, each in found]
        return [(unit, duty, period) for unit, (duty, _, period) in keys]

    [(unit, duty, period)] = await waiting("town")
    assert (unit, duty) == (units["north"].id, "meeting") and "2026" in period
    assert looked_at == ["north"]
    assert not await waiting("other") and not await waiting("south")
    # Once it is decided, it waits no more, though that has yet to be counted.
    async with database.reading() as tx:
        [(_, each)] = await awaiting_below(tx, [units["town"].id], IN_FEBRUARY, DEFAULTS)
    key, subject, of = each.obligation.key
    async with database.writing() as tx:
        await add_ruling(
            tx, Ruling(key, subject, of, RulingKind.ACCEPTED, IN_FEBRUARY, PersonId(1))
        )
    assert not await waiting("town")


async def test_only_a_record_that_could_count_has_it_counted_afresh(database: Database) -> None:
    _, units = await town_of(database)
    now, north = at("05-20 02:00"), units["north"]
    async with database.writing() as tx:
        who = await add_person(tx, Person(PersonId(0), "Wang"))
        await add_membership(tx, who.id, units["south"].id, LONG_SINCE, home=True)
        marked = {}
        for kind in ("good-deed", "meeting", "visit"):
            tx.marked.clear()
            await count_anew_for(tx, a_record(north, kind, who.id, now))
            marked[kind] = set(tx.marked)
    # A meeting counts for its branch alone, a visit for the visitor, wherever they are at home.
    assert marked == {
        "good-deed": set(),
        "meeting": {north.id},
        "visit": {north.id, units["south"].id},
    }
