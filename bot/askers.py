"""Who asked for a job, and telling them what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from bot.workshop import Workshop
from reports.wording import Words, words
from storage import outbox
from storage.database import Transaction
from storage.jobs import Job
from storage.known import known_by_telegram
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId, Known, TelegramId


class Asker(Struct, frozen=True):
    """Somebody in their private chat; ``key`` names what is said to them about one job."""

    known: Known
    words: Words
    key: str

    @property
    def chat(self) -> ChatId:
        """Their private chat."""
        return ChatId(self.known.telegram_id)


async def asker_of(tx: Transaction, shop: Workshop, job: Job, now: datetime) -> Asker | None:
    """Who asked, by the job's ``chat`` (None: the owner), ``language`` and ``key``; None for an
    owner whom nobody knows."""
    chat = job.payload["chat"] or shop.owner
    if chat is None:
        return None
    who = TelegramId(chat)
    known = (await known_by_telegram(tx, [who], now, shop.defaults, shop.owner))[who]
    language = (known.person.language if known.person else None) or job.payload["language"]
    return Asker(known, words(language), f"{job.kind}:{chat}:{job.payload['key']}")


async def tell(
    shop: Workshop,
    asker: Asker,
    what: str,
    kind: DeliveryKind,
    payload: Mapping[str, Any],
    now: datetime,
    after: str | None = None,
) -> None:
    """Tell somebody, once for each ``what`` of their job; ``after`` is what it follows."""
    delivery = NewDelivery(
        bot_id=shop.bot_id,
        key=f"{asker.key}:{what}",
        rank=Rank.REPLY,
        kind=kind,
        chat_id=asker.chat,
        language=asker.words.language,
        not_before=now,
        payload=payload,
        after_key=f"{asker.key}:{after}" if after else None,
    )
    async with shop.database.writing() as tx:
        await outbox.put(tx, [delivery])
    shop.outbox.wake()
