"""Where a branch's posts stand: in its group; for one without a group that has chosen so, in the
private chat of each of its members."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import replace

from programme.absences import who_is_on_leave
from programme.calendar import local_day
from storage import branch_settings, chats
from storage.database import Transaction
from storage.people import members
from storage.values.chats import Chat, ChatState
from storage.values.deliveries import NewDelivery
from storage.values.people import BotId, ChatId, Unit, UnitId

EVERYWHERE = ChatId(0)
"""The chat of a posting that stands in many private chats."""


class PrivateChat(Struct, frozen=True):
    """A member's private chat with the bot, and the language that is spoken there."""

    chat_id: ChatId
    language: str


class Places(Struct, frozen=True):
    """The chat of each branch that has a place for its posts. One of :data:`EVERYWHERE` stands for
    the private chats that ``private`` lists; it can't be reached while there are none."""

    chats: Mapping[UnitId, Chat]
    private: Mapping[UnitId, Sequence[PrivateChat]]


async def places_of(
    tx: Transaction, bot_id: BotId, units: Collection[Unit], now: datetime
) -> Places:
    """Where the posts of these branches stand."""
    found = dict(await chats.chats_of(tx, bot_id, [unit.id for unit in units]))
    without = {unit.id: unit for unit in units if unit.id not in found}
    chosen = await branch_settings.of_units(tx, list(without))
    private: dict[UnitId, Sequence[PrivateChat]] = {}
    for unit in (without[each] for each, own in chosen.items() if own.in_private):
        private[unit.id] = await _private_chats(tx, bot_id, unit, now)
        found[unit.id] = _stands_for(bot_id, unit, bool(private[unit.id]))
    return Places(found, private)


async def place_of(tx: Transaction, bot_id: BotId, unit: Unit, now: datetime) -> Chat | None:
    """Where one branch's posts stand; None while there is no such place."""
    return (await places_of(tx, bot_id, [unit], now)).chats.get(unit.id)


def spread(deliveries: Sequence[NewDelivery], to: Sequence[PrivateChat]) -> list[NewDelivery]:
    """Deliveries of postings of :data:`EVERYWHERE`, each once for each of these chats.

    A copy that can't be sent is that member's loss alone: the posting stands or falls with none.
    """
    return [
        replace(
            each,
            key=f"{each.key}:{chat.chat_id}",
            after_key=None if each.after_key is None else f"{each.after_key}:{chat.chat_id}",
            chat_id=chat.chat_id,
            language=chat.language,
            payload={**each.payload, "copy": True},
        )
        for each in deliveries
        for chat in to
    ]


async def _private_chats(
    tx: Transaction, bot_id: BotId, unit: Unit, now: datetime
) -> list[PrivateChat]:
    """The chats of members who are not on leave: those are left in peace."""
    day = local_day(now, unit.time_zone)
    everybody = [member.person for member in await members(tx, unit.id, day)]
    away = {each.person.id for each in await who_is_on_leave(tx, everybody, day)}
    at_work = [person for person in everybody if person.id not in away]
    people = {ChatId(p.telegram_id): p for p in at_work if p.telegram_id is not None}
    active = await chats.active(tx, bot_id, people.keys())
    return [
        PrivateChat(chat_id, person.language or unit.language)
        for chat_id, person in people.items()
        if chat_id in active
    ]


def _stands_for(bot_id: BotId, unit: Unit, reached: bool) -> Chat:
    state = ChatState.ACTIVE if reached else ChatState.UNREACHABLE
    began = datetime.fromtimestamp(0, UTC)
    return Chat(bot_id, EVERYWHERE, "private", unit.name, unit.id, state, "", began)
