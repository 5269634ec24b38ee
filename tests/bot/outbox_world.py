"""An outbox with all that it needs, and a Telegram that does as it is told."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from telegram import Bot
from telegram.error import InvalidToken

from bot.clock import GivenClock
from bot.outbox import Outbox
from bot.pacer import Limits, Pacer
from bot.requests import (
    Drop,
    EditButtons,
    EditText,
    FileKind,
    React,
    Request,
    SendFile,
    SendPoll,
    SendText,
)
from reports.said import buttons_of
from storage import files, outbox
from storage.database import Database, Transaction
from storage.values.deliveries import Delivery, DeliveryId, DeliveryKind, NewDelivery
from storage.values.people import BotId, ChatId, UnitId

BOT = BotId(7)
START = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)


@dataclass
class FakeTelegram:
    """Stands in for :class:`telegram.Bot`: takes everything, or raises what it was told to."""

    sent: list[tuple[str, int, Mapping[str, Any]]] = field(default_factory=list)
    errors: deque[Exception | None] = field(default_factory=deque)
    before: Callable[[], Awaitable[None]] | None = None
    refuses_the_token: bool = False

    async def _take(self, method: str, chat_id: int, given: Mapping[str, Any]) -> Any:
        if self.before is not None:
            await self.before()
        error = self.errors.popleft() if self.errors else None
        self.sent.append((method, chat_id, given))
        if error is not None:
            raise error
        number = len(self.sent)
        return SimpleNamespace(
            message_id=number,
            poll=SimpleNamespace(id=f"poll{number}"),
            photo=(),
            audio=None,
            video=None,
            animation=None,
            document=SimpleNamespace(file_id=f"file{number}"),
        )

    async def get_me(self) -> Any:
        if self.refuses_the_token:
            raise InvalidToken
        return SimpleNamespace(id=BOT)

    async def send_message(self, chat_id: int, text: str, **given: Any) -> Any:
        return await self._take("text", chat_id, {"text": text, **given})

    async def send_poll(self, chat_id: int, question: str, options: Any, **given: Any) -> Any:
        given |= {"question": question, "options": options}
        return await self._take("poll", chat_id, given)

    async def send_photo(self, chat_id: int, photo: Any, **given: Any) -> Any:
        return await self._take("photo", chat_id, {"file": photo, **given})

    async def send_document(self, chat_id: int, document: Any, **given: Any) -> Any:
        return await self._take("document", chat_id, {"file": document, **given})

    async def edit_message_text(self, text: str, *, chat_id: int, **given: Any) -> Any:
        return await self._take("edit", chat_id, {"text": text, **given})

    async def edit_message_reply_markup(self, *, chat_id: int, **given: Any) -> Any:
        return await self._take("buttons", chat_id, given)

    async def set_message_reaction(self, chat_id: int, message_id: int, emoji: Any) -> Any:
        return await self._take("reaction", chat_id, {"message_id": message_id, "emoji": emoji})

    async def answer_callback_query(
        self, callback_query_id: str, text: str | None, **given: Any
    ) -> Any:
        return await self._take("answer", 0, {"id": callback_query_id, "text": text, **given})

    @property
    def texts(self) -> list[str]:
        """The texts that were sent, or tried, in order."""
        return [given["text"] for method, _, given in self.sent if method in ("text", "edit")]


@dataclass
class PlainRenderer:
    """Words for deliveries, straight from their payload."""

    drops: Mapping[str, str] = field(default_factory=dict)
    fails_over: set[str] = field(default_factory=set)
    raises: Exception | None = None
    most_at_once: int = 0

    async def prepare(
        self, tx: Transaction, deliveries: Sequence[Delivery]
    ) -> Mapping[DeliveryId, Request]:
        self.most_at_once = max(self.most_at_once, len(deliveries))
        if self.raises is not None:
            raise self.raises
        return {delivery.id: await self._request(tx, delivery) for delivery in deliveries}

    async def _request(  # noqa: PLR0911
        self, tx: Transaction, delivery: Delivery
    ) -> Request:
        if delivery.key in self.fails_over:
            raise ValueError("no words")
        if delivery.key in self.drops:
            return Drop(self.drops[delivery.key])
        chat, said = delivery.chat_id, delivery.payload
        match delivery.kind:
            case DeliveryKind.EDIT:
                return EditText(chat, said["message_id"], said["text"])
            case DeliveryKind.REACTION:
                return React(chat, said["message_id"], said["emoji"])
            case DeliveryKind.COUNTER:
                return EditButtons(chat, said["message_id"], ())
            case DeliveryKind.NOON:
                closes_at = START + timedelta(hours=8)
                return SendPoll(chat, "Which?", ("A", "B"), (1,), closes_at, several=False)
            case DeliveryKind.MORNING:
                known = await files.known_ids(tx, BOT, ["ab"])
                file_id = known.get(("ab", FileKind.FILE))
                content = None if file_id else b"bytes"
                return SendFile(chat, FileKind.FILE, "ab", "a.pdf", content, file_id)
            case _:
                buttons = buttons_of(said.get("buttons"))
                topic = said.get("topic")
                return SendText(chat, said["text"], buttons, said.get("reply_to"), topic=topic)


@dataclass
class World:
    """An outbox, step by step."""

    database: Database
    telegram: FakeTelegram = field(default_factory=FakeTelegram)
    renderer: PlainRenderer = field(default_factory=PlainRenderer)
    clock: GivenClock = field(default_factory=lambda: GivenClock(START))
    limits: Limits = field(default_factory=Limits)
    unreachable: list[tuple[UnitId, ChatId, str]] = field(default_factory=list)
    topics_lost: list[tuple[UnitId, ChatId]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pacer = Pacer(self.limits)
        self.outbox = Outbox(
            self.database,
            cast(Bot, self.telegram),
            self.renderer,
            self._note_unreachable,
            self._note_topic_lost,
            bot_id=BOT,
            clock=self.clock,
            pacer=self.pacer,
        )

    async def _note_unreachable(
        self, tx: Transaction, unit_id: UnitId, chat_id: ChatId, reason: str
    ) -> None:
        self.unreachable.append((unit_id, chat_id, reason))

    async def _note_topic_lost(self, tx: Transaction, unit_id: UnitId, chat_id: ChatId) -> None:
        self.topics_lost.append((unit_id, chat_id))

    async def put(self, *new: NewDelivery) -> None:
        """Put deliveries in and say so."""
        async with self.database.writing() as tx:
            await outbox.put(tx, new)
        self.outbox.wake()

    async def drain_for(self, seconds: float) -> datetime | None:
        """Send what there is, letting the time pass; the next moment beyond it, if any."""
        end = self.clock.now() + timedelta(seconds=seconds)
        following = await self.outbox.drain()
        while following is not None and following <= end:
            assert following > self.clock.now(), "the time stands still"
            self.clock.move_to(following)
            following = await self.outbox.drain()
        self.clock.move_to(end)
        return following
