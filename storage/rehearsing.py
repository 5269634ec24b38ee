"""Setting the stage for a rehearsal: on a copy of the database, never on the database itself."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select, update

from storage.database import Transaction
from storage.driver import among
from storage.outbox import delivery_of
from storage.tables.telegram import chats
from storage.tables.work import deliveries, postings, slots
from storage.values.chats import ChatState
from storage.values.days import SlotState
from storage.values.deliveries import Delivery, DeliveryState
from storage.values.people import BotId, ChatId, UnitId

# No chat of Telegram's has a number like this.
_STAGE_CHATS = -(10**15)


async def set_stage(tx: Transaction, bot_id: BotId, branches: Sequence[UnitId]) -> None:
    """Give every branch a reachable group of its own, and forget what is planned and unsent."""
    await tx.run(delete(slots).where(slots.c.state == SlotState.DUE.value))
    await tx.run(
        update(deliveries)
        .where(deliveries.c.state != DeliveryState.SENT.value)
        .values(state=DeliveryState.DROPPED.value)
    )
    await tx.run(update(chats).values(unit_id=None))
    await tx.run_many(
        insert(chats),
        [
            {
                "bot_id": bot_id,
                "chat_id": _STAGE_CHATS - unit_id,
                "kind": "supergroup",
                "unit_id": unit_id,
                "state": ChatState.ACTIVE.value,
                "changed_at": 0,
            }
            for unit_id in branches
        ],
    )


async def take_deliveries(tx: Transaction, bot_id: BotId) -> list[Delivery]:
    """What waits to be sent, in order; from now on it counts as sent, and so do its postings."""
    waiting = deliveries.c.state == DeliveryState.WAITING.value
    query = select(deliveries).where(deliveries.c.bot_id == bot_id, waiting)
    found = [delivery_of(row) for row in await tx.rows(query.order_by(deliveries.c.id))]
    await tx.run(update(deliveries).where(waiting).values(state=DeliveryState.SENT.value))
    await tx.run(update(postings).where(postings.c.state == "planned").values(state="sent"))
    return found


async def units_of(
    tx: Transaction, bot_id: BotId, chat_ids: Collection[ChatId]
) -> dict[ChatId, UnitId]:
    """Whose groups these chats are."""
    query = select(chats.c.chat_id, chats.c.unit_id).where(
        chats.c.bot_id == bot_id, among(chats.c.chat_id, "chats"), chats.c.unit_id.is_not(None)
    )
    rows = await tx.rows(query, {"chats": list(chat_ids)})
    return {ChatId(row.chat_id): UnitId(row.unit_id) for row in rows}
