"""A year of branches for the guides' pictures: raw deeds in a database of the product's own, from
which it makes its sums by itself."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.practice.sample import Both
from programme.duties.summing import rebuild_duties
from programme.folder import read_programme
from programme.importing import import_organisation, import_programme, import_roster
from programme.rebuilding import rebuild
from programme.shipped_programmes import shipped_folder
from storage.database import Database, Transaction
from storage.tables.cards import chosen_notes
from storage.tables.deeds import answers, branch_days, check_ins, notes
from storage.tables.duties import record_people, records
from storage.tables.organisation import memberships, persons, units
from storage.tables.programme import items, programme_versions, question_revisions
from storage.tables.work import postings, slots
from storage.units import Defaults
from storage.values.programme_files import RosterRow, UnitRow

BEGAN, TODAY = date(2026, 2, 9), date(2026, 10, 19)
"""The first day of study, and a Monday eight months later."""
_DAY = timedelta(days=1)
_READ = 22
"""So many of the programme's texts were read up to now."""
_BOT = 7
_TOWN = Both("青山镇", "Greenhill")
_BRANCHES = (
    Both("红星村支部", "Riverside branch"),
    Both("东风村支部", "Hill branch"),
    Both("退休支部", "Retired members"),
    Both("机关支部", "Town hall branch"),
    Both("青山小学支部", "School branch"),
    Both("卫生院支部", "Clinic branch"),
    Both("供销社支部", "Market branch"),
    Both("柳林村支部", "Willow branch"),
)
_PEOPLE = (
    Both("王秀英", "Mary Wang"),
    Both("李文华", "Helen Lee"),
    Both("张建国", "George Carter"),
    Both("刘桂兰", "Laura Lewis"),
    Both("周德福", "Fred Jordan"),
    Both("陈晓", "Chris Cole"),
    Both("赵玉珍", "Ruth Baker"),
    Both("吴志强", "Peter Stone"),
)
_NOTES = (
    Both(
        "今天和老张一起走访了三户人家，才知道书上写的“群众的小事”是什么意思。",
        "Called on three families with George today. Now I know what the book means by "
        "“the small things”.",
    ),
    Both(
        "读到一件小事，想起老周每天给大家烧水，几十年没断过。我也想做一件不断的小事。",
        "Reading about one small thing, I thought of old Fred, who has put the kettle on for all "
        "of us for thirty years. I would like to keep up one small thing myself.",
    ),
    Both(
        "修渠那天，年轻人抢着抬石头，我在边上递水。出一份力，心里就踏实。",
        "The day we mended the canal the young ones carried the stones and I carried the water. "
        "To have done one's bit is a good feeling.",
    ),
)
_DONE = (
    ("activity-day", 15, Both("一起修水渠", "mending the canal together")),
    ("committee-meeting", 8, Both("安排这个月的事", "what this month brings")),
    ("members-meeting", 22, Both("说说支部这一季", "the branch's quarter")),
    ("secretary-lecture", 25, Both("从一杯水讲起", "it begins with a cup of tea")),
)
_EACH_QUARTER = ("members-meeting", "secretary-lecture")

_Rows = dict[Any, list[dict[str, Any]]]


async def live(database: Database, language: str, now: datetime, defaults: Defaults) -> None:
    """Put down who there is and what they did, and have the sums made of it."""
    async with database.writing() as tx:
        # As if it had all been so since the year began.
        await _organise(tx, language, datetime(2026, 1, 1, tzinfo=UTC), defaults)
        rows: _Rows = defaultdict(list)
        dice = random.Random(20)
        version = await tx.scalar(select(func.max(programme_versions.c.id)))
        keys = [row.key for row in await tx.rows(select(items.c.key).order_by(items.c.position))]
        asked = [
            (row.question_id, json.loads(row.body)["correct"])
            for row in await tx.rows(select(question_revisions))
        ]
        here: dict[int, list[int]] = defaultdict(list)
        for row in await tx.rows(select(memberships).order_by(memberships.c.id)):
            here[row.unit_id].append(row.person_id)
        for number, (unit, people) in enumerate(here.items()):
            keen = {person: dice.uniform(0.45, 0.97) for person in people}
            keen[people[0]] = 0.86
            quiet = 0.35 if number == 3 else 1.0
            for at, day in enumerate(_days()):
                what = {"version_id": version, "item_key": keys[at % _READ]}
                question, right = asked[at % len(asked)]
                asks = {"version_id": version, "question_id": question, "revision": 1}
                _posted(rows, unit, day, "morning", what, language)
                posting = _posted(rows, unit, day, "noon", asks, language)
                for person in people:
                    _deeds(rows, dice, (person, unit, day), quiet * keen[person], (posting, right))
            _records(rows, dice, unit, people, language)
        _chosen(rows, language)
        for table in (
            *(branch_days, slots, postings, check_ins, answers, notes),
            *(chosen_notes, records, record_people),
        ):
            for shape in {tuple(row) for row in rows[table]}:
                await tx.run_many(insert(table), [r for r in rows[table] if tuple(r) == shape])
    await rebuild(database, lambda _done, _whole: None)
    await rebuild_duties(database, now, defaults)


