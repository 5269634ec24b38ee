"""Who is told that the bot can no longer write in a branch's group, or to its secretary."""

from datetime import datetime

from programme.calendar import local_day
from storage import chats
from storage.database import Transaction
from storage.known import known_by_telegram
from storage.people import organisers_above
from storage.units import Defaults, units
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId, Role, TelegramId, Unit

SECRETARY = "secretary"
"""The reason of the news that a secretary has stopped the bot."""


async def secretary_news(
    tx: Transaction,
    bot_id: BotId,
    lost: TelegramId,
    now: datetime,
    defaults: Defaults,
    owner: TelegramId | None = None,
) -> list[NewDelivery]:
    """A word to the organisers above that somebody who looks after a branch has stopped the bot;
    once each time, and nothing for anybody else's private chat."""
    chat = await chats.get(tx, bot_id, ChatId(lost))
    known = (await known_by_telegram(tx, [lost], now, defaults, owner))[lost]
    offices = known.units_as(Role.SECRETARY, Role.STAND_IN)
    if chat is None or not offices:
        return []
    event = f"{chat.changed_at.timestamp():.0f}"
    news: list[NewDelivery] = []
    for unit in (await units(tx, list(dict.fromkeys(offices)), defaults)).values():
        told = await unreachable_news(
            tx, bot_id, unit, chat.chat_id, f"{event}:{unit.id}", SECRETARY, now, owner
        )
        news += [each for each in told if each.chat_id != chat.chat_id]
    return news


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
