"""Holds all that a digest says (its messages, its sheet, its picture) against what was reckoned."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

from programme.digest.figures import Digest, Line, Need
from reports.digest.picture import picture_of
from reports.names import shown_name
from reports.wording import words
from storage.values.duties import State
from tests.stories.digest_reckoned import BEFORE, DEEDS, LAST, Asked, Reckoned, of_town, together
from tests.stories.digest_scene import DAY, MONDAY, TOWNS, days, name_of
from tests.stories.house import plain

MINUTES, REMINDERS, ALARMS = 5, 2, 1
"""What a study day asks for: a minute's reading, a question, and three minutes for the note; how
many reminders were sent in the week, and how many questions are in doubt."""
COUNTY, PERIOD = "江北县", (5, 25, 31)
_TITLES = {"theme": "主题党日", "plan": "工作计划"}
_STATES = {State.OVERDUE: "过期未办", State.NOT_BEGUN: "没开始"}
# Branches, towns and notes; and the branches whose names are hard.
_NAME = re.compile(
    r"第\d+支部|第\d+镇|第\d+篇|=1\+1支部|[+-]1支部|@支部|<b>&\"支部|(?:很长的名字)+\w*…?"
)
_SMALL, _RISE = 5, 0.05


def named(found: dict[str, Reckoned], what: str, *, shown: bool = False) -> list[str]:
    """The branches of which there is anything of a kind to tell, in their order; ``shown``: as a
    message has them, long names shortened."""
    names = [name_of(code) for code, each in found.items() if getattr(each, what)]
    return [plain(shown_name(name)) for name in names] if shown else names


def towns_of(found: dict[str, Reckoned]) -> dict[str, Reckoned]:
    """The towns by name, those first in which the most needs somebody."""
    return worst_first({f"第{n}镇": of_town(found, n) for n in range(TOWNS)})


def branches_of(found: dict[str, Reckoned], town: int) -> dict[str, Reckoned]:
    """A town's branches by name."""
    return {name_of(code): each for code, each in found.items() if each.town == town}


def worst_first(units: dict[str, Reckoned], most: int = TOWNS) -> dict[str, Reckoned]:
    """Those units in which the most needs somebody for each branch, then the least was done."""

    def goodness(name: str) -> tuple[float, float, str]:
        each = units[name]
        needs = each.newly + each.silent + each.unreachable + each.missed
        return -needs / each.branches, each.share() or 0, name

    return {name: units[name] for name in sorted(units, key=goodness)[:most]}


def digest_agrees(digest: Digest, found: dict[str, Reckoned], note: Any) -> None:
    """All that the digest holds is what the deeds come to."""
    whole, towns = together(found.values()), towns_of(found)
    assert [line.name for line in digest.lines] == list(towns)
    for line in digest.lines:
        _line_agrees(line, towns[line.name])
    _line_agrees(Line(digest.units[0].unit_id, COUNTY, digest.total, digest.days), whole)
    assert {n.need: (n.number, n.units) for n in digest.needed} == {
        Need.NEWLY: (whole.newly, None),
        Need.SILENT: (whole.silent, whole.silent),
        Need.UNREACHABLE: (whole.unreachable, whole.unreachable),
        Need.MISSED: (whole.posts_missed, whole.missed),
        Need.COMING: (whole.coming, None),
        Need.ALARM: (ALARMS, None),
    }
    many = {code: each for code, each in found.items() if each.members >= _SMALL}
    assert {n.need: [(each.name, each.number) for each in n.named] for n in digest.needed} == {
        Need.NEWLY: [(each, 1) for each in named(found, "newly")][:30],
        # Of a few people it is counted that they were silent, and not said where.
        Need.SILENT: [(each, 1) for each in named(many, "silent")],
        Need.UNREACHABLE: [(each, 1) for each in named(found, "unreachable")],
        Need.MISSED: [(each, whole.posts_missed) for each in named(found, "missed")],
        Need.COMING: [(each, 1) for each in named(found, "coming")][:30],
        Need.ALARM: [],
    }
    assert [each.name for each in digest.better.back] == named(many, "back")
    assert digest.better.back_number == whole.back
    assert digest.records == (whole.week("records"), whole.week("records", BEFORE))
    assert (digest.without_group, digest.note) == (0, note.id)
    minutes = round(MINUTES * whole.week("due") / whole.members)
    assert (digest.burden.minutes, digest.burden.reminders) == (minutes, REMINDERS)


