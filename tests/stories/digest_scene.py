"""Three levels and sixty branches over five weeks, put down as raw deeds; and what they come to,
reckoned from those rows by plain loops, with nothing of the bot's own sums."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from programme.importing import import_organisation, import_roster
from programme.rebuilding import rebuild
from storage import chats as chat_rows
from storage.database import Transaction
from storage.tables.deeds import answers, branch_days, check_ins, notes
from storage.tables.duties import records
from storage.tables.organisation import branch_settings, memberships, pauses, persons, units
from storage.tables.programme import programme_versions, questions
from storage.tables.work import postings, slots
from storage.values.people import ChatId, UnitId
from storage.values.programme_files import RosterRow, UnitRow
from tests.stories.house import House
from tests.stories.small_programme import small_programme

BEGAN, MONDAY = date(2026, 4, 27), date(2026, 6, 1)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
TOWNS, BRANCHES = 4, 15
SILENT, BACK, SMALL, LOST, MISSED, PAUSED, FORMULA = "b05", "b09", "b12", "b20", "b31", "b33", "b40"
_DUTIES = """
[levels]
branch = ["支部"]
town = ["镇"]

[sections.life]
zh = "组织生活"

[kinds.theme]
family = "meeting"
zh = "主题党日"

[kinds.plan]
family = "paper"
zh = "计划"

[kinds.lecture]
family = "lecture"
zh = "讲党课"

[duties.theme]
section = "life"
title.zh = "主题党日"
who = "branches"
every = "month"
counts = ["theme"]

[duties.plan]
section = "life"
title.zh = "工作计划"
who = "branches"
by = "06-05"
counts = ["plan"]

[duties.lecture]
section = "life"
title.zh = "书记讲党课"
who = "persons"
roles = ["secretary"]
by = "06-30"
counts = ["lecture"]
as = "speaker"
"""
DUE = {"2026-04": date(2026, 4, 30), "2026-05": date(2026, 5, 31), "2026-06": date(2026, 6, 30)}
PLAN_DUE = date(2026, 6, 5)


_Made = dict[Any, list[dict[str, Any]]]
"""Rows to be written, by table."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """A branch with its people, and how keen they are."""

    code: str
    unit: int
    people: list[int]
    keen: float


def programme(folder: Path) -> Path:
    """A programme with three duties."""
    made = small_programme(folder)
    (made / "duties.toml").write_text(_DUTIES, "utf-8")
    return made


def code_of(number: int) -> str:
    """The code of a branch."""
    return f"b{number:02}"


async def organisation(house: House) -> None:
    """A county, its towns, and their branches with members; one has a group that is lost."""
    dice, now = random.Random(7), house.clock.now()
    rows = [UnitRow(1, "county", None, "县", "江北县")]
    rows += [UnitRow(2, f"t{n}", "county", "镇", f"第{n}镇") for n in range(TOWNS)]
    people = []
    for number in range(TOWNS * BRANCHES):
        code = code_of(number)
        name = "=1+1支部" if code == FORMULA else f"第{number}支部"
        rows.append(UnitRow(3, code, f"t{number // BRANCHES}", "支部", name))
        size = 3 if code == SMALL else dice.randint(5, 9)
        people += [RosterRow(0, code, f"党员{number}-{n}", joined=BEGAN) for n in range(size)]
    async with house.database.writing() as tx:
        await import_organisation(tx, rows, now, house.defaults)
        await import_roster(tx, people, now, house.defaults)
        ids = {r.code: r.id for r in await tx.rows(select(units.c.code, units.c.id))}
        # Their posts go to private chats, of which there are none: nobody is to hear of them.
        alone = [
            {"unit_id": ids[code_of(n)], "in_private": True}
            for n in range(TOWNS * BRANCHES)
            if code_of(n) != LOST
        ]
        await tx.run_many(insert(branch_settings), alone)
        lost = ChatId(-1_001_234)
        await chat_rows.put(tx, house.bot_id, lost, kind="supergroup", title="g", now=now)
        await chat_rows.bind(tx, house.bot_id, lost, UnitId(ids[LOST]), now)
        await chat_rows.mark_unreachable(tx, house.bot_id, lost, "kicked", now)


async def five_weeks(house: House) -> None:
    """What everybody did, as raw rows; then the bot's own sums are made of them."""
    dice = random.Random(11)
    async with house.database.writing() as tx:
        ids = {r.code: r.id for r in await tx.rows(select(units.c.code, units.c.id))}
        version = await tx.scalar(select(func.max(programme_versions.c.id)))
        asked = [r.id for r in await tx.rows(select(questions.c.id).order_by(questions.c.id))]
        here = defaultdict(list)
        for row in await tx.rows(select(memberships).order_by(memberships.c.id)):
            here[row.unit_id].append(row.person_id)
        made: _Made = defaultdict(list)
        for number, code in enumerate(code for code in sorted(ids) if code.startswith("b")):
            branch = _Branch(code, ids[code], here[ids[code]], dice.uniform(0.2, 0.9))
            _away(made, branch)
            for day in _days(BEGAN, MONDAY - DAY):
                if day.weekday() == 6 or (code == PAUSED and day >= MONDAY - WEEK):
                    continue
                posting = 10_000 + 100 * number + (day - BEGAN).days
                question = asked[posting % len(asked)]
                _posted(made, house.bot_id, branch, day, posting, (version, question))
                if not _rests(code, day):
                    _deeds(made, dice, branch, day, posting)
            _records(made, dice, branch)
        _missed(made, house.bot_id, ids[MISSED])
        for table in (pauses, branch_days, slots, postings, check_ins, answers, notes, records):
            for keys in {tuple(row) for row in made[table]}:
                await tx.run_many(insert(table), [r for r in made[table] if tuple(r) == keys])
    await rebuild(house.database, lambda _done, _whole: None)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


