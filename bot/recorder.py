"""What became of messages is written down, with what it says of their chats and files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.results import Result
from storage import chats, files, outcomes
from storage.database import Transaction
from storage.values.chats import TopicId
from storage.values.deliveries import DeliveryKind
from storage.values.outcomes import Sent
from storage.values.people import BotId, ChatId, UnitId

_CHANGES = frozenset(
    {
        DeliveryKind.EDIT,
        DeliveryKind.COUNTER,
        DeliveryKind.REACTION,
        DeliveryKind.CAPTION,
        DeliveryKind.DELETE,
        DeliveryKind.MENU,
        DeliveryKind.MEETING_EDIT,
        DeliveryKind.MEETING_COUNT,
    }
)


class UnreachableHook(Protocol):
    """Told when a chat can't be written to any more, in the transaction that notes it: a unit's
    when that is news, a private one (without a unit) whenever it is found."""

    async def __call__(
        self, tx: Transaction, unit_id: UnitId | None, chat_id: ChatId, reason: str
    ) -> None: ...


class TopicLostHook(Protocol):
    """Told when the topic in which a unit's posts stood can't be written in any more."""

    async def __call__(self, tx: Transaction, unit_id: UnitId, chat_id: ChatId) -> None: ...


class Recorder:
    """Records what came of sending; the hooks hear of chats and topics that are lost."""

    def __init__(
        self, bot_id: BotId, on_unreachable: UnreachableHook, on_topic_lost: TopicLostHook
    ) -> None:
        self._bot_id = bot_id
        self._on_unreachable = on_unreachable
        self._on_topic_lost = on_topic_lost

    async def record(self, tx: Transaction, results: Sequence[Result], now: datetime) -> None:
        """Write down what became of these messages."""
        recorded = [result.outcome for result in results]
        await outcomes.record(tx, self._bot_id, recorded, now)
        reached = {o.delivery.chat_id for o in recorded if isinstance(o, Sent) and _writes(o)}
        if reached:
            await chats.mark_reached(tx, self._bot_id, reached, now)
        for result in results:
            chat_id = result.outcome.delivery.chat_id
            if result.moved_to is not None:
                await chats.migrate(tx, self._bot_id, chat_id, result.moved_to)
            if result.unreachable:
                await self._note_unreachable(tx, chat_id, result.unreachable, now)
            if result.lost_topic is not None:
                await self._note_topic_lost(tx, chat_id, result.lost_topic)
            if (file := result.file) is not None and file.file_id is None:
                await files.forget(tx, self._bot_id, file.sha256, file.kind)
            elif file is not None and file.file_id is not None:
                await files.remember(tx, self._bot_id, file.sha256, file.kind, file.file_id)

    async def _note_unreachable(
        self, tx: Transaction, chat_id: ChatId, reason: str, now: datetime
    ) -> None:
        unit_id = await chats.mark_unreachable(tx, self._bot_id, chat_id, reason, now)
        if unit_id is not None or chat_id > 0:
            await self._on_unreachable(tx, unit_id, chat_id, reason)

    async def _note_topic_lost(self, tx: Transaction, chat_id: ChatId, topic: TopicId) -> None:
        unit_id = await chats.forget_topic(tx, self._bot_id, chat_id, topic)
        if unit_id is not None:
            await self._on_topic_lost(tx, unit_id, chat_id)


def _writes(sent: Sent) -> bool:
    """Whether this was a new message; old ones can be changed where nothing may be written."""
    return sent.delivery.kind not in _CHANGES
