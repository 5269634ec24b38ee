"""The bot comes and goes: added to a group, removed, blocked; groups renamed and moved."""

from datetime import timedelta

from telegram import ChatMember
from telegram.constants import ChatType

from handlers.turn import Turn
from programme.unreachable import secretary_news, unreachable_news
from reports.binding import how_to_bind
from storage import chats
from storage.units import unit as unit_of
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId
from storage.withdrawals import withdraw_all

REMOVED = "removed"
"""Why a group is unreachable: somebody took the bot out of it."""
BLOCKED = "blocked"
"""Why a private chat is unreachable: the person stopped the bot."""
# A deep link adds the bot first and sends the code after: the hint waits for it.
_HINT_WAITS = timedelta(seconds=20)


async def own_membership(turn: Turn) -> None:
    """The bot's own place in a chat has changed (``my_chat_member``)."""
    change = turn.update.my_chat_member
    assert change is not None
    if change.chat.type == ChatType.CHANNEL:
        # Nobody studies in a channel: what happens there is none of the bot's.
        return
    present = is_present(change.new_chat_member)
    if turn.in_private:
        await _private(turn, present)
    elif present:
        was_present = is_present(change.old_chat_member)
        await _added(turn, is_new=not was_present)
    else:
        await _removed(turn)


async def moved(turn: Turn) -> None:
    """A group has become a supergroup, with another id. Both groups tell; either will do."""
    written = turn.update.effective_message
    assert written is not None
    old, new = turn.chat_id, turn.chat_id
    if written.migrate_to_chat_id is not None:
        new = ChatId(written.migrate_to_chat_id)
    elif written.migrate_from_chat_id is not None:
        old = ChatId(written.migrate_from_chat_id)
    await chats.migrate(turn.tx, turn.bot_id, old, new)
    chat = await chats.get(turn.tx, turn.bot_id, new)
    if chat is not None and chat.unit_id is not None:
        # It joins the new chat like a stranger's; but this group knows how to begin.
        await withdraw_hints(turn, new)


async def renamed(turn: Turn) -> None:
    """A group has a new title."""
    await _put(turn)


async def bot_left(turn: Turn) -> None:
    """Somebody left; when it was the bot itself, the group is lost."""
    written = turn.update.effective_message
    gone = written.left_chat_member if written else None
    if gone is not None and gone.id == turn.bot_id:
        await _removed(turn)


def is_present(member: ChatMember) -> bool:
    """Whether a member of this status is in the chat."""
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)


async def withdraw_hints(turn: Turn, chat_id: ChatId) -> None:
    """A group needs not be told any more how it is bound."""
    await withdraw_all(turn.tx, turn.bot_id, _hints_of(chat_id), turn.now)


def _hints_of(chat_id: ChatId) -> str:
    return f"how-to-bind:{chat_id}:"


async def _private(turn: Turn, present: bool) -> None:
    await chats.put(turn.tx, turn.bot_id, turn.chat_id, kind="private", title="", now=turn.now)
    if present:
        await chats.mark_active(turn.tx, turn.bot_id, turn.chat_id, turn.now)
    else:
        await chats.mark_unreachable(turn.tx, turn.bot_id, turn.chat_id, BLOCKED, turn.now)
        news = await secretary_news(
            turn.tx, turn.bot_id, turn.telegram_id, turn.now, turn.defaults, turn.owner
        )
        for each in news:
            turn.page.deliver(each)


async def _added(turn: Turn, *, is_new: bool) -> None:
    await _put(turn)
    await chats.mark_active(turn.tx, turn.bot_id, turn.chat_id, turn.now)
    if is_new and turn.group is None:
        said = how_to_bind(turn.words)
        turn.page.deliver(
            NewDelivery(
                bot_id=turn.bot_id,
                # Told again whenever the bot is added again.
                key=f"{_hints_of(turn.chat_id)}{turn.update.update_id}",
                rank=Rank.REPLY,
                kind=DeliveryKind.TEXT,
                chat_id=turn.chat_id,
                language=turn.language,
                not_before=turn.now + _HINT_WAITS,
                payload=said.payload(),
            )
        )


async def _removed(turn: Turn) -> None:
    await _put(turn)
    lost = await chats.mark_unreachable(turn.tx, turn.bot_id, turn.chat_id, REMOVED, turn.now)
    unit = await unit_of(turn.tx, lost, turn.defaults) if lost is not None else None
    if unit is None:
        return
    event = str(turn.update.update_id)
    news = await unreachable_news(
        turn.tx, turn.bot_id, unit, turn.chat_id, event, REMOVED, turn.now, turn.owner
    )
    for each in news:
        turn.page.deliver(each)


async def _put(turn: Turn) -> None:
    chat = turn.update.effective_chat
    assert chat is not None
    await chats.put(
        turn.tx,
        turn.bot_id,
        turn.chat_id,
        kind=str(chat.type),
        title=chat.title or "",
        now=turn.now,
    )
