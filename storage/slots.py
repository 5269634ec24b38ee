"""Slots: what is to happen by the clock, and what branches have had so far."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy import bindparam, delete, func, insert, literal_column, or_, select, update

from storage.database import Transaction
from storage.driver import Statement, among
from storage.moments import earliest, moment
from storage.postings import posting_of, slot_of
from storage.tables.deeds import branch_days
from storage.tables.organisation import branch_settings
from storage.tables.telegram import chats
from storage.tables.work import postings, slots
from storage.unit_days import named
from storage.upserts import insert_into
from storage.values.days import (
    STUDIES,
    Posting,
    QuestionId,
    Slot,
    SlotId,
    SlotKind,
    SlotState,
    VersionId,
)
from storage.values.people import BotId, ChatId, UnitId


@dataclass(frozen=True, slots=True)
class NewSlot:
    """A slot to be planned."""

    bot_id: BotId
    kind: SlotKind
    unit_id: UnitId
    day: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class NewPosting:
    """A posting to be planned."""

    slot: Slot
    part: int
    chat_id: ChatId
    language: str
    version_id: VersionId
    item_key: str | None = None
    question_id: QuestionId | None = None
    revision: int | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Had:
    """What a branch has had: how often each item, and when last each question."""

    items: Mapping[str, int]
    questions: Mapping[QuestionId, date]
    last_question: QuestionId | None


async def put(tx: Transaction, new: Iterable[NewSlot]) -> None:
    """Plan slots; one that is planned already for its day stays as it is."""
    rows = [
        {
            "bot_id": slot.bot_id,
            "kind": slot.kind.value,
            "unit_id": slot.unit_id,
            "day": slot.day.isoformat(),
            "due_at": earliest(slot.due_at),
        }
        for slot in new
    ]
    await tx.run_many(insert_into(slots, tx.dialect).on_conflict_do_nothing(), rows)


async def due(
    tx: Transaction,
    bot_id: BotId,
    now: datetime,
    counted_until: datetime,
    prompt_wait: timedelta,
    limit: int,
) -> list[Slot]:
    """The slots whose time has come, the longest due first.

    A result waits until all that came in before its time is counted (``counted_until``), and the
    evening's prompt waits for it, ``prompt_wait`` at the longest.
    """
    c = slots.c
    free = or_(
        c.kind.not_in([SlotKind.RESULT.value, SlotKind.EVENING.value]),
        c.due_at <= earliest(counted_until),
        (c.kind == SlotKind.EVENING.value) & (c.due_at <= earliest(now - prompt_wait)),
    )
    query = (
        select(slots)
        .where(c.bot_id == bot_id, c.state == SlotState.DUE.value, c.due_at <= earliest(now), free)
        # A result goes before the prompt of the same moment.
        .order_by(c.due_at, c.kind == SlotKind.EVENING.value, c.id)
        .limit(limit)
    )
    return [slot_of(row) for row in await tx.rows(query)]


async def next_due(tx: Transaction, bot_id: BotId) -> datetime | None:
    """When the next slot is due."""
    found = await tx.scalar(
        select(func.min(slots.c.due_at)).where(
            slots.c.bot_id == bot_id, slots.c.state == SlotState.DUE.value
        )
    )
    return None if found is None else moment(found)


async def close(
    tx: Transaction, ended: Mapping[SlotId, tuple[SlotState, str]], now: datetime
) -> None:
    """Say how slots ended, and why; those that were taken were taken now."""
    query = (
        update(slots)
        .where(slots.c.id == bindparam("slot"))
        .values(state=bindparam("ended"), reason=bindparam("because"), taken_at=bindparam("taken"))
    )
    await tx.run_many(
        query,
        [
            {
                "slot": slot,
                "ended": state.value,
                "because": reason,
                "taken": earliest(now) if state is SlotState.TAKEN else None,
            }
            for slot, (state, reason) in ended.items()
        ],
    )


async def open_days(tx: Transaction, days: Collection[tuple[UnitId, date]]) -> None:
    """Put down that branches have these study days, unless they were put down before."""
    rows = [{"unit_id": unit, "day": day.isoformat(), "counts": True} for unit, day in days]
    await tx.run_many(insert_into(branch_days, tx.dialect).on_conflict_do_nothing(), rows)


async def spoil_days(tx: Transaction, days: Collection[tuple[UnitId, date]]) -> None:
    """Put down that these days break nobody's streak: the bot did not post all that was due."""
    rows = [{"unit_id": unit, "day": day.isoformat(), "counts": False} for unit, day in days]
    filled = insert_into(branch_days, tx.dialect)
    await tx.run_many(
        filled.on_conflict_do_update(index_elements=["unit_id", "day"], set_={"counts": False}),
        rows,
    )


