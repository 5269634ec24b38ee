"""A month of a branch of 17, every figure of which equals a table worked out by hand.

Two secretaries, one on leave, three without Telegram, one newcomer, one who leaves, the national
holiday with the Saturday that pays for it, and a group that becomes a supergroup.
"""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage.database import Database
from tests.stories.house import House, house, plain
from tests.stories.month_people import FIRST, LEAVER, People, rows, seventeen
from tests.stories.month_table import (
    ASKED,
    DAYS,
    IN_THE_STANDINGS,
    MYSELF,
    NAMED,
    STANDINGS,
    STATUS,
    WEEKS,
)
from tests.stories.small_programme import small_programme

BEGIN = datetime(2026, 9, 28, 7, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAYS_OFF = '[days_off]\nweekdays = ["saturday", "sunday"]\ncountry = "CN"'
_WEEKS, _MYSELF, _STANDINGS = (rows(table) for table in (WEEKS, MYSELF, STANDINGS))


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_every_figure_of_a_month_is_that_of_the_table(
    database: Database, tmp_path: Path
) -> None:
    programme = small_programme(tmp_path, more=DAYS_OFF)
    async with house(database, BEGIN, programme=programme) as h:
        people = await seventeen(h)
        for day in sorted({*DAYS, *STATUS, *ASKED}):
            if day in DAYS:
                await _studies(h, people, day)
            await h.at("20:45", day=day)
            if day in STATUS:
                said = await h.ask(people.branch.secretary, "/status")
                assert plain(said.text) == STATUS[day]
            if day in ASKED:
                await _everybody_asks_how_they_do(people, ASKED.index(day))
            if day == date(2026, 10, 11):
                await people.leave("吴婶", "10.12-10.16")
        await _standings(h, people)


async def _studies(h: House, people: People, day: date) -> None:
    """One day of the branch, with what happens besides."""
    await h.at("07:30", day=day)
    if day == date(2026, 10, 15):
        await people.newcomer()
    await people.read(day)
    if day == date(2026, 10, 23):
        await people.make_up(day)
    if day == date(2026, 10, 13):
        await people.move()
    await h.at("12:00")
    await people.answer(day)
    await h.at("20:00")
    await people.write(day)
    await people.put_down(day)
    if day == date(2026, 10, 21):
        _is_told(LEAVER, await people.leaver(), 1)


async def _everybody_asks_how_they_do(people: People, time: int) -> None:
    for name, said in (await people.everybody("/me")).items():
        _is_told(name, said, time)


def _is_told(name: str, said: str, time: int) -> None:
    """/me: days in a row, spare days, this week and the last one, and the place of the week."""
    streak, used, place = map(int, _MYSELF[name][time])
    week, lines = (1, 3, 4)[time], said.splitlines()
    assert lines[0] == (f"连续第 {streak} 天" if streak else _OVER), (name, said)
    assert lines[1] == _spare(used), (name, said)
    assert lines[lines.index("本周") + 1] == _week(name, week), (name, said)
    assert lines[lines.index("上周") + 1] == _week(name, week - 1), (name, said)
    placed = [f"本周在支部第 {place} 名（共 {IN_THE_STANDINGS[time]} 人）"] if place else []
    assert [line for line in lines if "名（" in line] == placed, (name, said)


_OVER = "下次学一学，就从第 1 天数起，不着急。"


def _spare(used: int) -> str:
    if not used:
        return "本月 2 天宽限还没用：偶尔空一天，连续也不断。"
    return f"本月宽限：用了 {used} 天，还剩 {2 - used} 天。"


def _week(name: str, week: int) -> str:
    read, answers, notes, points, late = _WEEKS[name][week]
    if points == "0":
        return "还没顾上，没关系。"
    answered, right = answers.split("/")
    did = f"学了 {read} 次，答了 {answered} 题（对 {right} 题），记了 {notes} 条，共 {points} 分"
    return did if late == "0" else f"{did}，其中补学 {late} 样"


async def _standings(h: House, people: People) -> None:
    """/standings on the last evening: in the group, and for everybody in private."""
    in_group = await h.ask(people.members[FIRST], "/standings", people.branch.group)
    for period, named in NAMED.items():
        if period != "本周":
            await h.tap(people.members[FIRST], in_group, period)
        shown = h.server.message(people.branch.group, in_group.message_id)
        assert _lines(plain(shown.text)) == [f"一支部 · {period}", *_lines(named)]
    told = {"本周": await people.everybody("/standings")}
    for period in ("本月", "今年"):
        told[period] = await people.everybody_taps(period)
    for period, by_name in told.items():
        for name, said in by_name.items():
            own = _own(name, period)
            assert _lines(said) == [f"一支部 · {period}", *_lines(NAMED[period]), *own], name


def _own(name: str, period: str) -> list[str]:
    """What somebody is told about themselves below the names."""
    month, year, week = (list(map(int, each)) for each in _STANDINGS[name])
    compared, place = {
        "本周": ("本周 {} 分，上周这时候 {} 分".format(*week), int(_MYSELF[name][2][2])),
        "本月": (f"本月 {month[0]} 分，上月这时候 {month[3]} 分", month[2]),
        "今年": (f"今年 {year[0]} 分，去年这时候 0 分", year[2]),
    }[period]
    lines = ["跟自己比", compared]
    if place:
        lines.append(f"您现在第 {place} 名")
    return lines


def _lines(text: str) -> list[str]:
    """A text's lines without the empty ones, in one kind of spaces; praise is no figure."""
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("比那时候多")]
