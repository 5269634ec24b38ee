"""Who is told that a forum group's topic, in which a branch's posts stood, is gone."""

from datetime import datetime

from programme.calendar import local_day
from storage import chats
from storage.database import Transaction
from storage.people import secretaries_of
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId, Unit


async def topic_lost_news(
    tx: Transaction, bot_id: BotId, unit: Unit, chat_id: ChatId, now: datetime
) -> list[NewDelivery]:
    """A word to the branch's secretaries that the bot can write to in private."""
    secretaries = await secretaries_of(tx, unit.id, local_day(now, unit.time_zone))
    told = {ChatId(each.telegram_id): each for each in secretaries if each.telegram_id is not None}
    reached = await chats.active(tx, bot_id, told)
    return [
        NewDelivery(
            bot_id=bot_id,
            key=f"topic-lost:{chat_id}:{now.timestamp():.0f}:{private}",
            rank=Rank.REMINDER,
            kind=DeliveryKind.TOPIC_LOST,
            chat_id=private,
            language=person.language or unit.language,
            not_before=now,
            payload={"unit_id": unit.id},
        )
        for private, person in told.items()
        if private in reached
    ]