def _line_agrees(line: Line, wanted: Reckoned) -> None:
    figures = line.figures
    assert (figures.size.branches, figures.size.members) == (wanted.branches, wanted.members)
    for sums, first in ((figures.week, LAST), (figures.before, BEFORE)):
        for name in ("due", "acts", *DEEDS):
            assert getattr(sums, name) == wanted.week(name, first), (line.name, name)
        assert sums.active == sum(len(wanted.active[first + n * DAY]) for n in range(7))
    for day, sums in zip(days(LAST, MONDAY - DAY), line.days, strict=True):
        for name in ("due", "acts", *DEEDS):
            assert getattr(sums, name) == wanted.days[name][day], (line.name, name, day)
        assert sums.active == len(wanted.active[day])
    for state in State:
        assert getattr(figures.duties, state.name.lower()) == wanted.states[state], state
    duties = figures.duties
    assert (duties.all, duties.met) == (wanted.all, wanted.met)
    assert (duties.newly, duties.coming) == (wanted.newly, wanted.coming)
    needs = (figures.silent, figures.unreachable, figures.missed)
    assert needs == (wanted.silent, wanted.unreachable, wanted.missed)


def _numbers(text: str) -> list[int]:
    """The numbers of a text, without those of names."""
    return [int(each) for each in re.findall(r"\d+", _NAME.sub("", text))]


def _percent(*shares: float | None) -> list[int]:
    return [int(f"{share * 100:.0f}") for share in shares if share is not None]


def _done(whole: Reckoned) -> list[int]:
    return _percent(whole.share(), whole.share(BEFORE))


def _duties(whole: Reckoned) -> list[int]:
    return [whole.all, whole.met, whole.states[State.OVERDUE]]


def front_agrees(text: str, found: dict[str, Reckoned]) -> None:
    """Each number and name of the first message is what the deeds come to."""
    whole = together(found.values())
    three = (1, whole.newly, 2, whole.silent, 3, whole.unreachable)
    assert _numbers(text) == [6, *PERIOD, *three, *_done(whole), *_duties(whole)]
    assert _NAME.findall(text) == [
        *named(found, "newly", shown=True)[:3],
        *(each for each in named(found, "silent", shown=True)[:1]),
        *named(found, "unreachable", shown=True),
    ]


def rest_agrees(text: str, found: dict[str, Reckoned], note: Any) -> None:
    """So is each behind «more»."""
    whole = together(found.values())
    rises = {
        name: (then, now)
        for name, town in towns_of(found).items()
        if (then := town.share(BEFORE)) and (now := town.share()) and now - then >= _RISE
    }
    risen = max(rises.values(), key=lambda each: each[1] - each[0], default=())
    right = _percent(whole.right(BEFORE), whole.right())
    assert _numbers(text) == [
        *PERIOD,
        *(whole.newly, whole.silent, whole.unreachable),
        *(whole.posts_missed, whole.posts_missed, whole.coming, ALARMS, whole.back),
        *_percent(*risen),
        *(reversed(right) if right[1] > right[0] else ()),
        *(whole.branches, whole.members, *_done(whole), *reversed(right)),
        *(whole.week("notes"), whole.week("notes", BEFORE)),
        *(whole.week("records"), whole.week("records", BEFORE)),
        *_duties(whole),
        *(round(MINUTES * whole.week("due") / whole.members), REMINDERS),
    ]
    told = text.split("“", maxsplit=1)[0]
    assert [each for each in _NAME.findall(told) if each not in rises] == [
        *named(found, "newly", shown=True)[:8],
        *named(found, "silent", shown=True)[:1],
        *named(found, "unreachable", shown=True),
        *named(found, "missed", shown=True),
        *named(found, "coming", shown=True)[:8],
        *named(found, "back", shown=True),
    ]
    assert f"“{note.text}”" in text


def page_agrees(page: str, whole: Reckoned, below: dict[str, Reckoned]) -> None:
    """So is each on a unit's page: its own, and those of the units below it."""
    head, body = page.split("先看要您费心的：")
    needs = (whole.newly, whole.silent, whole.unreachable, whole.missed)
    wanted = [whole.branches, whole.members, *_done(whole), *_duties(whole)]
    assert _numbers(head) == [*wanted, *(each for each in needs if each)]
    lines = [line[2:] for line in body.splitlines() if line.startswith("·")]
    assert [line.split("：")[0] for line in lines] == [plain(shown_name(each)) for each in below]
    for line, each in zip(lines, below.values(), strict=True):
        told = (each.states[State.OVERDUE], each.silent, each.unreachable, each.missed)
        assert _numbers(line) == [*_percent(each.share()), *(number for number in told if number)]


