"""What five weeks of sixty branches come to, reckoned from the raw deeds by plain loops, with
nothing of the bot's own sums."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, select

from storage.database import Transaction
from storage.tables.deeds import answers, branch_days, check_ins, notes
from storage.tables.duties import records, rulings
from storage.tables.organisation import memberships, pauses, persons, units
from storage.tables.programme import question_revisions
from storage.tables.telegram import chats
from storage.tables.work import postings, slots
from storage.values.duties import State
from tests.stories.digest_scene import BEGAN, DAY, DUE, MONDAY, PLAN_DUE, WEEK, days

LAST, BEFORE = MONDAY - WEEK, MONDAY - 2 * WEEK
DEEDS = ("check_ins", "answered", "right", "notes")
_COUNTED = ("due", "acts", *DEEDS, "records")
_SHORTEST, _LONGEST = 20, 280


@dataclass
class Owed:
    """Something that is overdue, or due within a week and not begun."""

    unit: str
    duty: str
    state: State
    first: date
    due: date


@dataclass
class Reckoned:
    """What a unit with all below it comes to: by day, in numbers, by state, and one by one."""

    town: int = -1
    branches: int = 0
    members: int = 0
    days: dict[str, Counter[date]] = field(
        default_factory=lambda: {name: Counter() for name in _COUNTED}
    )
    active: dict[date, set[int]] = field(default_factory=lambda: defaultdict(set))
    states: Counter[State] = field(default_factory=Counter)
    newly: int = 0
    coming: int = 0
    silent: int = 0
    back: int = 0
    unreachable: int = 0
    missed: int = 0
    posts_missed: int = 0
    owed: list[Owed] = field(default_factory=list)

    def week(self, what: str, first: date = LAST) -> int:
        """How much of something there was in the week that begins on a day."""
        return sum(self.days[what][day] for day in days(first, first + 6 * DAY))

    def share(self, first: date = LAST) -> float | None:
        """The share that was done of three studies a day."""
        due = self.week("due", first)
        return self.week("acts", first) / (3 * due) if due else None

    def right(self, first: date = LAST) -> float | None:
        """The share of right answers."""
        answered = self.week("answered", first)
        return self.week("right", first) / answered if answered else None

    @property
    def met(self) -> int:
        """Of how many duties nothing more is asked."""
        return sum(self.states[each] for each in (State.DONE, State.DONE_LATE, State.EXCUSED))

    @property
    def all(self) -> int:
        """All duties."""
        return sum(self.states.values())

    def add(self, other: "Reckoned") -> None:
        """Add what another one comes to."""
        for name, counted in other.days.items():
            self.days[name].update(counted)
        for day, people in other.active.items():
            self.active[day] |= people
        self.states.update(other.states)
        self.owed += other.owed
        for name in ("branches", "members", "newly", "coming", "silent", "back"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("unreachable", "missed", "posts_missed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Asked:
    """A question of the week: in which branches it was asked, and how it was answered."""

    stem: str
    branches: set[int] = field(default_factory=set)
    answered: int = 0
    right: int = 0


def together(found: Iterable[Reckoned]) -> Reckoned:
    """Some of them added up."""
    whole = Reckoned()
    for each in found:
        whole.add(each)
    return whole


def of_town(found: dict[str, Reckoned], town: int) -> Reckoned:
    """A town's branches together."""
    return together(each for each in found.values() if each.town == town)


async def reckoned(tx: Transaction) -> dict[str, Reckoned]:
    """Each branch, by its code, from the rows that were put down, and by who hangs where now."""
    every = {row.id: row for row in await tx.rows(select(units))}
    codes = {row.id: row.code for row in every.values() if row.code.startswith("b")}
    found = {code: Reckoned(branches=1) for code in codes.values()}
    for unit, code in codes.items():
        found[code].town = int(every[every[unit].parent_id].code[1:])
    await _people(tx, codes, found)
    await _deeds(tx, codes, found)
    await _duties(tx, codes, found)
    await _needs(tx, codes, found)
    return found


async def _people(tx: Transaction, codes: dict[int, str], found: dict[str, Reckoned]) -> None:
    homes = [row for row in await tx.rows(select(memberships)) if row.home]
    away = [row for row in await tx.rows(select(pauses)) if row.person_id is not None]
    for home in homes:
        found[codes[home.unit_id]].members += home.since <= str(MONDAY) <= (home.until or "9")
    for row in await tx.rows(select(branch_days)):
        there = {
            home.person_id
            for home in homes
            if home.unit_id == row.unit_id and home.since <= row.day <= (home.until or "9")
        }
        rests = {each.person_id for each in away if each.first <= row.day <= each.last}
        found[codes[row.unit_id]].days["due"][_day(row.day)] += len(there - rests)


