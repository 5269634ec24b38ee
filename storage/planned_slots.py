"""Which slots are planned, and which units lack one."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.postings import slot_of
from storage.slots import OF_A_BRANCH
from storage.tables.organisation import branch_settings, units
from storage.tables.telegram import chats
from storage.tables.work import slots
from storage.unit_days import named
from storage.values.days import STUDIES, Slot, SlotKind, SlotState
from storage.values.people import BotId, UnitId


async def units_planned(
    tx: Transaction, bot_id: BotId, kinds: Collection[SlotKind] = OF_A_BRANCH
) -> list[UnitId]:
    """The units that have a slot of one of these kinds planned: by default, the branches that have
    posts."""
    query = (
        select(slots.c.unit_id)
        .where(
            slots.c.bot_id == bot_id,
            slots.c.state == SlotState.DUE.value,
            slots.c.unit_id > 0,
            slots.c.kind.in_([kind.value for kind in kinds]),
        )
        .distinct()
        .order_by(slots.c.unit_id)
    )
    return [UnitId(row.unit_id) for row in await tx.rows(query)]


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


async def all_units_without(tx: Transaction, bot_id: BotId, kind: SlotKind) -> list[UnitId]:
    """The units that lack a planned slot of a kind, whether or not they have a group."""
    planned = select(slots.c.unit_id).where(
        slots.c.bot_id == bot_id, slots.c.state == SlotState.DUE.value, slots.c.kind == kind.value
    )
    query = select(units.c.id).where(units.c.id.not_in(planned)).order_by(units.c.id)
    return [UnitId(row.id) for row in await tx.rows(query)]
