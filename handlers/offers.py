"""What somebody writes in private unasked is offered as a note: kept, shared or left by one tap.

Nothing is stored until the tap: the offer replies to what was written, and Telegram hands both
over with the tap. Only of an album, of which a reply names one picture, the others are kept aside.
"""

from datetime import timedelta

from telegram import Message

from handlers.gate import Command
from handlers.member import TOO_OLD, Member, button_parts, member, worth_in
from handlers.sharing import group_of_home, show_in_group
from handlers.thanks import album_of, say_once
from handlers.turn import Turn
from handlers.written import Written, written
from programme.deeds import NewNote, keep_note
from reports.notebook import note_in_short
from reports.notes import not_kept, note_kept, note_offered
from storage import dialogues
from storage.notes import note_written_as
from storage.values.chats import Chat
from storage.values.dialogues import Dialogue
from storage.values.messages import Refused
from storage.values.notes import Note, NoteFile, NoteId, NoteMedia
from storage.values.people import MessageId

ALBUM = "offered-album"
_PATIENCE = timedelta(hours=12)


async def offer(turn: Turn, said: Written) -> None:
    """Ask whether what was written is to be kept as today's note."""
    member(turn, Command.NOTE)
    album = album_of(turn)
    if album is not None:
        payload = {"album": album, "first": _message_id(turn), "files": [], "text": ""}
        await _put_aside(turn, payload)
    shareable = await group_of_home(turn) is not None
    say_once(turn, note_offered(turn.own_words, shareable=shareable), quoting=True)


async def in_offered_album(turn: Turn, said: Written) -> bool:
    """Whether a message is one more picture of an album that is offered: then it is put aside."""
    asked = await dialogues.open_dialogue(turn.tx, turn.bot_id, turn.chat_id, turn.now)
    album = album_of(turn)
    if album is None or asked is None or asked.kind != ALBUM or asked.payload["album"] != album:
        return False
    files = [*asked.payload["files"], *([each.id, each.media] for each in said.files)]
    text = asked.payload["text"] or said.text
    await _put_aside(turn, {**asked.payload, "files": files, "text": text})
    return True


async def take_offer(turn: Turn) -> None:
    """Keep what was offered, show it to the group, or leave it (button ``offer:<what>``)."""
    who = member(turn, Command.NOTE)
    wish = button_parts(turn)[-1]
    if wish == "leave":
        await _forget_album(turn)
        turn.edit(not_kept(turn.own_words))
        return
    original = _original(turn)
    number = MessageId(original.message_id)
    found = await note_written_as(turn.tx, turn.bot_id, turn.chat_id, number)
    group = await group_of_home(turn)
    if found is not None:
        turn.edit(note_in_short(turn.own_words, found, has_group=group is not None))
        return
    said = await _whole(turn, original)
    shown_to = group if wish == "share" else None
    streak = await _keep(turn, who, number, said, shown_to)
    if shown_to is None:
        turn.edit(note_kept(turn.own_words, streak, number if group else None))
        return
    note = _as_note(turn, who, number, said, shown_to)
    show_in_group(turn, who, note, shown_to)
    turn.edit(note_in_short(turn.own_words, note, has_group=True))


def _original(turn: Turn) -> Message:
    """The message to which the offer replies.

    Raises :class:`Refused` when it is gone, too old for Telegram to hand over, or not the
    speaker's own.
    """
    query = turn.update.callback_query
    asked = query.message if query is not None else None
    original = asked.reply_to_message if isinstance(asked, Message) else None
    author = original.from_user if original is not None else None
    if original is None or author is None or author.id != turn.telegram_id:
        raise Refused(TOO_OLD)
    return original


async def _whole(turn: Turn, original: Message) -> Written:
    """What was written, with the rest of its album."""
    said = written(original)
    if said is None:
        raise Refused(TOO_OLD)
    asked = await dialogues.open_dialogue(turn.tx, turn.bot_id, turn.chat_id, turn.now)
    if asked is None or asked.kind != ALBUM or asked.payload["first"] != original.message_id:
        return said
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    rest = [NoteFile(each, NoteMedia(media)) for each, media in asked.payload["files"]]
    return Written(said.text or asked.payload["text"], (*said.files, *rest))


async def _keep(
    turn: Turn, who: Member, number: MessageId, said: Written, shown_to: Chat | None
) -> int:
    new = NewNote(
        day=who.today,
        chat_id=turn.chat_id,
        message_id=number,
        text=said.text,
        files=said.files,
        private=True,
        shared_in=shown_to.chat_id if shown_to else None,
    )
    return await keep_note(turn.page, who.doer, new, turn.now, await worth_in(turn, who.unit))


def _as_note(turn: Turn, who: Member, number: MessageId, said: Written, group: Chat) -> Note:
    """The note that is about to be stored, as it will be read."""
    return Note(
        id=NoteId(0),
        day=who.today,
        chat_id=turn.chat_id,
        message_id=number,
        text=said.text,
        media=said.media,
        files=said.files,
        shared_in=group.chat_id,
        shared_at=turn.now,
    )


async def _put_aside(turn: Turn, payload: dict[str, object]) -> None:
    until = turn.now + _PATIENCE
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, Dialogue(ALBUM, payload), until)


async def _forget_album(turn: Turn) -> None:
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id, ALBUM)


def _message_id(turn: Turn) -> int:
    message = turn.update.effective_message
    assert message is not None
    return message.message_id
