"""A programme is imported anew in mid-year, with other duties."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from programme.duties.viewing import UnitView, views
from programme.folder import read_programme
from programme.importing import import_programme
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


async def imported(database: Database, folder: Path, now: datetime, *duties: str) -> list[str]:
    """Import the programme with these duties; what it says of those that changed."""
    head = '[sections]\nlife = {zh="生活"}\n[kinds]\nassembly = {family="meeting", zh="大会"}\n'
    (small_programme(folder) / "duties.toml").write_text(head + "".join(duties), "utf-8")
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