def _rests(code: str, day: date) -> bool:
    week = MONDAY - WEEK
    if code in (SILENT, SMALL):
        return day >= week
    return code == BACK and week - WEEK <= day < week


def _away(made: _Made, branch: _Branch) -> None:
    """One member is on leave for some days, and one branch pauses."""
    first, last = str(MONDAY - 9 * DAY), str(MONDAY - 5 * DAY)
    leave = {"person_id": branch.people[0], "first": first, "last": last, "made_at": 0}
    made[pauses].append(leave)
    if branch.code == PAUSED:
        first, last = str(MONDAY - WEEK), str(MONDAY - DAY)
        pause = {"unit_id": branch.unit, "first": first, "last": last, "made_at": 0}
        made[pauses].append(pause)


def _posted(
    made: _Made, bot: int, branch: _Branch, day: date, number: int, what: tuple[int, int]
) -> None:
    made[branch_days].append({"unit_id": branch.unit, "day": str(day), "counts": True})
    place = {"bot_id": bot, "kind": "noon", "unit_id": branch.unit, "day": str(day)}
    made[slots].append({"id": number, **place, "due_at": 0, "state": "posted"})
    shown = {"language": "zh", "version_id": what[0], "question_id": what[1], "revision": 1}
    at = {"slot_id": number, "part": 0, "chat_id": -branch.unit, "state": "sent"}
    made[postings].append({"id": number, **place, **at, **shown})


def _deeds(made: _Made, dice: random.Random, branch: _Branch, day: date, number: int) -> None:
    for person in branch.people:
        whose = {"person_id": person, "unit_id": branch.unit, "day": str(day), "at": 0}
        if dice.random() < branch.keen:
            made[check_ins].append(whose)
        if dice.random() < branch.keen:
            chosen = "0" if dice.random() < 0.7 else "1"
            made[answers].append({**whose, "posting_id": number, "chosen": chosen})
        if dice.random() < branch.keen / 4:
            message = len(made[notes]) + 1
            text = f"第{message}篇心得，今天读了之后想到家门口的小事也能做好。"
            written = {"bot_id": 1, "chat_id": 1, "message_id": message, "text": text}
            made[notes].append({**whose, **written, "private": message % 3 > 0})


def _records(made: _Made, dice: random.Random, branch: _Branch) -> None:
    for day in ("2026-04-28", "2026-05-27"):
        if dice.random() < 0.7:
            made[records].append(_record(branch.unit, "theme", day))
    if dice.random() < 0.5:
        made[records].append(_record(branch.unit, "plan", "2026-05-20"))


def _record(unit: int, kind: str, day: str) -> dict[str, Any]:
    kept = {"state": "kept", "made_at": 0, "changed_at": 0}
    return {"unit_id": unit, "kinds": kind, "day": day, **kept}


