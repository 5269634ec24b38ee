"""A branch's week put in words when it is sent: the secretary's page, and the group's lines."""

from datetime import date, datetime

from bot.requests import Drop, Request, SendText
from programme.digest.branch import branch_week
from reports.digest.week import branch_page, group_week
from reports.wording import words
from storage.database import Transaction
from storage.people import people_as
from storage.units import Defaults, unit
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.people import Role, TelegramId, UnitId

WEEK_POSTS = frozenset({DeliveryKind.WEEK_PAGE, DeliveryKind.WEEK_GROUP})


async def week_post(tx: Transaction, each: Delivery, _now: datetime, defaults: Defaults) -> Request:
    """The request of a delivery whose kind is in :data:`WEEK_POSTS`."""
    at = await unit(tx, UnitId(each.payload["unit"]), defaults)
    if at is None:
        return Drop("no unit")
    day, said = date.fromisoformat(each.payload["day"]), words(each.language)
    if each.kind is DeliveryKind.WEEK_GROUP:
        told = group_week(said, await branch_week(tx, each.bot_id, at, day, defaults))
        return SendText(each.chat_id, told.text) if told else Drop("nothing done")
    held = (await people_as(tx, [at.id], day, Role.SECRETARY, Role.STAND_IN))[at.id]
    reader = TelegramId(each.chat_id)
    if reader not in {person.telegram_id for person in held}:
        return Drop("no office")
    page = branch_page(said, await branch_week(tx, each.bot_id, at, day, defaults), reader)
    return SendText(each.chat_id, page.text, page.buttons)
