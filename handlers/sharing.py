"""Showing a private note to the group of the home branch, and taking it back."""

from handlers.gate import Command
from handlers.member import TOO_OLD, Member, button_parts, is_number, member
from handlers.turn import Turn
from programme.sharing import WayBack, way_back
from reports.notebook import Hidden, hidden_again, note_in_short
from reports.sharing import shared_parts, taken_back_in_group
from reports.wording import words
from storage import chats, shared
from storage.moments import earliest
from storage.notes import note_written_as, own_note
from storage.values.chats import Chat, ChatState
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.messages import Refused, message
from storage.values.notes import Note, SharedMessage
from storage.values.people import ChatId, MessageId

_KINDS = {
    WayBack.DELETE: DeliveryKind.DELETE,
    WayBack.REPLACE_WORDS: DeliveryKind.EDIT,
    WayBack.REPLACE_CAPTION: DeliveryKind.CAPTION,
}


async def share_note(turn: Turn) -> None:
    """Show a private note to the group (button ``note:share:<message>``); once, however often."""
    who = member(turn, Command.SHARE)
    note = await _named_note(turn, who)
    if note.shared_in is None:
        group = await group_of_home(turn)
        if group is None:
            raise Refused(message("Your branch has no group that I can write to just now."))
        await shared.share(turn.tx, note.id, group.chat_id, turn.now)
        show_in_group(turn, who, note, group)
        note = await _named_note(turn, who)
    turn.edit(note_in_short(turn.own_words, note, has_group=True))


async def take_note_back(turn: Turn) -> None:
    """Take a shared note out of the group (button ``note:unshare:<message>``)."""
    who = member(turn, Command.SHARE)
    note = await _named_note(turn, who)
    hidden = await hide_in_group(turn, note)
    note = await _named_note(turn, who)
    if hidden is None:
        turn.edit(note_in_short(turn.own_words, note, has_group=True))
    else:
        turn.edit(hidden_again(turn.own_words, note, hidden))


async def group_of_home(turn: Turn) -> Chat | None:
    """The group of the speaker's home branch, if there is one that can be written to."""
    if turn.home is None:
        return None
    group = await chats.chat_of(turn.tx, turn.bot_id, turn.home.id)
    return group if group is not None and group.state is ChatState.ACTIVE else None


def show_in_group(turn: Turn, who: Member, note: Note, group: Chat) -> None:
    """Have the messages sent that a note becomes in the group, in their order."""
    language = who.unit.language
    at = earliest(turn.now)
    before: str | None = None
    parts = shared_parts(words(language), who.doer.person.name, note)
    for number, part in enumerate(parts):
        key = f"share:{note.chat_id}:{note.message_id}:{at}:{number}"
        turn.page.deliver(
            NewDelivery(
                bot_id=turn.bot_id,
                key=key,
                rank=Rank.REPLY,
                kind=DeliveryKind.SHARED_NOTE,
                chat_id=group.chat_id,
                language=language,
                not_before=turn.now,
                payload={
                    "chat_id": note.chat_id,
                    "message_id": note.message_id,
                    "at": at,
                    "part": number,
                    "file": part.file is not None,
                },
                after_key=before,
            )
        )
        before = key


async def hide_in_group(turn: Turn, note: Note) -> Hidden | None:
    """Have a shared note taken out of its group; None when it was in none."""
    if note.shared_in is None:
        return None
    group = await chats.get(turn.tx, turn.bot_id, note.shared_in)
    messages = await shared.take_back(turn.tx, note.id)
    if group is None or group.state is not ChatState.ACTIVE:
        return Hidden.OUT_OF_REACH
    ways = {each.message_id: way_back(each, turn.now) for each in messages}
    for each in messages:
        hide_message(turn, note.shared_in, each, ways[each.message_id])
    if WayBack.REPLACE_CAPTION in ways.values():
        return Hidden.FILE_STAYS
    return Hidden.REPLACED if WayBack.REPLACE_WORDS in ways.values() else Hidden.GONE


def hide_message(turn: Turn, group: ChatId, shown: SharedMessage, way: WayBack) -> None:
    """Have a message that shows something of the speaker's to a group taken back, in one way."""
    language = turn.home.language if turn.home else turn.own_language
    payload: dict[str, object] = {"message_id": shown.message_id}
    if way is not WayBack.DELETE:
        payload["text"] = taken_back_in_group(words(language))
    turn.page.deliver(
        NewDelivery(
            bot_id=turn.bot_id,
            key=f"hide:{group}:{shown.message_id}:{earliest(shown.at)}",
            rank=Rank.REPLY,
            kind=_KINDS[way],
            chat_id=group,
            language=language,
            not_before=turn.now,
            payload=payload,
        )
    )


async def _named_note(turn: Turn, who: Member) -> Note:
    """The speaker's own private note that the tapped button names by its message."""
    last = button_parts(turn)[-1]
    note = None
    if is_number(last):
        number = MessageId(int(last))
        note = await note_written_as(turn.tx, turn.bot_id, turn.chat_id, number)
    own = await own_note(turn.tx, who.id, note.id) if note is not None else None
    if own is None or not own.private:
        raise Refused(TOO_OLD)
    return own
