"""Standings of units: who may see which, what each way of comparing tells, and setting it."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from handlers.settings import settings
from handlers.standings import other_period, show_standings
from handlers.unit_settings import unit_settings_button
from reports.wording import words
from storage import branch_settings
from storage.batch import write_member_days
from storage.branch_days import open_days
from storage.database import Database
from storage.people import add_membership, add_person, appoint
from storage.tables.organisation import office_acts
from storage.units import unit_by_code, upsert_units
from storage.values.branches import BranchSettings, StandingsMode
from storage.values.days import MemberDay
from storage.values.people import Person, PersonId, Role, TelegramId, UnitId
from storage.values.programme_files import UnitRow
from tests.handlers.talking import Talk
from tests.storage.branch_rows import DEFAULTS, Branch

MONDAY = date(2026, 5, 18)
ORGANISER, ELSEWHERE = 31, 32
# Of each branch: its members, and how many of ten questions each had right.
BRANCHES = {"a": (12, 9), "b": (40, 7), "c": (6, 5), "d": (25, 2), "tiny": (3, 10)}


class Town(Struct, frozen=True):
    """A town in a county, with the branch of the talk among its branches."""

    units: dict[str, UnitId]


@pytest.fixture
async def town(database: Database, branch: Branch) -> Town:
    """Five branches beside the talk's own, which is too small to be told; a week of one day."""
    rows = [
        UnitRow(2, "county", None, "county", "River County"),
        UnitRow(3, "town", "county", "town", "Willow Town"),
        UnitRow(4, "other", "county", "town", "Other Town"),
        UnitRow(5, branch.unit.code, "town", "branch", branch.unit.name),
        *(UnitRow(6, code, "town", "branch", f"Branch {code.upper()}") for code in BRANCHES),
    ]
    units = {}
    async with database.writing() as tx:
        await upsert_units(tx, rows)
        for row in rows:
            unit = await unit_by_code(tx, row.code, DEFAULTS)
            assert unit is not None
            units[row.code] = unit.id
        done = []
        for code, (members, right) in BRANCHES.items():
            for number in range(members):
                person = await add_person(tx, Person(PersonId(0), f"{code}{number}"))
                await add_membership(tx, person.id, units[code], MONDAY, home=True)
                acts = number % 2
                done.append(
                    MemberDay(person.id, units[code], MONDAY, acts, 10, right, acts, points=right)
                )
        await open_days(tx, {(units[code], MONDAY) for code in BRANCHES})
        await write_member_days(tx, done)
        for number, code in ((ORGANISER, "town"), (ELSEWHERE, "other")):
            person = await add_person(tx, Person(PersonId(0), "Organiser", TelegramId(number)))
            await appoint(tx, person.id, units[code], Role.ORGANISER, MONDAY)
    return Town(units)


async def compared(talk: Talk, town: Town, unit: str = "town") -> str:
    said = await talk.tap(other_period, f"standings:week:{town.units[unit]}")
    assert not said.refused
    return re.sub("[\u2068\u2069]", "", said.texts[0])


async def set_mode(database: Database, unit: UnitId, choices: BranchSettings) -> None:
    async with database.writing() as tx:
        await branch_settings.put(tx, unit, choices)


async def test_the_upper_half_with_fair_shares_and_participation(talk: Talk, town: Town) -> None:
    text = await compared(replace(talk, person=ORGANISER), town)
    lines = text.splitlines()
    assert lines[0] == "<b>Willow Town · This week</b>"
    # The plain shares are 90 % and 70 %; participation is 24 of 12 members' acts, and 80 of 40's.
    assert re.match(r"1\. Branch A  89\.\d% right, 2\.0 studies a day", lines[1])
    assert re.match(r"2\. Branch B  70\.0% right, 2\.0 studies a day", lines[2])
    assert "Branch C" not in text and "Branch D" not in text and "tiny" not in text.lower()
    assert "2 of fewer than five people are not shown by themselves" in text
    assert re.search(
        r"each share of right answers is reckoned with \d answers? of the average", text
    )
    assert "All together:" in text


async def test_who_may_see_what(talk: Talk, town: Town) -> None:
    button = f"standings:week:{town.units['town']}"
    assert (await replace(talk, person=ELSEWHERE).tap(other_period, button)).refused
    assert (await talk.tap(other_period, button, group=True)).refused
    # A member sees the branches beside their own, and nothing above or elsewhere.
    assert "Branch A" in await compared(talk, town)
    for unit in ("county", "other", "a"):
        data = f"standings:week:{town.units[unit]}"
        assert (await talk.tap(other_period, data)).refused
    own = await talk.write(show_standings, text="/standings")
    assert button in own.data
    beside = await talk.tap(other_period, button)
    assert beside.data[-1] == f"standings:week:{talk_home(beside.data, town)}"


def talk_home(data: list[str], town: Town) -> str:
    """The unit to which the last button leads back: none of the others."""
    number = data[-1].rpartition(":")[2]
    assert int(number) not in {town.units[each] for each in ("county", "town", "other", *BRANCHES)}
    return number


