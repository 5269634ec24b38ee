"""Three levels and sixty branches over five weeks, put down as raw deeds, and what happens at the
end of them: a study made up for, a key corrected, a branch hung elsewhere."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import delete, func, insert, select, update

from programme.book import Book
from programme.deeds import check_in
from programme.flushing import flush
from programme.importing import import_organisation, import_roster
from programme.rebuilding import rebuild
from programme.remarking import remark
from storage import chats as chat_rows
from storage import questions as question_rows
from storage.database import Transaction
from storage.doers import doer_of
from storage.snapshot import Named
from storage.tables.deeds import answers, branch_days, check_ins, notes
from storage.tables.duties import records, rulings, unit_programmes
from storage.tables.organisation import branch_settings, memberships, pauses, units
from storage.tables.programme import programme_versions, questions
from storage.tables.quizzes import key_alarms
from storage.tables.work import deliveries, postings, slots
from storage.units import upsert_units
from storage.values.days import QuestionId
from storage.values.people import ChatId, PersonId, UnitId
from storage.values.programme_files import Points, RosterRow, UnitRow
from tests.stories.house import House
from tests.stories.small_programme import small_programme

BEGAN, MONDAY = date(2026, 4, 27), date(2026, 6, 1)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
TOWNS, BRANCHES = 4, 15
SILENT, BACK, SMALL, LOST, MISSED, PAUSED = "b05", "b09", "b12", "b20", "b31", "b33"
_HARD_NAMES = {
    "b40": "=1+1支部",
    "b41": "+1支部",
    "b42": "-1支部",
    "b43": "@支部",
    "b02": '<b>&"支部',
    "b06": "很长的名字" * 12,
}
"""Names that break what doesn't take care."""
# A member of the first moves to the second, one of the third leaves, and one of the fourth comes.
FROM, TO, LEFT, CAME = "b00", "b01", "b02", "b03"
MOVED_ON, LEFT_ON, CAME_ON = MONDAY - 4 * DAY, MONDAY - 6 * DAY, MONDAY - 12 * DAY
# A branch of the first town is hung below the second, and somebody there makes up for a study.
HUNG, LATE_FOR = "b14", MONDAY - 5 * DAY
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
_TABLES = (
    pauses,
    branch_days,
    slots,
    postings,
    check_ins,
    answers,
    notes,
    records,
    rulings,
    key_alarms,
)


class _Branch(Struct, frozen=True):
    """A branch with its people, from which day to which they are there, and how keen they are."""

    code: str
    unit: int
    spans: list[tuple[int, str, str]]
    keen: float

    def on(self, day: date) -> list[int]:
        """Who is there on a day."""
        return [who for who, since, until in self.spans if since <= str(day) <= until]


def programme(folder: Path) -> Path:
    """A programme with three duties."""
    made = small_programme(folder)
    (made / "duties.toml").write_text(_DUTIES, "utf-8")
    return made


def code_of(number: int) -> str:
    """The code of a branch."""
    return f"b{number:02}"


def name_of(code: str) -> str:
    """A branch's name."""
    return _HARD_NAMES.get(code, f"第{int(code[1:])}支部")


async def organisation(house: House) -> None:
    """A county, its towns, and their branches with members; one has a group that is lost."""
    dice, now = random.Random(7), house.clock.now()
    rows = [UnitRow(1, "county", None, "县", "江北县")]
    rows += [UnitRow(2, f"t{n}", "county", "镇", f"第{n}镇") for n in range(TOWNS)]
    people = []
    for number in range(TOWNS * BRANCHES):
        code = code_of(number)
        rows.append(UnitRow(3, code, f"t{number // BRANCHES}", "支部", name_of(code)))
        size = 3 if code == SMALL else dice.randint(5, 9)
        people += [RosterRow(0, code, f"党员{number}-{n}", joined=BEGAN) for n in range(size)]
    async with house.database.writing() as tx:
        await import_organisation(tx, rows, now, house.defaults)
        await import_roster(tx, people, now, house.defaults)
        ids = {r.code: r.id for r in await tx.rows(select(units.c.code, units.c.id))}
        # They have owed what the programme asks all along.
        await tx.run(delete(unit_programmes))
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
        await _come_and_go(tx, ids)
        here = defaultdict(list)
        for row in await tx.rows(select(memberships).order_by(memberships.c.id)):
            here[row.unit_id].append((row.person_id, row.since, row.until or str(MONDAY)))
        made: _Made = defaultdict(list)
        for number, code in enumerate(code for code in sorted(ids) if code.startswith("b")):
            branch = _Branch(code, ids[code], here[ids[code]], dice.uniform(0.2, 0.9))
            _away(made, branch)
            for day in days(BEGAN, MONDAY - DAY):
                if day.weekday() == 6 or (code == PAUSED and day >= MONDAY - WEEK):
                    continue
                posting = 10_000 + 100 * number + (day - BEGAN).days
                question = asked[posting % len(asked)]
                _posted(made, house.bot_id, branch, day, posting, (version, question))
                if not _rests(code, day):
                    _deeds(made, dice, branch, day, posting)
            _records(made, dice, branch)
        _missed(made, house.bot_id, ids[MISSED])
        doubt = {"question_id": asked[2], "revision": 1, "chosen": "1", "raised_at": 0}
        made[key_alarms].append({**doubt, "best": 9, "for_chosen": 8, "for_key": 1})
        for table in _TABLES:
            for keys in {tuple(row) for row in made[table]}:
                await tx.run_many(insert(table), [r for r in made[table] if tuple(r) == keys])
    await rebuild(house.database, lambda _done, _whole: None)


