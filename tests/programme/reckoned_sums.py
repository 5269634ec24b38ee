"""Sums of days reckoned from the raw deeds by plain loops, with nothing of the bot's own sums."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Table, select

from storage.database import Transaction
from storage.tables.deeds import answers, branch_days, check_ins, member_days, notes, unit_days
from storage.tables.organisation import memberships, pauses, units
from storage.tables.programme import question_revisions
from storage.tables.work import postings
from storage.values.questions import Question

DEEDS = ("check_ins", "answered", "right", "notes")
ALL = ("due", "active", "acts", *DEEDS)
Cells = Mapping[tuple[int, str], Mapping[str, int]]
"""What there was, by person or unit and day."""


async def days_of_members(
    tx: Transaction, erased: Mapping[tuple[int, str], int]
) -> tuple[Cells, Mapping[tuple[int, str], int]]:
    """What everybody did on each day, and in which branch."""
    found: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    where: dict[tuple[int, str], int] = {}
    keys: dict[int, tuple[int, ...]] = {}
    for row in await tx.rows(select(question_revisions).order_by(question_revisions.c.number)):
        # The options stay the same, so the newest key holds.
        keys[row.question_id] = msgspec.json.decode(row.body, type=Question).correct
    asked = {row.id: row.question_id for row in await tx.rows(select(postings))}
    for table, name in ((check_ins, "check_ins"), (answers, "answered"), (notes, "notes")):
        for row in await tx.rows(select(table)):
            key = (row.person_id, row.day)
            found[key][name] += 1
            where[key] = row.unit_id
            if name == "answered":
                chosen = tuple(int(each) for each in row.chosen.split(","))
                found[key]["right"] += chosen == keys[asked[row.posting_id]]
    for key, times in erased.items():
        found[key]["notes"] += times
    return found, where


async def days_of_units(
    tx: Transaction, done: Cells, where: Mapping[tuple[int, str], int]
) -> Cells:
    """What there was in each branch on each day."""
    found: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    homes = [row for row in await tx.rows(select(memberships)) if row.home]
    away = [row for row in await tx.rows(select(pauses)) if row.person_id is not None]
    for each in await tx.rows(select(branch_days)):
        there = {
            home.person_id
            for home in homes
            if home.unit_id == each.unit_id
            and home.since <= each.day <= (home.until or each.day)
            and not any(
                rest.person_id == home.person_id and rest.first <= each.day <= rest.last
                for rest in away
            )
        }
        found[each.unit_id, each.day]["due"] = len(there) if each.counts else 0
    for (person, day), deeds in done.items():
        cell = found[where[person, day], day]
        acts = sum(deeds[name] > 0 for name in ("check_ins", "answered", "notes"))
        cell["active"] += acts > 0
        cell["acts"] += acts
        for name in DEEDS:
            cell[name] += deeds[name]
    return found


async def kept(tx: Transaction, table: Table, names: Iterable[str]) -> Cells:
    """The days that are kept, of members or of branches."""
    who = "person_id" if table is member_days else "unit_id"
    return {
        (row._mapping[who], row.day): {name: row._mapping[name] for name in names}
        for row in await tx.rows(select(table))
    }


async def disagreeing(tx: Transaction, erased: Mapping[tuple[int, str], int]) -> list[Any]:
    """Where what is kept is not what the deeds come to; a row of nothing is as good as none."""
    done, where = await days_of_members(tx, erased)
    stored = {(r.person_id, r.day): r.unit_id for r in await tx.rows(select(member_days))}
    # Of notes that are gone it says only the day where they counted.
    where = {key: where.get(key, stored.get(key, 0)) for key in done}
    of_units = await days_of_units(tx, done, where)
    wrong: list[Any] = [
        (key, where[key], stored.get(key))
        for key in done
        if where[key] != stored.get(key) and any(done[key].values())
    ]
    for table, names, reckoned in (
        (member_days, DEEDS, done),
        (unit_days, ALL, of_units),
    ):
        there = await kept(tx, table, names)
        for key in there.keys() | reckoned.keys():
            wanted = {name: reckoned.get(key, {}).get(name, 0) for name in names}
            held = there.get(key, dict.fromkeys(names, 0))
            if held != wanted:
                wrong.append((table.name, key, held, wanted))
    return wrong


async def branches_below(tx: Transaction) -> Mapping[int, set[int]]:
    """Each unit with those at or below it, by who hangs below whom now."""
    above = {row.id: row.parent_id for row in await tx.rows(select(units))}
    found: dict[int, set[int]] = defaultdict(set)
    for unit in above:
        step: int | None = unit
        while step is not None:
            found[step].add(unit)
            step = above[step]
    return found


def summed(cells: Cells, unit_ids: Iterable[int], first: date, last: date) -> Counter[str]:
    """Cells of these units and days added up."""
    whole: Counter[str] = Counter()
    for (unit, day), cell in cells.items():
        if unit in unit_ids and str(first) <= day <= str(last):
            whole.update(cell)
    return whole