async def forget_due(tx: Transaction, bot_id: BotId, after: Mapping[UnitId, date]) -> None:
    """Take back the planned slots of branches on days after the given ones."""
    c = slots.c
    by_day: dict[date, list[UnitId]] = {}
    for unit, day in after.items():
        by_day.setdefault(day, []).append(unit)
    for day, concerned in by_day.items():
        query = delete(slots).where(
            c.bot_id == bot_id,
            among(c.unit_id, "units"),
            c.state == SlotState.DUE.value,
            c.day > day.isoformat(),
        )
        await tx.run(query, {"units": concerned})


async def forget_studies(tx: Transaction, bot_id: BotId, unit_id: UnitId, day: date) -> None:
    """Take back a branch's planned studies of one day; the result of a question stays."""
    c = slots.c
    await tx.run(
        delete(slots).where(
            c.bot_id == bot_id,
            c.unit_id == unit_id,
            c.state == SlotState.DUE.value,
            c.day == day.isoformat(),
            c.kind.in_([kind.value for kind in STUDIES]),
        )
    )


async def units_planned(tx: Transaction, bot_id: BotId) -> list[UnitId]:
    """The branches that have a slot planned."""
    query = (
        select(slots.c.unit_id)
        .where(slots.c.bot_id == bot_id, slots.c.state == SlotState.DUE.value, slots.c.unit_id > 0)
        .distinct()
        .order_by(slots.c.unit_id)
    )
    return [UnitId(row.unit_id) for row in await tx.rows(query)]


async def add_postings(tx: Transaction, bot_id: BotId, new: Sequence[NewPosting]) -> list[Posting]:
    """Plan postings; they come back with their ids, in the same order."""
    if not new:
        return []
    query = insert(postings).returning(postings, sort_by_parameter_order=True)
    rows = await tx.rows_many(
        query,
        [
            {
                "bot_id": bot_id,
                "slot_id": each.slot.id,
                "kind": each.slot.kind.value,
                "unit_id": each.slot.unit_id,
                "day": each.slot.day.isoformat(),
                "part": each.part,
                "chat_id": each.chat_id,
                "language": each.language,
                "version_id": each.version_id,
                "item_key": each.item_key,
                "question_id": each.question_id,
                "revision": each.revision,
                "closes_at": None if each.closes_at is None else earliest(each.closes_at),
            }
            for each in new
        ],
    )
    return [posting_of(row) for row in rows]


async def had(
    tx: Transaction, unit_ids: Collection[UnitId], kinds: Collection[SlotKind] = STUDIES
) -> dict[UnitId, Had]:
    """What these branches have studied and were asked; what could not be posted is not counted.

    ``kinds`` are the slots to be decided: what none of them asks for is not read, because after
    years it is long.
    """
    reads_items = not {SlotKind.MORNING, SlotKind.EVENING}.isdisjoint(kinds)
    items = await _items_had(tx, unit_ids) if reads_items else {}
    days = await _questions_had(tx, unit_ids) if SlotKind.NOON in kinds else {}
    found = {}
    for unit in unit_ids:
        asked = days.get(unit, {})
        found[unit] = Had(items.get(unit, {}), asked, next(reversed(asked), None))
    return found


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


async def _questions_had(
    tx: Transaction, unit_ids: Collection[UnitId]
) -> Mapping[UnitId, dict[QuestionId, date]]:
    """When each branch was last asked each question, the latest at the end."""
    days: dict[UnitId, dict[QuestionId, date]] = {unit: {} for unit in unit_ids}
    for unit_id, question_id, day in await tx.hot_rows(_ASKED, units=list(unit_ids)):
        days[unit_id][question_id] = _day(day)
    return days