async def _come_and_go(tx: Transaction, ids: dict[str, int]) -> None:
    m = memberships.c
    first = {}
    for code in (FROM, LEFT, CAME):
        query = select(func.min(m.person_id)).where(m.unit_id == ids[code])
        first[code] = await tx.scalar(query)
    for code, column, day in (
        (FROM, "until", MOVED_ON - DAY),
        (LEFT, "until", LEFT_ON),
        (CAME, "since", CAME_ON),
    ):
        there = update(memberships).where(m.person_id == first[code])
        await tx.run(there.values({column: str(day)}))
    moved = {"person_id": first[FROM], "unit_id": ids[TO], "home": True, "since": str(MOVED_ON)}
    await tx.run(insert(memberships).values(moved))


async def reminders_to(tx: Transaction, bot: int, chat: int) -> None:
    """Reminders that somebody has been sent: two in the week, and one before it."""
    moments = (datetime.combine(MONDAY - n * DAY, time(), UTC) for n in (1, 4, 9))
    for number, moment in enumerate(moments):
        what = {"bot_id": bot, "key": f"reminded:{number}", "kind": "reminder", "rank": 2}
        when = {"not_before": 0, "done_at": int(moment.timestamp()), "state": "sent"}
        said = {"chat_id": chat, "language": "zh", "payload": "{}"}
        await tx.run(insert(deliveries).values(**what, **when, **said))


async def last_things(house: House) -> None:
    """What happens on Monday morning, by the bot's own ways, which keep its sums."""
    now = house.clock.now()
    async with house.database.writing() as tx:
        row = UnitRow(3, HUNG, "t1", "支部", name_of(HUNG))
        await upsert_units(tx, [row])
        ids = {r.code: r.id for r in await tx.rows(select(units.c.code, units.c.id))}
        m, day = memberships.c, str(LATE_FOR)
        has_read = select(check_ins.c.person_id).where(check_ins.c.day == day)
        late = await tx.scalar(
            select(func.min(m.person_id)).where(
                m.unit_id == ids[HUNG], m.person_id.not_in(has_read)
            )
        )
        book = await Book.open(tx, house.bot_id, Named())
        await book.need_zones(now, house.defaults)
        page, doer = book.page(), await doer_of(tx, PersonId(late))
        assert doer is not None
        assert (await check_in(page, doer, LATE_FOR, now, Points())).new
        book.keep(page)
        await flush(book, now)
        wrong = QuestionId(await tx.scalar(select(func.min(questions.c.id))))
        newest = await question_rows.newest(tx, wrong)
        assert newest is not None
        await question_rows.correct(tx, wrong, replace(newest[1], correct=(1,)), now)
    assert await remark(house.database, house.bot_id, wrong)


def days(first: date, last: date) -> Iterable[date]:
    """The days from one to another, both counted."""
    return (first + n * DAY for n in range((last - first).days + 1))


def _rests(code: str, day: date) -> bool:
    week = MONDAY - WEEK
    if code in (SILENT, SMALL):
        return day >= week
    return code == BACK and week - WEEK <= day < week


def _away(made: _Made, branch: _Branch) -> None:
    """One member is on leave for some days, and one branch pauses."""
    first, last = str(MONDAY - 9 * DAY), str(MONDAY - 5 * DAY)
    who = branch.spans[-1][0]
    leave = {"person_id": who, "first": first, "last": last, "made_at": 0}
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
    for person in branch.on(day):
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
    for month, day in (("2026-04", "2026-04-28"), ("2026-05", "2026-05-27")):
        # What is newly overdue is told by name.
        luck = 1 if branch.code in _HARD_NAMES and month == "2026-05" else dice.random()
        if luck < 0.7:
            made[records].append(_record(branch.unit, "theme", day))
        elif luck < 0.75:
            ruling = {"unit_id": branch.unit, "duty_key": "theme", "period": month}
            made[rulings].append({**ruling, "kind": "excused", "reason": "x", "at": 0})
        elif luck < 0.85 and month == "2026-04":
            late = '[{"duty":"theme","period":"2026-04"}]'
            made[records].append(_record(branch.unit, "theme", "2026-05-08") | {"makes_up": late})
    if dice.random() < 0.5:
        made[records].append(_record(branch.unit, "plan", "2026-05-20"))


def _record(unit: int, kind: str, day: str) -> dict[str, Any]:
    kept = {"state": "kept", "made_at": 0, "changed_at": 0}
    return {"unit_id": unit, "kinds": kind, "day": day, **kept}


def _missed(made: _Made, bot: int, unit: int) -> None:
    for day in days(MONDAY - 3 * DAY, MONDAY - DAY):
        place = {"bot_id": bot, "kind": "evening", "unit_id": unit, "day": str(day)}
        made[slots].append({**place, "due_at": 0, "state": "missed"})