def _missed(made: _Made, bot: int, unit: int) -> None:
    for day in _days(MONDAY - 3 * DAY, MONDAY - DAY):
        place = {"bot_id": bot, "kind": "evening", "unit_id": unit, "day": str(day)}
        made[slots].append({**place, "due_at": 0, "state": "missed"})


@dataclass
class Reckoned:
    """What a unit with all below it comes to."""

    branches: int = 0
    members: int = 0
    due: Counter[date] = field(default_factory=Counter)
    acts: Counter[date] = field(default_factory=Counter)
    read: Counter[date] = field(default_factory=Counter)
    answered: Counter[date] = field(default_factory=Counter)
    right: Counter[date] = field(default_factory=Counter)
    noted: Counter[date] = field(default_factory=Counter)
    active: dict[date, set[int]] = field(default_factory=lambda: defaultdict(set))
    records: Counter[date] = field(default_factory=Counter)
    met: int = 0
    overdue: int = 0
    newly: int = 0
    coming: int = 0
    open: int = 0

    def week(self, what: str, first: date) -> int:
        """How much of something there was in the week that begins on a day."""
        counted: Counter[date] = getattr(self, what)
        return sum(counted[day] for day in _days(first, first + 6 * DAY))

    def add(self, other: "Reckoned") -> None:
        """Add what another one comes to."""
        for name in self.__dataclass_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, int):
                setattr(self, name, mine + theirs)
            elif isinstance(mine, Counter):
                mine.update(theirs)
            else:
                for day, people in theirs.items():
                    mine[day] |= people


async def reckoned(tx: Transaction) -> dict[str, Reckoned]:
    """Each branch, by its code, from the rows that were put down."""
    codes = {r.id: r.code for r in await tx.rows(select(units.c.code, units.c.id))}
    found: dict[str, Reckoned] = {c: Reckoned() for c in codes.values() if c.startswith("b")}
    homes = [(r.unit_id, r.person_id) for r in await tx.rows(select(memberships))]
    away = [
        (r.person_id, r.first, r.last)
        for r in await tx.rows(select(pauses).where(pauses.c.person_id.is_not(None)))
    ]
    for unit, _ in homes:
        found[codes[unit]].members += 1
    for each in found.values():
        each.branches = 1
    for row in await tx.rows(select(branch_days)):
        rests = {who for who, first, last in away if first <= row.day <= last}
        there = [who for unit, who in homes if unit == row.unit_id and who not in rests]
        found[codes[row.unit_id]].due[date.fromisoformat(row.day)] += len(there)
    noted = set()
    for table, name in ((check_ins, "read"), (answers, "answered"), (notes, "noted")):
        for row in await tx.rows(select(table)):
            unit, day = found[codes[row.unit_id]], date.fromisoformat(row.day)
            getattr(unit, name)[day] += 1
            unit.active[day].add(row.person_id)
            # Somebody's second note of a day is no further study.
            again = name == "noted" and (row.person_id, row.day) in noted
            unit.acts[day] += not again
            if name == "noted":
                noted.add((row.person_id, row.day))
            if name == "answered":
                unit.right[day] += row.chosen == "0"
    done = defaultdict(set)
    for row in await tx.rows(select(records).where(records.c.state == "kept")):
        found[codes[row.unit_id]].records[date.fromisoformat(row.day)] += 1
        done[codes[row.unit_id]].add((row.kinds, row.day[:7]))
    for code, each in found.items():
        owed = {("theme", month): due for month, due in DUE.items()}
        met = {key for key in owed if key in done[code]}
        late = [due for key, due in owed.items() if key not in met and due < MONDAY]
        has_plan = any(kind == "plan" for kind, _ in done[code])
        each.met = len(met) + has_plan
        each.overdue = len(late)
        each.newly = sum(due >= MONDAY - WEEK for due in late)
        each.coming = not has_plan
        each.open = len(owed) + 1 - each.met - each.overdue
    return found


def of_town(found: dict[str, Reckoned], town: int) -> Reckoned:
    """A town's branches together."""
    whole = Reckoned()
    for number in range(town * BRANCHES, (town + 1) * BRANCHES):
        whole.add(found[code_of(number)])
    return whole


async def names_of(tx: Transaction) -> set[str]:
    """What everybody is called."""
    return {row.name for row in await tx.rows(select(persons.c.name))}