# What counts as had: written for the index, and without parameters for the driver.
_THERE = postings.c.state.in_([literal_column("'planned'"), literal_column("'sent'")])

# Through the driver itself: after a year these are eighteen thousand rows for fifty branches.
_ASKED = Statement(
    select(postings.c.unit_id, postings.c.question_id, func.max(postings.c.day))
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


async def postings_of_day(
    tx: Transaction, bot_id: BotId, unit_days: Collection[tuple[UnitId, date]], kind: SlotKind
) -> dict[tuple[UnitId, date], list[Posting]]:
    """What branches' slots of one kind became on given days, in the order of posting."""
    c = postings.c
    query = (
        select(postings)
        .where(
            c.bot_id == bot_id,
            c.kind == kind.value,
            among(c.unit_id, "units"),
            among(c.day, "days"),
        )
        .order_by(c.id)
    )
    found: dict[tuple[UnitId, date], list[Posting]] = {key: [] for key in unit_days}
    for row in await tx.rows(query, named(unit_days)):
        key = (UnitId(row.unit_id), date.fromisoformat(row.day))
        if key in found:
            found[key].append(posting_of(row))
    return found


async def last_ended(
    tx: Transaction, bot_id: BotId, unit_ids: Collection[UnitId], since: date
) -> dict[tuple[UnitId, SlotKind], date]:
    """The last day, from ``since`` on, on which branches have had their slot of each kind."""
    c = slots.c
    query = (
        select(c.unit_id, c.kind, func.max(c.day).label("day"))
        .where(
            c.bot_id == bot_id,
            among(c.unit_id, "units"),
            c.state != SlotState.DUE.value,
            c.day >= since.isoformat(),
        )
        .group_by(c.unit_id, c.kind)
    )
    return {
        (UnitId(row.unit_id), SlotKind(row.kind)): date.fromisoformat(row.day)
        for row in await tx.rows(query, {"units": list(unit_ids)})
    }


async def planned_for(
    tx: Transaction, bot_id: BotId, unit_days: Collection[tuple[UnitId, date]], kind: SlotKind
) -> dict[tuple[UnitId, date], datetime]:
    """When branches' slots of one kind are due on given days; those that are not planned, or not
    any more, are left out."""
    c = slots.c
    query = select(c.unit_id, c.day, c.due_at).where(
        c.bot_id == bot_id,
        c.kind == kind.value,
        c.state == SlotState.DUE.value,
        among(c.unit_id, "units"),
        among(c.day, "days"),
    )
    rows = await tx.rows(query, named(unit_days))
    found = {(UnitId(r.unit_id), date.fromisoformat(r.day)): moment(r.due_at) for r in rows}
    return {key: due_at for key, due_at in found.items() if key in unit_days}


async def next_planned(
    tx: Transaction, bot_id: BotId, unit_id: UnitId, after: datetime
) -> Slot | None:
    """The first of a branch's studies that is planned for a moment after the given one."""
    c = slots.c
    query = (
        select(slots)
        .where(
            c.bot_id == bot_id,
            c.unit_id == unit_id,
            c.state == SlotState.DUE.value,
            c.due_at > earliest(after),
            c.kind.in_([kind.value for kind in STUDIES]),
        )
        .order_by(c.due_at)
        .limit(1)
    )
    row = await tx.first(query)
    return None if row is None else slot_of(row)


async def units_without(tx: Transaction, bot_id: BotId, kinds: Collection[str]) -> list[UnitId]:
    """The branches with a group, or with posts in private chats, that lack a planned slot of one of
    these kinds."""
    planned = (
        select(slots.c.unit_id)
        .where(
            slots.c.bot_id == bot_id,
            slots.c.state == SlotState.DUE.value,
            slots.c.kind.in_(list(kinds)),
        )
        .group_by(slots.c.unit_id)
        .having(func.count(func.distinct(slots.c.kind)) == len(kinds))
    )
    bound = select(chats.c.unit_id).where(
        chats.c.bot_id == bot_id, chats.c.unit_id.is_not(None), chats.c.unit_id.not_in(planned)
    )
    alone = select(branch_settings.c.unit_id).where(
        branch_settings.c.in_private, branch_settings.c.unit_id.not_in(planned)
    )
    return [UnitId(row.unit_id) for row in await tx.rows(bound.union(alone))]