async def _organise(tx: Transaction, language: str, now: datetime, defaults: Defaults) -> None:
    level = Both("支部", "branch").in_language(language)
    town = _TOWN.in_language(language)
    tree = [UnitRow(1, "t", None, Both("镇", "town").in_language(language), town)]
    people = []
    for n, name in enumerate(_BRANCHES):
        tree.append(UnitRow(2, f"b{n}", "t", level, name.in_language(language)))
        for k, who in enumerate(_PEOPLE[: 8 - n % 3]):
            said = who.in_language(language)
            people.append(
                RosterRow(0, f"b{n}", said, external_id=f"{n}-{k}", joined=date(2020, 1, 1))
            )
    await import_organisation(tx, tree, now, defaults)
    await import_roster(tx, people, now, defaults)
    top = await tx.scalar(select(units.c.id).where(units.c.code == "t"))
    with shipped_folder("two-studies") as folder:
        read = read_programme(folder).programme
        assert read is not None
        await import_programme(tx, read, folder, now, defaults, for_unit=top)
    await tx.run(persons.update().values(telegram_id=persons.c.id + 1000))


def _days() -> Iterator[date]:
    day = BEGAN
    while day < TODAY:
        if day.weekday() < 6:
            yield day
        day += _DAY


def _posted(
    rows: _Rows, unit: int, day: date, kind: str, what: dict[str, Any], language: str
) -> int:
    number = len(rows[slots]) + 1
    place = {"bot_id": _BOT, "kind": kind, "unit_id": unit, "day": str(day)}
    rows[slots].append({"id": number, **place, "due_at": 0, "state": "posted"})
    sent = {"slot_id": number, "part": 0, "chat_id": -unit, "state": "sent", "language": language}
    rows[postings].append({"id": number, **place, **sent, **what})
    if kind == "morning":
        rows[branch_days].append({"unit_id": unit, "day": str(day), "counts": True})
    return number


def _deeds(
    rows: _Rows,
    dice: random.Random,
    whose: tuple[int, int, date],
    keen: float,
    asked: tuple[int, list[int]],
) -> None:
    person, unit, day = whose
    deed = {"person_id": person, "unit_id": unit, "day": str(day), "at": 0}
    if dice.random() < keen:
        rows[check_ins].append(deed)
    if dice.random() < keen:
        posting, right = asked
        chosen = ",".join(map(str, right)) if dice.random() < 0.85 else "3"
        rows[answers].append({**deed, "posting_id": posting, "chosen": chosen})
    if dice.random() < keen / 3:
        message = len(rows[notes]) + 1
        written = {"id": message, "bot_id": _BOT, "chat_id": person, "message_id": message}
        rows[notes].append({**deed, **written, "text": "…", "private": True})


def _records(rows: _Rows, dice: random.Random, unit: int, people: list[int], language: str) -> None:
    for month in range(1, 11):
        for kind, of_month, topic in _DONE:
            day = date(2026, month, of_month)
            if day >= TODAY or (kind in _EACH_QUARTER and month % 3) or dice.random() < 0.1:
                continue
            number = len(rows[records]) + 1
            said = {"topic": topic.in_language(language), "state": "kept", "kinds": kind}
            made = {"id": number, "unit_id": unit, "day": str(day), "made_at": 0, "changed_at": 0}
            rows[records].append({**made, **said})
            there = dice.sample(people, len(people) - 1)
            rows[record_people] += [{"record_id": number, "person_id": each} for each in there]


def _chosen(rows: _Rows, language: str) -> None:
    """Some notes of the first branch are of words, and chosen for its review."""
    mine = [row for row in rows[notes] if row["unit_id"] == rows[notes][0]["unit_id"]]
    for row, text in zip(mine[40::60], _NOTES, strict=False):
        row["text"] = text.in_language(language)
        rows[chosen_notes].append({"note_id": row["id"], "chosen_at": 0})
