"""What became of a delivery that was claimed."""

from dataclasses import dataclass
from datetime import datetime

from storage.values.deliveries import Delivery, DeliveryState, Rank
from storage.values.people import MessageId


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram has it. ``message_id`` is None for what makes no message, such as a reaction."""

    delivery: Delivery
    message_id: MessageId | None = None
    poll_id: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """To be sent once more, not before a moment. ``counts``: this was one of its tries."""

    delivery: Delivery
    not_before: datetime
    counts: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unsure:
    """Sent perhaps. It is held until the given moment, by when it may have become clear."""

    delivery: Delivery
    until: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """Never to be sent: it failed, or was dropped as no longer worth saying."""

    delivery: Delivery
    state: DeliveryState
    reason: str


Outcome = Sent | Again | Unsure | Ended


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many deliveries of a rank wait, and since when the oldest of them could have gone."""

    rank: Rank
    waiting: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is to come. ``blocked``: something due waits for its chat, or for another delivery.

    ``next`` is when next a delivery becomes due, becomes clear or expires; None when none will.
    """

    blocked: bool
    next: datetime | None
