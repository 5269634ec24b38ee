"""Choosing questions: for a branch's noon, and for the practice of one of 15,000 members.

Every branch has been asked all 60 questions of the shipped programme, so for each noon it is
weighed what its members have forgotten. Each member remembers 40 questions of a bank of 2,000, and
those who practise for the first time have two months of answers in the group to be looked up.
"""

import gc
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy import delete, insert, select

from benchmarks.organisation import DEFAULTS, FIRST_DAY, found, moment
from programme.drilling import next_question, practice_of
from programme.noon_questions import noons_of, questions_of_noons
from quizzes.spacing import reviewed
from storage import programmes
from storage.database import Database, Transaction, open_database
from storage.had import had_by
from storage.moments import earliest
from storage.questions import Askable, askable, store_questions
from storage.schema import upgrade
from storage.tables.deeds import answers
from storage.tables.drills import drill_cards
from storage.tables.organisation import memberships
from storage.tables.work import postings
from storage.tables.work import slots as slots_table
from storage.units import children, units
from storage.values.days import Slot, SlotId, SlotKind, VersionId
from storage.values.drills import Memory
from storage.values.people import BotId, PersonId, Unit
from storage.values.questions import Question, QuestionKind, QuestionText

_BOT = BotId(8_100_000_001)
_DAYS, _MORE, _CARDS, _ASKED = 60, 2_000, 40, 1_000
_AT_ONCE = 50_000

Member = tuple[PersonId, Unit]


class Choices(Struct, frozen=True):
    """Milliseconds a choice: for a branch's noon; for a member who comes back to practise, the
    median and what 99 of 100 do not exceed; and for who comes for the first time."""

    members: int
    noon: float
    median: float
    p99: float
    first: float


async def measure(branches: int = 1_000, size: int = 15) -> Choices:
    """Choose for some noons, and for members drawn by lot."""
    dice = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'drill.db'}")
        await upgrade(database)
        await found(database, _BOT, branches, size)
        members = await _lived(database, dice)
        noon = await _noon(database, [unit for _, unit in members[: 200 * size : size]])
        await _remember(database, members, dice)
        some = dice.sample(members, _ASKED)
        first = await _practise(database, some)
        again = sorted(await _practise(database, some))
        await database.close()
    p99 = again[len(again) * 99 // 100]
    medians = statistics.median(again), p99, statistics.median(first)
    return Choices(branches * size, noon, *medians)


async def _noon(database: Database, some: Sequence[Unit]) -> float:
    """How long a branch's noon takes, 50 in a tick."""
    now, day = moment(_DAYS, 12), FIRST_DAY + timedelta(days=_DAYS)
    async with database.writing() as tx:
        versions = await programmes.newest_versions(tx)
        items = {v.id: await programmes.items(tx, v.id) for v in versions.values()}
        began = time.perf_counter()
        for at in range(0, len(some), 50):
            branches = {unit.id: unit for unit in some[at : at + 50]}
            due = [
                Slot(SlotId(each), _BOT, SlotKind.NOON, each, PersonId(0), day, now)
                for each in branches
            ]
            had = await had_by(tx, list(branches), {SlotKind.NOON})
            noons = noons_of(due, now, branches, versions, items, {}, had)
            chosen = await questions_of_noons(tx, noons)
            assert len(chosen) == len(branches) and all(chosen.values())
        return (time.perf_counter() - began) * 1000 / len(some)


async def _practise(database: Database, some: Sequence[Member]) -> list[float]:
    """How long each of these waits for a question, without the commit."""
    gc.collect()
    took, now = [], moment(_DAYS, 9)
    for person_id, unit in some:
        async with database.writing() as tx:
            began = time.perf_counter()
            practice = await practice_of(tx, _BOT, person_id, unit, now)
            shown = await next_question(tx, practice)
            took.append((time.perf_counter() - began) * 1000)
        assert shown is not None
    return took


async def _lived(database: Database, dice: random.Random) -> list[Member]:
    """Two months of noons in every branch, each answered by all; every member and their branch."""
    async with database.writing() as tx:
        known = await units(tx, await children(tx, None), DEFAULTS)
        query = select(memberships.c.person_id, memberships.c.unit_id)
        rows = await tx.rows(query.order_by(memberships.c.unit_id))
        members = [(PersonId(row.person_id), known[row.unit_id]) for row in rows]
        (version,) = (await programmes.newest_versions(tx)).values()
        own = await askable(tx, version.id)
        await tx.run(delete(slots_table))
        for day in range(_DAYS):
            await _post(tx, day, members, version.id, own[day % len(own)], dice)
    return members


async def _post(
    tx: Transaction,
    day: int,
    members: Sequence[Member],
    version_id: VersionId,
    asked: Askable,
    dice: random.Random,
) -> None:
    """A day's noon: number of slot and posting tell day and branch."""
    branches = {unit.id for _, unit in members}
    on, at = (FIRST_DAY + timedelta(days=day)).isoformat(), earliest(moment(day, 12))
    first = 1_000_000 + day * 10_000
    common = {"bot_id": _BOT, "kind": SlotKind.NOON.value, "day": on}
    await _insert(
        tx,
        slots_table,
        [
            {"id": first + unit, "unit_id": unit, "due_at": at, "state": "posted", **common}
            for unit in branches
        ],
    )
    about = {"part": 0, "language": "zh", "version_id": version_id, "state": "sent"}
    question = {"question_id": asked.id, "revision": asked.revision}
    await _insert(
        tx,
        postings,
        [
            {"id": first + u, "slot_id": first + u, "unit_id": u, "chat_id": -u}
            | common
            | about
            | question
            for u in branches
        ],
    )
    await _insert(
        tx,
        answers,
        [
            {
                "posting_id": first + unit.id,
                "person_id": person_id,
                "unit_id": unit.id,
                "day": on,
                "chosen": str(dice.randrange(3)),
                "at": at,
            }
            for person_id, unit in members
        ],
    )


async def _remember(database: Database, members: Sequence[Member], dice: random.Random) -> None:
    """A bank of more questions, and what each member remembers of it."""

    @cache
    def begun(day: date, right: bool) -> Memory:
        # Worked out once for each day: there are 600,000 cards.
        return reviewed(None, day, right=right)

    texts = {"zh": QuestionText("往哪里流？", ("低处", "高处", "不流"), "水往低处流。")}
    more = [Question(f"more-{n}", QuestionKind.ONE, texts, (0,)) for n in range(_MORE)]
    async with database.writing() as tx:
        (version,) = (await programmes.newest_versions(tx)).values()
        before = {each.id for each in await askable(tx, version.id)}
        await store_questions(tx, "more", version.id, more, moment(0, 6))
    async with database.writing() as tx:
        (version,) = (await programmes.newest_versions(tx)).values()
        added = [each.id for each in await askable(tx, version.id) if each.id not in before]
        rows = []
        for person_id, _ in members:
            for question_id in dice.sample(added, _CARDS):
                day = FIRST_DAY + timedelta(days=dice.randrange(_DAYS))
                memory = begun(day, dice.random() < 0.7)
                rows.append(
                    {
                        "person_id": person_id,
                        "question_id": question_id,
                        "stability": memory.stability,
                        "difficulty": memory.difficulty,
                        "last": memory.last.isoformat(),
                        "due": memory.due.isoformat(),
                        "revision": 1,
                    }
                )
        await _insert(tx, drill_cards, rows)


async def _insert(tx: Transaction, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    for at in range(0, len(rows), _AT_ONCE):
        await tx.run_many(insert(table), rows[at : at + _AT_ONCE])
