"""What taking units' slots has come to: kept together once all of them have been looked at."""

from datetime import datetime

from msgspec import Struct

from storage import outbox, slots
from storage.database import Transaction
from storage.slots import NewSlot
from storage.values.days import SlotId, SlotState
from storage.values.deliveries import NewDelivery


class SlotsTaken(Struct):
    """How slots have ended and why, what is planned after them, and what is told."""

    ended: dict[SlotId, tuple[SlotState, str]] = {}
    planned: list[NewSlot] = []
    told: list[NewDelivery] = []

    async def keep(self, tx: Transaction, now: datetime) -> None:
        """Write all of it down."""
        await outbox.put(tx, self.told)
        await slots.put(tx, self.planned)
        await slots.close(tx, self.ended, now)
