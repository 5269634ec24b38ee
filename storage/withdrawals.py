"""Taking back what waits in the outbox and need not be said any more."""

from datetime import datetime

from sqlalchemy import delete, update

from storage.database import Transaction
from storage.moments import earliest
from storage.tables.work import deliveries
from storage.values.deliveries import DeliveryState
from storage.values.people import BotId


async def withdraw_all(tx: Transaction, bot_id: BotId, prefix: str, now: datetime) -> int:
    """Drop the deliveries that still wait and whose keys begin so; how many there were."""
    waiting = update(deliveries).where(
        deliveries.c.bot_id == bot_id,
        deliveries.c.key.startswith(prefix, autoescape=True),
        deliveries.c.state == DeliveryState.WAITING.value,
    )
    values = {"state": DeliveryState.DROPPED.value, "done_at": earliest(now)}
    return await tx.run(waiting.values(values))


async def forget(tx: Transaction, bot_id: BotId, key: str) -> None:
    """Forget a delivery that is done with, so that the same may be said again."""
    done = (DeliveryState.SENT, DeliveryState.DROPPED, DeliveryState.FAILED)
    await tx.run(
        delete(deliveries).where(
            deliveries.c.bot_id == bot_id, deliveries.c.key == key, deliveries.c.state.in_(done)
        )
    )