async def _deeds(tx: Transaction, codes: dict[int, str], found: dict[str, Reckoned]) -> None:
    keys = await _keys(tx)
    asked = {row.id: row.question_id for row in await tx.rows(select(postings))}
    noted = set()
    kinds: tuple[tuple[Table, str], ...] = (
        (check_ins, "check_ins"),
        (answers, "answered"),
        (notes, "notes"),
    )
    for table, name in kinds:
        for row in await tx.rows(select(table)):
            unit, day = found[codes[row.unit_id]], _day(row.day)
            unit.days[name][day] += 1
            unit.active[day].add(row.person_id)
            # Somebody's second note of a day is no further study.
            again = name == "notes" and (row.person_id, day) in noted
            unit.days["acts"][day] += not again
            if name == "notes":
                noted.add((row.person_id, day))
            if name == "answered":
                unit.days["right"][day] += [int(row.chosen)] == keys[asked[row.posting_id]]
    for row in await tx.rows(select(records)):
        found[codes[row.unit_id]].days["records"][_day(row.day)] += row.state == "kept"


async def _keys(tx: Transaction) -> dict[int, list[int]]:
    query = select(question_revisions).order_by(question_revisions.c.number)
    return {r.question_id: json.loads(r.body)["correct"] for r in await tx.rows(query)}


async def _duties(tx: Transaction, codes: dict[int, str], found: dict[str, Reckoned]) -> None:
    done: dict[str, dict[tuple[str, str], State]] = {code: {} for code in found}
    for row in await tx.rows(select(rulings)):
        done[codes[row.unit_id]][row.duty_key, row.period] = State.EXCUSED
    for row in await tx.rows(select(records)):
        made_up = [each["period"] for each in json.loads(row.makes_up or "[]")]
        period = made_up[0] if made_up else row.day[: 7 if row.kinds == "theme" else 4]
        state = State.DONE_LATE if made_up else State.DONE
        done[codes[row.unit_id]][row.kinds, period] = state
    for code, each in found.items():
        owed = [
            ("theme", month, date.fromisoformat(f"{month}-01"), due) for month, due in DUE.items()
        ]
        owed.append(("plan", "2026", date(2026, 1, 1), PLAN_DUE))
        for duty, period, first, due in owed:
            open_ = State.OVERDUE if due < MONDAY else State.NOT_BEGUN
            state = done[code].get((duty, period), open_)
            each.states[state] += 1
            newly = state is State.OVERDUE and due >= MONDAY - WEEK
            coming = state is State.NOT_BEGUN and due < MONDAY + WEEK
            each.newly += newly
            each.coming += coming
            if state is State.OVERDUE or coming:
                each.owed.append(Owed(code, duty, state, first, due))


async def _needs(tx: Transaction, codes: dict[int, str], found: dict[str, Reckoned]) -> None:
    for row in await tx.rows(select(chats)):
        if row.unit_id in codes:
            found[codes[row.unit_id]].unreachable += row.state == "unreachable"
    for row in await tx.rows(select(slots).where(slots.c.state == "missed")):
        if str(LAST) <= row.day < str(MONDAY) and row.kind in ("morning", "noon", "evening"):
            found[codes[row.unit_id]].posts_missed += 1
    for each in found.values():
        each.missed = int(each.posts_missed > 0)
        quiet = {}
        for first in (LAST, BEFORE):
            posted = sum(each.days["due"][first + n * DAY] > 0 for n in range(7))
            acted = sum(len(each.active[first + n * DAY]) for n in range(7))
            quiet[first] = posted >= 3 and not acted
        each.silent = int(quiet[LAST])
        each.back = int(quiet[BEFORE] and not quiet[LAST])


async def asked_in_the_week(tx: Transaction) -> list[Asked]:
    """The questions of the week: first those that the fewest had right."""
    keys, found = await _keys(tx), {}
    for row in await tx.rows(select(question_revisions)):
        stem = json.loads(row.body)["texts"]["zh"]["stem"].strip()
        found[row.question_id] = Asked(stem)
    there = {r.id: r for r in await tx.rows(select(postings)) if str(LAST) <= r.day < str(MONDAY)}
    for posted in there.values():
        if posted.question_id is not None:
            found[posted.question_id].branches.add(posted.unit_id)
    for row in await tx.rows(select(answers)):
        if row.posting_id in there:
            question = there[row.posting_id].question_id
            found[question].answered += 1
            found[question].right += [int(row.chosen)] == keys[question]
    asked = [each for each in found.values() if each.branches]
    return sorted(asked, key=lambda each: each.right / each.answered)


async def note_of_the_week(tx: Transaction, found: dict[str, Reckoned]) -> Any:
    """The longest of the newest notes that a group has seen, where five people or more belong."""
    codes = {row.id: row.code for row in await tx.rows(select(units))}
    shown = [
        row
        for row in await tx.rows(select(notes))
        if str(LAST) <= row.day < str(MONDAY)
        and not row.private
        and _SHORTEST <= len(row.text) <= _LONGEST
    ]
    shown.sort(key=lambda row: (row.day, row.unit_id, row.id), reverse=True)
    many = [row for row in shown[:200] if found[codes[row.unit_id]].members >= 5]
    return max(many, key=lambda row: (len(row.text), -row.id))


async def names_of(tx: Transaction) -> set[str]:
    """What everybody is called."""
    return {row.name for row in await tx.rows(select(persons.c.name))}


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    assert BEGAN - timedelta(days=1) <= day <= MONDAY
    return day
