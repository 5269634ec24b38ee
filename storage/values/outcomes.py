"""What became of a delivery that was claimed."""

from datetime import datetime

from msgspec import Struct

from storage.values.deliveries import Delivery, DeliveryState, Rank
from storage.values.people import MessageId


class Sent(Struct, frozen=True):
    """Telegram has it. ``message_id`` is None for what makes no message, such as a reaction."""

    delivery: Delivery
    message_id: MessageId | None = None
    poll_id: str | None = None


class Again(Struct, frozen=True):
    """To be sent once more, not before a moment. ``counts``: this was one of its tries."""

    delivery: Delivery
    not_before: datetime
    counts: bool = True
    reason: str = ""


class Unsure(Struct, frozen=True):
    """Sent perhaps. It is held until the given moment, by when it may have become clear."""

    delivery: Delivery
    until: datetime
    reason: str = ""


class Ended(Struct, frozen=True):
    """Never to be sent: it failed, or was dropped as no longer worth saying."""

    delivery: Delivery
    state: DeliveryState
    reason: str


Outcome = Sent | Again | Unsure | Ended


class Backlog(Struct, frozen=True):
    """How many deliveries of a rank wait, and since when the oldest of them could have gone."""

    rank: Rank
    waiting: int
    oldest: datetime


class Ahead(Struct, frozen=True):
    """What is to come. ``blocked``: something due waits for its chat, or for another delivery.

    ``next`` is when next a delivery becomes due, becomes clear or expires; None when none will.
    """

    blocked: bool
    next: datetime | None
