"""A programme is imported anew in mid-year, with other duties."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from programme.duties.viewing import UnitView, views
from programme.folder import read_programme
from programme.importing import import_organisation, import_programme, switch_programme
from storage.database import Database
from storage.people import add_membership, add_person
from storage.records import add_record
from storage.units import Defaults, unit, unit_by_code, upsert_units
from storage.values.duties import State
from storage.values.people import Person, PersonId, UnitId
from storage.values.programme_files import UnitRow
from storage.values.records import Record, RecordId, RecordState
from tests.stories.small_programme import small_programme

MARCH, MAY = datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 5, 20, 1, tzinfo=UTC)
DEFAULTS = Defaults("Asia/Shanghai", "zh")
_DUTY = """
[duties.{key}]
section = "life"
title.zh = "{key}"
who = "branches"
every = "{every}"
times = {times}
counts = ["assembly"]
"""


@pytest.fixture
def database_kind() -> str:
    """The queries behind it are tested on both kinds, below storage."""
    return "sqlite"


async def imported(
    database: Database,
    folder: Path,
    now: datetime,
    *duties: str,
    key: str = "small",
    kind: str = "assembly",
) -> list[str]:
    """Import the programme with these duties; what it says of those that changed."""
    head = f'[sections]\nlife = {{zh="生活"}}\n[kinds]\n{kind} = {{family="meeting", zh="大会"}}\n'
    (small_programme(folder, key=key) / "duties.toml").write_text(head + "".join(duties), "utf-8")
    programme = read_programme(folder).programme
    assert programme is not None
    async with database.writing() as tx:
        done = await import_programme(tx, programme, folder, now, DEFAULTS)
    return [f"{each.how.value} {each.duty.key}" for each in done.changed_duties]


async def view(database: Database, number: UnitId, now: datetime) -> UnitView:
    """How it stands at the branch."""
    async with database.reading() as tx:
        at = await unit(tx, number, DEFAULTS)
        assert at is not None
        return (await views(tx, [at], now))[at.id]


async def test_what_was_met_stays_met_and_nothing_new_was_owed_before(
    database: Database, tmp_path: Path
) -> None:
    first = _DUTY.format(key="assembly", every="quarter", times=1)
    await imported(database, tmp_path, MARCH, first)
    async with database.writing() as tx:
        await upsert_units(tx, [UnitRow(2, "b", None, "支部", "一支部")])
        branch = await unit_by_code(tx, "b", DEFAULTS)
        assert branch is not None
        number = branch.id
        li = await add_person(tx, Person(PersonId(0), "李"))
        await add_membership(tx, li.id, number, MARCH.date(), home=True)
        done = Record(
            RecordId(0),
            number,
            RecordState.KEPT,
            ("assembly",),
            MAY.date(),
            None,
            MAY - timedelta(days=1),
            MAY - timedelta(days=1),
        )
        await add_record(tx, done)
    stricter = _DUTY.format(key="assembly", every="quarter", times=2)
    new = _DUTY.format(key="monthly", every="month", times=1)
    assert await imported(database, tmp_path, MAY, stricter, new) == [
        "changed assembly",
        "new monthly",
    ]
    found = await view(database, number, MAY + timedelta(days=3))
    states = {
        (each.obligation.duty.key, each.obligation.period.key): each.state
        for each in found.standings
    }
    assert states["assembly", "2026-Q1"] is State.OVERDUE
    assert states["assembly", "2026-Q2"] is State.DONE
    assert [period for key, period in states if key == "monthly"] == ["2026-05", "2026-06"]
    # A kind that is gone counts no more, and what was put down keeps its name.
    book = found.matters.book
    again = new.replace("assembly", "other")
    await imported(database, tmp_path, MAY + timedelta(days=4), again, kind="other")
    newest = (await view(database, number, MAY + timedelta(days=5))).matters.book
    assert (book.former, newest.kind("assembly")) == ((), None)
    assert [newest.kind_once(key) for key in ("assembly", "other")] == [
        book.kinds[0],
        newest.kinds[0],
    ]


async def test_what_fell_due_under_another_programme_is_not_owed(
    database: Database, tmp_path: Path
) -> None:
    monthly = _DUTY.format(key="monthly", every="month", times=1)
    await imported(database, tmp_path / "one", MARCH, monthly, key="one")
    async with database.writing() as tx:
        rows = [UnitRow(2, code, above, "", code) for code, above in (("c", None), ("b", "c"))]
        await import_organisation(tx, rows, MARCH, DEFAULTS)
        county, branch = [await unit_by_code(tx, code, DEFAULTS) for code in "cb"]
        assert county is not None and branch is not None
        li = await add_person(tx, Person(PersonId(0), "李"))
        await add_membership(tx, li.id, branch.id, MARCH.date(), home=True)

    async def owed(day: datetime) -> list[str]:
        found = (await view(database, branch.id, day)).standings
        return [each.obligation.period.key for each in found]

    async def switch(key: str | None, day: datetime) -> None:
        async with database.writing() as tx:
            await switch_programme(tx, county.id, key, day, DEFAULTS)

    june, december = MAY + timedelta(days=30), datetime(2026, 12, 30, tzinfo=UTC)
    # It is for all who name none, and nobody owes what fell due before it came.
    await imported(database, tmp_path / "two", MAY, monthly, key="two")
    assert (await owed(june))[:2] == ["2026-05", "2026-06"]
    # Back to the one before, in July: what was owed then is owed again.
    await switch("one", june + timedelta(days=20))
    assert (await owed(december))[:4] == ["2026-03", "2026-04", "2026-07", "2026-08"]
    # Changed and changed back on one day, nothing is changed.
    for key in ("two", "one"):
        await switch(key, june + timedelta(days=100))
    assert (await owed(december))[:4] == ["2026-03", "2026-04", "2026-07", "2026-08"]
    # Who comes later, owes what falls due from then on.
    async with database.writing() as tx:
        await import_organisation(tx, [UnitRow(2, "n", "c", "", "n")], MAY, DEFAULTS)
        new = await unit_by_code(tx, "n", DEFAULTS)
        assert new is not None
        await add_membership(tx, li.id, new.id, MARCH.date(), home=False)
    found = (await view(database, new.id, june)).standings
    assert [each.obligation.period.key for each in found][:2] == ["2026-05", "2026-06"]
