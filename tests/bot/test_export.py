"""``sanxue export sheet``: what was posted this week, and what is to come."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.rehearsal import week_ahead
from programme.week_sheet import DayKind
from storage.database import Database
from storage.people import add_membership, add_person
from storage.unit_totals import DayTotals
from storage.values.people import Person, PersonId
from tests.bot.test_commands import ORGANISATION, ROSTER, Run, run
from tests.stories.house import LONG_AGO, house
from tests.stories.small_programme import small_programme

__all__ = ["run"]
SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 5, 19, 6, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_the_week_has_what_was_posted_and_what_would_be(
    database: Database, tmp_path: Path
) -> None:
    folder = small_programme(tmp_path / "small", more='[days_off]\nweekdays = ["sunday"]')
    async with house(database, TUESDAY, programme=folder) as h:
        branch = await h.branch("b", "一支部", "李", ["王", "张"])
        async with database.writing() as tx:
            sun = await add_person(tx, Person(PersonId(0), "孙大爷"))
            await add_membership(tx, sun.id, branch.unit.id, LONG_AGO, home=True)
        await h.at("07:30")
        await h.tap(branch["王"], h.studies(branch)[-1], "我学了")
        await h.tomorrow("09:00")
        now, unit = h.clock.now(), branch.unit
        found = await week_ahead(database, h.defaults, unit, h.today(), now)
    days = {each.day.isoformat()[8:]: each for each in found.days}
    assert list(days) == ["18", "19", "20", "21", "22", "23", "24"]
    titles = [each.titles for each in found.days]
    # Founded on Tuesday; Wednesday is posted, from Thursday on it is what would be.
    assert titles == [(), *((f"第{n}课",) for n in "一二三四五"), ()]
    assert [each.questions[0].stem for each in found.days[1:6]] == [
        f"第{n}题" for n in "一二三四五"
    ]
    assert days["18"].kind is DayKind.NOTHING and days["24"].kind is DayKind.REST
    assert days["19"].totals == DayTotals(read=1) and days["20"].totals == DayTotals()
    assert days["21"].totals is None
    assert found.secretaries == ("李",)


def test_the_sheet_is_written_as_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    (tmp_path / "people.csv").write_text(ROSTER)
    run("import", "organisation", "units.csv")
    run("import", "roster", "people.csv")
    code, said = run("export", "sheet", "East", "--week", "2026-05-20")
    assert (code, said) == (0, "The sheet of East is in sheet-B1-2026-05-18.pdf.\n")
    assert (tmp_path / "sheet-B1-2026-05-18.pdf").read_bytes().startswith(b"%PDF")
    assert run("export", "sheet", "B1", "--out", "wall.html")[0] == 0
    html = (tmp_path / "wall.html").read_text()
    # A small branch: no figures.
    assert "East" in html and "answered:" not in html


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["nobody"], 1, "No unit has the code or name nobody"),
        (["C"], 1, "has units below it"),
        (["B1", "--out", "no/such/folder/x.pdf"], 1, "--out"),
        (["B1", "--format", "doc"], 2, "--help"),
        (["B1", "--week", "soon"], 2, "isn't a date"),
        (["--help"], 0, "for the wall"),
    ],
)
def test_what_can_not_be_done_is_said(
    run: Run, tmp_path: Path, arguments: list[str], code: int, part: str
) -> None:
    (tmp_path / "units.csv").write_text(ORGANISATION)
    run("import", "organisation", "units.csv")
    ended, said = run("export", "sheet", *arguments)
    assert ended == code and part in said
