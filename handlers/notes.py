"""/note, what is written in private, and notes that are changed afterwards."""

from datetime import date, timedelta

from handlers.gate import Command, InPrivate, ask, is_stranger, require
from handlers.member import member, worth_in
from handlers.offers import in_offered_album, offer
from handlers.sharing import group_of_home
from handlers.thanks import FOR_NOTE, album_of, in_kept_album, say_once, thank
from handlers.turn import Turn
from handlers.written import Written, after_command, is_own, written
from programme.catching_up import can_be_caught_up
from programme.deeds import NewNote, keep_note
from reports.catching_up import ask_for_missed_note, missed_note_kept
from reports.help import stranger
from reports.notes import (
    left_open,
    not_a_note,
    note_kept,
    note_prompt,
    nothing_open,
    write_in_private,
)
from storage import dialogues
from storage.notes import change_note
from storage.values.dialogues import Dialogue
from storage.values.people import MessageId

NOTE = "note"
_PATIENCE = timedelta(hours=3)
# An album's pictures are messages of their own; they arrive within seconds of each other.
_ALBUM_TIME = timedelta(minutes=5)


async def note(turn: Turn) -> None:
    """Answer /note: keep what stands behind it, or ask for it."""
    message = turn.update.effective_message
    assert message is not None
    text = after_command(message)
    if isinstance(ask(turn, Command.NOTE), InPrivate):
        await _note_in_group(turn, text)
    elif text and is_own(message):
        streak = await _keep(turn, Written(text))
        await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
        turn.reply(note_kept(turn.own_words, streak, await _shareable(turn)))
    else:
        await ask_for_note(turn)


async def ask_for_note(turn: Turn) -> None:
    """Ask for a note in private; the next message is taken for it."""
    member(turn, Command.NOTE)
    until = turn.now + _PATIENCE
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, Dialogue(NOTE), until)
    turn.reply(note_prompt(turn.own_words))


async def ask_for_missed(turn: Turn, day: date) -> None:
    """Ask for the note of an earlier day, as it can still be caught up on."""
    asked = Dialogue(NOTE, {"day": day.isoformat()})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)
    turn.reply(ask_for_missed_note(turn.own_words, day))


async def private_message(turn: Turn) -> None:
    """Take a message in private that is no command: a note if one was asked for, else one that
    is offered to be kept."""
    message = turn.update.effective_message
    assert message is not None
    said = written(message)
    if is_stranger(turn.known):
        say_once(turn, stranger(turn.own_words, turn.telegram_id))
        return
    if said is None:
        say_once(turn, not_a_note(turn.own_words))
    elif await in_offered_album(turn, said) or await in_kept_album(turn, said):
        return
    elif await _asked_for(turn) or _replies_to_bot(turn):
        await _keep_asked_for(turn, said)
    else:
        await offer(turn, said)


async def _keep_asked_for(turn: Turn, said: Written) -> None:
    missed = await _missed_day(turn)
    streak = await _keep(turn, said, missed)
    await _close(turn)
    if missed is not None:
        say_once(turn, missed_note_kept(turn.own_words, missed))
    else:
        say_once(turn, note_kept(turn.own_words, streak, await _shareable(turn)))


async def edited(turn: Turn) -> None:
    """Change a note when its message is edited. Nothing is said: nobody asked."""
    message = turn.update.edited_message
    said = written(message) if message is not None else None
    if message is None or said is None:
        return
    text = after_command(message) if message.text else said.text
    if not text and not said.files:
        # Nothing is left but a command: the note stays as it was.
        return
    number = MessageId(message.message_id)
    await change_note(turn.tx, turn.bot_id, turn.chat_id, number, text, turn.now, said.files)


async def cancel(turn: Turn) -> None:
    """Answer /cancel: what was asked last is left."""
    require(turn, Command.CANCEL)
    ended = await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    turn.reply(left_open(turn.own_words) if ended else nothing_open(turn.own_words))


async def _note_in_group(turn: Turn, text: str) -> None:
    message = turn.update.effective_message
    assert message is not None
    if not text or not is_own(message):
        turn.reply(write_in_private(turn.words, turn.bot_username))
        return
    await _keep(turn, Written(text))
    thank(turn, FOR_NOTE)


async def _keep(turn: Turn, said: Written, missed: date | None = None) -> int:
    """Keep a note of the member's own today, or of an earlier day; the streak in days."""
    message = turn.update.effective_message
    assert message is not None
    who = member(turn, Command.NOTE if turn.in_private else Command.WRITE)
    new = NewNote(
        day=missed or who.today,
        chat_id=turn.chat_id,
        message_id=MessageId(message.message_id),
        text=said.text,
        files=said.files,
        private=turn.in_private,
    )
    return await keep_note(turn.page, who.doer, new, turn.now, await worth_in(turn, who.unit))


async def _shareable(turn: Turn) -> MessageId | None:
    """The message just kept in private, if there is a group that it could be shown to."""
    message = turn.update.effective_message
    if message is None or await group_of_home(turn) is None:
        return None
    return MessageId(message.message_id)


async def _asked_for(turn: Turn) -> bool:
    asked = await dialogues.open_dialogue(turn.tx, turn.bot_id, turn.chat_id, turn.now)
    if asked is None or asked.kind != NOTE:
        return False
    album = asked.payload.get("album")
    return album is None or album == album_of(turn)


async def _missed_day(turn: Turn) -> date | None:
    """The earlier day whose note was asked for; None once it is closed: a note is never lost."""
    asked = await dialogues.open_dialogue(turn.tx, turn.bot_id, turn.chat_id, turn.now)
    if asked is None or asked.kind != NOTE or "day" not in asked.payload:
        return None
    who, day = member(turn, Command.NOTE), date.fromisoformat(asked.payload["day"])
    can_be = await can_be_caught_up(turn.page, who.doer, who.unit, day, turn.now)
    return day if can_be else None


def _replies_to_bot(turn: Turn) -> bool:
    message = turn.update.effective_message
    replied = message.reply_to_message if message is not None else None
    author = replied.from_user if replied is not None else None
    return author is not None and author.id == turn.bot_id


async def _close(turn: Turn) -> None:
    """The note is there; only the rest of its album still belongs to it."""
    album = album_of(turn)
    if album is None:
        await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
        return
    rest = Dialogue(NOTE, {"album": album})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, rest, turn.now + _ALBUM_TIME)
