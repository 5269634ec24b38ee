"""Taking a group from a branch again that somebody bound who had no business there."""

from datetime import datetime, timedelta

from msgspec import Struct

from programme.belonging import leave, never_came
from programme.calendar import local_day
from programme.planning import plan_unit
from storage import appointments, chats
from storage.database import Transaction
from storage.postings import earlier_chat
from storage.values.chats import Chat, ChatState
from storage.values.people import BotId, ChatId, PersonId, Role, Unit


class Unbound(Struct, frozen=True):
    """``group`` is the branch's no more; ``again`` is the earlier one that is its group again."""

    group: Chat
    again: Chat | None = None


async def unbind(
    tx: Transaction,
    bot_id: BotId,
    unit: Unit,
    chat_id: ChatId,
    binder: PersonId | None,
    now: datetime,
) -> Unbound | None:
    """Take a group from a unit; None when it is not the unit's group any more.

    ``binder``, whom the binding made secretary, is so no longer, nor at home there. The group in
    which the unit's posts stood before gets them again, if it is there and nobody else's.
    """
    group = await chats.get(tx, bot_id, chat_id)
    if group is None or group.unit_id != unit.id:
        return None
    await chats.unbind(tx, bot_id, chat_id, now)
    if binder is not None:
        await _dismiss(tx, unit, binder, now)
    before = await earlier_chat(tx, bot_id, unit.id, chat_id)
    again = await chats.get(tx, bot_id, before) if before is not None else None
    if again is None or again.unit_id is not None or again.state is not ChatState.ACTIVE:
        return Unbound(group)
    await chats.bind(tx, bot_id, again.chat_id, unit.id, now)
    await plan_unit(tx, bot_id, unit, now)
    return Unbound(group, again)


async def _dismiss(tx: Transaction, unit: Unit, binder: PersonId, now: datetime) -> None:
    today = local_day(now, unit.time_zone)
    for each in await appointments.held_from(tx, unit.id, Role.SECRETARY, today):
        if each.person.id == binder:
            await appointments.end_office(tx, each.id, today - timedelta(days=1))
    if not await never_came(tx, binder, unit.id, today):
        await leave(tx, binder, unit.id, today)