def picture_agrees(digest: Digest, caption: str, found: dict[str, Reckoned]) -> None:
    """The data of the picture, and the caption that says the same."""
    whole, towns = together(found.values()), towns_of(found)
    picture = picture_of(words("zh"), digest)
    assert (plain(picture.title), picture.branches) == (COUNTY, whole.branches)
    assert (picture.first, picture.last) == (LAST, MONDAY - DAY)
    assert _close([picture.share]) == _close([whole.share()])
    assert dict(picture.states) == {state: whole.states[state] for state in State}
    assert [row.name for row in picture.units] == list(towns)
    for row, town in zip(picture.units, towns.values(), strict=True):
        assert list(row.shares) == list(days(LAST, MONDAY - DAY))
        done, due = town.days["acts"], town.days["due"]
        wanted = [done[day] / (3 * due[day]) if due[day] else None for day in row.shares]
        assert _close([*row.shares.values(), row.share]) == _close([*wanted, town.share()])
    order = (State.DONE, State.DONE_LATE, State.NOT_BEGUN, State.OVERDUE, State.EXCUSED)
    shares = [_percent(town.share())[0] for town in towns.values()]
    assert _numbers(caption) == [
        *(*PERIOD, whole.branches, *_percent(whole.share()), *shares),
        *(whole.states[state] for state in order),
    ]


def sheet_agrees(
    content: bytes, found: dict[str, Reckoned], asked: Sequence[Asked], everybody: set[str]
) -> None:
    """Each cell of the sheet, and two other libraries open it and read the same."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    again = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheetnames == again.sheet_names == ["单位", "任务", "题目"]
    for sheet in book:
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == sheet.dimensions
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"], "a formula"
        assert not everybody & {cell.value for cell in cells}, "a member's name"
        read = [[_plain(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        other = again.get_sheet_by_name(sheet.title).to_python()
        assert read == [[_plain(value) for value in row] for row in other]
    units, owed, questions = (
        [_close(row) for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in book
    )
    for rows, reckoned in ((units, _units(found)), (owed, _owed(found))):
        for row, wanted_row in zip(rows, reckoned, strict=True):
            assert row == _close(wanted_row), (row, wanted_row)
    wanted = {each.stem: each for each in asked}
    assert {row[0] for row in questions} == set(wanted)
    shares = [row[3] for row in questions]
    assert shares == sorted(shares)
    for stem, branches, answered, right, _ in questions:
        each = wanted[stem]
        assert (branches, answered) == (len(each.branches), each.answered)
        assert _close([right]) == _close([each.right / each.answered])
    assert [row[0] for row in questions if row[4]] == ["第三题"]


def _units(found: dict[str, Reckoned]) -> Iterable[Sequence[Any]]:
    yield _unit("", COUNTY, together(found.values()))
    for n in range(TOWNS):
        yield _unit(COUNTY, f"第{n}镇", of_town(found, n))
        for code, each in found.items():
            if each.town == n:
                yield _unit(f"{COUNTY} / 第{n}镇", name_of(code), each)


def _unit(above: str, name: str, each: Reckoned) -> Sequence[Any]:
    # What a few people did stays with them.
    done: Sequence[Any] = (None,) * 6
    silent = None
    if each.members >= _SMALL:
        done = (
            *(each.share(), each.share(BEFORE), each.week("check_ins"), each.week("answered")),
            *(each.right(), each.week("notes")),
        )
        silent = each.silent
    return (
        *(above, name, each.branches, each.members, *done),
        *(each.all, each.met, each.states[State.OVERDUE], each.newly, each.coming),
        *(silent, each.unreachable, each.missed),
    )


def _owed(found: dict[str, Reckoned]) -> Iterable[Sequence[Any]]:
    every = [each for unit in found.values() for each in unit.owed]
    for each in sorted(every, key=lambda one: (one.due, one.unit, one.duty)):
        what = (_TITLES[each.duty], "单位的", 1, _STATES[each.state])
        span = (datetime.combine(day, time()) for day in (each.first, each.due))
        yield (name_of(each.unit), *what, *span)


def _close(row: Iterable[Any]) -> list[Any]:
    return [round(each, 9) if isinstance(each, float) else each for each in row]


def _plain(value: Any) -> Any:
    """A cell as either library gives it: empty, a number, a day or a text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    if isinstance(value, int | float):
        return round(float(value), 9)
    return value or ""
