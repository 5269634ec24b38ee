"""Who is told that the bot can no longer write in a branch's group."""

from datetime import datetime

from programme.calendar import local_day
from storage.database import Transaction
from storage.people import organisers_above
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId, TelegramId, Unit


async def unreachable_news(
    tx: Transaction,
    bot_id: BotId,
    unit: Unit,
    chat_id: ChatId,
    event: str,
    reason: str,
    now: datetime,
    owner: TelegramId | None = None,
) -> list[NewDelivery]:
    """A word to the organisers nearest above, or to the owner where there are none.

    ``event`` tells this loss of the group from an earlier or later one, so that each is told once;
    ``reason`` is the short one that the chat keeps.
    """
    above = await organisers_above(tx, unit, local_day(now, unit.time_zone))
    told: list[tuple[TelegramId, str]] = []
    for person in above.people if above else ():
        if person.telegram_id is not None:
            told.append((person.telegram_id, person.language or unit.language))
    if not told and owner is not None:
        told.append((owner, unit.language))
    return [
        NewDelivery(
            bot_id=bot_id,
            key=f"unreachable:{chat_id}:{event}:{telegram_id}",
            rank=Rank.REMINDER,
            kind=DeliveryKind.UNREACHABLE,
            chat_id=ChatId(telegram_id),
            language=language,
            not_before=now,
            payload={"unit_id": unit.id, "chat_id": chat_id, "reason": reason},
        )
        for telegram_id, language in told
    ]