async def test_an_organiser_begins_with_the_own_unit(talk: Talk, town: Town) -> None:
    said = await replace(talk, person=ORGANISER).write(show_standings, text="/standings")
    assert said.texts[0].startswith("<b>Willow Town · This week</b>")
    nothing = await replace(talk, person=ELSEWHERE).write(show_standings, text="/standings")
    assert nothing.refused == "Below your unit there is nothing to compare yet."


async def test_thirds_itself_and_none(talk: Talk, database: Database, town: Town) -> None:
    unit, boss = town.units["town"], replace(talk, person=ORGANISER)
    await set_mode(database, unit, BranchSettings(standings_mode=StandingsMode.BANDS))
    text = await compared(boss, town)
    assert "In front: Branch A, Branch B" in text and "In the middle: 1" in text
    assert "1." not in text and "Branch C" not in text and "%" in text
    await set_mode(database, unit, BranchSettings(standings_mode=StandingsMode.SELF))
    assert "Branch" not in await compared(boss, town)
    await set_mode(database, unit, BranchSettings(standings_mode=StandingsMode.OFF))
    assert (await compared(boss, town)).endswith("The branches here are not compared.")
    said = await talk.write(show_standings, text="/standings")
    assert f"standings:week:{unit}" not in said.data


async def test_what_is_chosen_above_holds_until_one_chooses_itself(
    talk: Talk, database: Database, town: Town
) -> None:
    boss, unit = replace(talk, person=ORGANISER), town.units["town"]
    await set_mode(database, town.units["county"], BranchSettings(standings_mode=StandingsMode.OFF))
    assert (await compared(boss, town)).endswith("The branches here are not compared.")
    own = await talk.write(show_standings, text="/standings")
    assert f"standings:week:{unit}" not in own.data
    for value in ("by-size:on", "standings:ranked"):
        await boss.tap(unit_settings_button, f"unit-settings:{unit}:{value}")
    assert "Up to 9 members" in await compared(boss, town)


async def test_the_ways_further_down_tell_no_order(
    talk: Talk, database: Database, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = [UnitRow(9, f"{code}1", code, "branch", "Room") for code in BRANCHES]
    async with database.writing() as tx:
        await upsert_units(tx, below)
    boss, data = replace(talk, person=ORGANISER), f"standings:week:{town.units['town']}"
    monkeypatch.setattr("reports.unit_standings._MOST_BUTTONS", 3)
    ways = [f"standings:week:{town.units[code]}" for code in sorted(BRANCHES)]
    shown = await boss.tap(other_period, data)
    # By their codes, wherever they stand, and those without a place, too.
    assert shown.data[4:] == [*ways[:3], f"{data}:1"]
    await set_mode(database, town.units["town"], BranchSettings(standings_mode=StandingsMode.SELF))
    assert (await boss.tap(other_period, f"{data}:1")).data[4:] == [*ways[3:], f"{data}:0"]
    assert (await boss.tap(other_period, f"{data}:99")).data[4:] == [f"{data}:98"]
    for forged in (f"{data}:-1", f"{data}:1:1", "standings:week", "standings:day:1"):
        assert (await boss.tap(other_period, forged)).refused


async def test_size_classes(talk: Talk, database: Database, town: Town) -> None:
    await set_mode(database, town.units["town"], BranchSettings(by_size=True))
    text = await compared(replace(talk, person=ORGANISER), town)
    heads = re.findall("<i>(.*)</i>\n1. (Branch .)", text)
    assert heads == [
        ("Up to 9 members", "Branch C"),
        ("10 to 29 members", "Branch A"),
        ("30 members and more", "Branch B"),
    ]


async def test_the_organiser_settles_how_they_are_compared(
    talk: Talk, database: Database, town: Town
) -> None:
    boss, unit = replace(talk, person=ORGANISER), town.units["town"]
    said = await boss.write(settings, text="/settings")
    assert f"unit-settings:{unit}:standings:bands" in said.data
    for value in ("standings:bands", "by-size:on"):
        done = await boss.tap(unit_settings_button, f"unit-settings:{unit}:{value}")
        assert done.texts[0].startswith("✓ Set.")
    async with database.reading() as tx:
        chosen = await branch_settings.of_unit(tx, unit)
        assert (chosen.standings_mode, chosen.by_size) == (StandingsMode.BANDS, True)
        acts = [row.detail for row in await tx.rows(select(office_acts))]
    assert acts == ["standings bands", "by-size on"]
    for data in (
        f"unit-settings:{unit}:standings:worst",
        f"unit-settings:{unit}:sound:off",
        f"unit-settings:{town.units['county']}",
        "unit-settings:x",
    ):
        assert (await boss.tap(unit_settings_button, data)).refused
    assert (await talk.tap(unit_settings_button, f"unit-settings:{unit}")).refused


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_buttons_fit(
    talk: Talk, town: Town, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.turn.words", _always(language))
    boss = replace(talk, person=ORGANISER)
    said = await boss.write(settings, text="/settings")
    shown = await boss.write(show_standings, text="/standings")
    labels = [
        button["text"].removeprefix("• ")
        for each in (*said.deliveries, *shown.deliveries)
        for row in each.payload["buttons"]
        for button in row
    ]
    assert max(map(len, labels)) <= (6 if language == "zh" else 16)
    print(said.texts[0], shown.texts[0], labels)


def _always(language: str) -> Callable[[str], object]:
    return lambda _language: words(language)
