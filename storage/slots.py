"""Slots: what is to happen by the clock."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from msgspec import Struct
from sqlalchemy import bindparam, delete, func, or_, select, update

from storage.database import Transaction
from storage.driver import Statement, among
from storage.moments import earliest, moment
from storage.postings import slot_of
from storage.tables.work import slots
from storage.upserts import insert_into
from storage.values.days import STUDIES, Slot, SlotId, SlotKind, SlotState
from storage.values.people import BotId, PersonId, UnitId

_NOBODY = PersonId(0)
OF_A_BRANCH = (*STUDIES, SlotKind.RESULT)
"""The kinds of slots that come of a branch's posts."""
_OF_ANY_UNIT = (SlotKind.DUTIES, SlotKind.WEEK)


class NewSlot(Struct, frozen=True):
    """A slot to be planned."""

    bot_id: BotId
    kind: SlotKind
    unit_id: UnitId
    day: date
    due_at: datetime
    person_id: PersonId = _NOBODY
    subject_id: int = 0


async def put(tx: Transaction, new: Iterable[NewSlot]) -> None:
    """Plan slots; one that is planned already for its day stays as it is."""
    rows = [
        {
            "bot_id": slot.bot_id,
            "kind": slot.kind.value,
            "unit_id": slot.unit_id,
            "person_id": slot.person_id,
            "subject_id": slot.subject_id,
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

    A result waits until all that came in before its time is counted (``counted_until``), and so
    do the end of a test and reminders; the evening's prompt waits for a result, ``prompt_wait`` at
    the longest.
    """
    values = {
        "bot": bot_id,
        "now": earliest(now),
        "counted_until": earliest(counted_until),
        "waited_enough": earliest(now - prompt_wait),
        "most": limit,
    }
    return [slot_of(row) for row in await tx.rows(_DUE, values)]


_LAST_OF_THEIR_MOMENT = (
    SlotKind.EVENING.value,
    SlotKind.EXAM_CLOSES.value,
    SlotKind.DUTIES.value,
)
_WAITING_TO_BE_COUNTED = (
    SlotKind.RESULT,
    SlotKind.DUTIES,
    SlotKind.WEEK,
    SlotKind.EVENING,
    SlotKind.EXAM_CLOSES,
    SlotKind.SITTING_ENDS,
)
# Asked at every tick: written once.
_DUE = (
    select(slots)
    .where(
        slots.c.bot_id == bindparam("bot"),
        slots.c.state == SlotState.DUE.value,
        slots.c.due_at <= bindparam("now"),
        or_(
            slots.c.kind.not_in([kind.value for kind in _WAITING_TO_BE_COUNTED]),
            slots.c.due_at <= bindparam("counted_until"),
            (slots.c.kind == SlotKind.EVENING.value)
            & (slots.c.due_at <= bindparam("waited_enough")),
        ),
    )
    # A result goes before the prompt of the same moment, the end of each member's test before that
    # of the test itself, and the morning's posts before its reminders.
    .order_by(slots.c.due_at, slots.c.kind.in_(_LAST_OF_THEIR_MOMENT), slots.c.id)
    .limit(bindparam("most"))
)


async def next_due(
    tx: Transaction,
    bot_id: BotId,
    after: datetime | None = None,
    kinds: Collection[SlotKind] = tuple(SlotKind),
) -> datetime | None:
    """When the next slot of some kinds is due; with ``after``, the next one after that moment."""
    query = select(func.min(slots.c.due_at)).where(
        slots.c.bot_id == bot_id,
        slots.c.state == SlotState.DUE.value,
        slots.c.kind.in_([kind.value for kind in kinds]),
    )
    if after is not None:
        query = query.where(slots.c.due_at > earliest(after))
    found = await tx.scalar(query)
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


async def put_off(tx: Transaction, slot_id: SlotId, due_at: datetime, reason: str = "") -> None:
    """Let a planned slot be due at another moment; ``reason``: why it could not be taken."""
    later = update(slots).where(slots.c.id == slot_id)
    await tx.run(later.values(due_at=earliest(due_at), reason=reason))


async def forget_due(tx: Transaction, bot_id: BotId, after: Mapping[UnitId, date]) -> None:
    """Take back what is planned for branches from day to day, on days after the given ones."""
    c = slots.c
    by_day: dict[date, list[UnitId]] = {}
    for unit, day in after.items():
        by_day.setdefault(day, []).append(unit)
    for day, concerned in by_day.items():
        query = delete(slots).where(
            c.bot_id == bot_id,
            among(c.unit_id, "units"),
            c.state == SlotState.DUE.value,
            c.kind.in_([kind.value for kind in (*OF_A_BRANCH, *_OF_ANY_UNIT)]),
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


async def days_taken(
    tx: Transaction, bot_id: BotId, unit_ids: Collection[UnitId], kind: SlotKind, since: date
) -> dict[UnitId, list[date]]:
    """The days, from ``since`` on, whose slot of a kind was taken, or found to be for nothing."""
    asked = {"bot": bot_id, "units": list(unit_ids), "kind": kind.value, "since": since.isoformat()}
    found: dict[UnitId, list[date]] = {}
    for unit, day in await tx.hot_rows(_DAYS_TAKEN, **asked):
        found.setdefault(UnitId(unit), []).append(date.fromisoformat(day))
    return found


_DAYS_TAKEN = Statement(
    select(slots.c.unit_id, slots.c.day).where(
        slots.c.bot_id == bindparam("bot"),
        among(slots.c.unit_id, "units"),
        slots.c.kind == bindparam("kind"),
        slots.c.day >= bindparam("since"),
        or_(slots.c.state == SlotState.TAKEN.value, slots.c.state == SlotState.EMPTY.value),
    )
)
