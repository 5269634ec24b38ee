"""Telling the nearest person above when a branch's group can't be reached."""

from collections.abc import Sequence
from datetime import datetime

from programme.calendar import local_day
from storage import people
from storage.database import Transaction
from storage.units import Defaults, unit
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId, TelegramId, UnitId


async def unreachable(
    tx: Transaction,
    bot_id: BotId,
    unit_id: UnitId,
    chat_id: ChatId,
    now: datetime,
    defaults: Defaults,
    owner: TelegramId | None,
) -> Sequence[NewDelivery]:
    """Messages to the organisers of the nearest unit above that has any, else to the owner."""
    branch = await unit(tx, unit_id, defaults)
    if branch is None:
        return []
    above = await people.organisers_above(tx, branch, local_day(now, branch.time_zone))
    told = [(p.telegram_id, p.language) for p in above.people] if above else [(owner, None)]
    return [
        NewDelivery(
            bot_id=bot_id,
            key=f"unreachable:{chat_id}:{now.timestamp():.0f}:{telegram_id}",
            rank=Rank.REMINDER,
            kind=DeliveryKind.UNREACHABLE,
            chat_id=ChatId(telegram_id),
            language=language or branch.language,
            not_before=now,
            payload={"unit_id": unit_id, "chat_id": chat_id},
        )
        for telegram_id, language in told
        if telegram_id is not None
    ]
