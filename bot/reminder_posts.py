"""Reminders put in words when they are sent: what was done in the meantime is left out."""

from datetime import datetime

from bot.requests import Drop, Request, SendText
from programme.calendar import is_quiet
from programme.duties.reminders import group_lines, reminder_for
from reports.duties.reminder import for_group, reminder
from reports.wording import words
from storage.bots import username_of
from storage.database import Transaction
from storage.units import Defaults, unit
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.people import TelegramId, Unit, UnitId

REMINDER_POSTS = frozenset({DeliveryKind.REMINDER, DeliveryKind.REMINDER_GROUP})


async def reminder_post(
    tx: Transaction, each: Delivery, now: datetime, defaults: Defaults
) -> Request:
    """The request of a delivery whose kind is in :data:`REMINDER_POSTS`."""
    at = await unit(tx, UnitId(each.payload["unit"]), defaults)
    if at is None:
        return Drop("no unit")
    if each.kind is DeliveryKind.REMINDER_GROUP:
        return await _for_group(tx, each, at, now)
    told = await reminder_for(tx, each.bot_id, TelegramId(each.chat_id), now, defaults)
    if told is None:
        return Drop("nothing left")
    said = reminder(words(each.language), told)
    return SendText(each.chat_id, said.text, said.buttons, silent=is_quiet(now, at.time_zone))


async def _for_group(tx: Transaction, each: Delivery, at: Unit, now: datetime) -> Request:
    lines, day = await group_lines(tx, each.bot_id, at, now)
    if not lines or day is None:
        return Drop("nothing left")
    bot = await username_of(tx, each.bot_id) or ""
    said = for_group(words(each.language), lines, day.window.today, bot)
    return SendText(each.chat_id, said.text, said.buttons)
