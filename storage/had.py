"""What branches have had so far: which items, and which questions when."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from msgspec import Struct
from sqlalchemy import func, literal_column, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.tables.work import postings
from storage.values.days import STUDIES, PostingId, QuestionId, SlotKind
from storage.values.people import UnitId


class Had(Struct, frozen=True):
    """What a branch has had: how often each item, and when last each question, the latest at the
    end; ``postings`` are those by which each question was asked last."""

    items: Mapping[str, int]
    questions: Mapping[QuestionId, date]
    last_question: QuestionId | None
    postings: Mapping[QuestionId, PostingId] = {}


async def had_by(
    tx: Transaction, unit_ids: Collection[UnitId], kinds: Collection[SlotKind] = STUDIES
) -> dict[UnitId, Had]:
    """What these branches have studied and were asked; what could not be posted is not counted.

    ``kinds`` are the slots to be decided: what none of them asks for is not read, because after
    years it is long.
    """
    reads_items = not {SlotKind.MORNING, SlotKind.EVENING}.isdisjoint(kinds)
    items = await _items_had(tx, unit_ids) if reads_items else {}
    nothing: dict[UnitId, _Asked] = {unit: ({}, {}) for unit in unit_ids}
    questions = await _questions_had(tx, unit_ids) if SlotKind.NOON in kinds else nothing
    found = {}
    for unit in unit_ids:
        days, last = questions[unit]
        found[unit] = Had(items.get(unit, {}), days, next(reversed(days), None), last)
    return found


_Asked = tuple[dict[QuestionId, date], dict[QuestionId, PostingId]]


async def _items_had(
    tx: Transaction, unit_ids: Collection[UnitId]
) -> Mapping[UnitId, Mapping[str, int]]:
    """How often each branch has had each item."""
    c = postings.c
    query = (
        select(c.unit_id, c.item_key, func.count().label("times"))
        .where(among(c.unit_id, "units"), c.kind == SlotKind.MORNING.value, _THERE)
        .group_by(c.unit_id, c.item_key)
    )
    counts: dict[UnitId, dict[str, int]] = {unit: {} for unit in unit_ids}
    for row in await tx.rows(query, {"units": list(unit_ids)}):
        counts[row.unit_id][row.item_key] = row.times
    return counts


async def _questions_had(tx: Transaction, unit_ids: Collection[UnitId]) -> Mapping[UnitId, _Asked]:
    """When each branch was last asked each question, the latest at the end, and by which post."""
    found: dict[UnitId, _Asked] = {unit: ({}, {}) for unit in unit_ids}
    for unit_id, question_id, day, posting in await tx.hot_rows(_ASKED, units=list(unit_ids)):
        days, last = found[unit_id]
        days[question_id] = _day(day)
        last[question_id] = posting
    return found


# What counts as had: written for the index, and without parameters for the driver.
_THERE = postings.c.state.in_([literal_column("'planned'"), literal_column("'sent'")])


# Through the driver itself: after a year these are eighteen thousand rows for fifty branches.
_ASKED = Statement(
    select(
        postings.c.unit_id,
        postings.c.question_id,
        func.max(postings.c.day),
        func.max(postings.c.id),
    )
    .where(
        among(postings.c.unit_id, "units"),
        postings.c.kind == literal_column("'noon'"),
        _THERE,
    )
    .group_by(postings.c.unit_id, postings.c.question_id)
    .order_by(func.max(postings.c.id))
)


# The days of a year are few, and each is read for every branch.
_day = lru_cache(maxsize=4096)(date.fromisoformat)
