"""Putting a check-in or a note down on behalf of a member, and taking it back; in private."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from handlers.gate import Command, require
from handlers.member import TOO_OLD, button_parts, day_named, is_number, worth_in
from handlers.members import helped_named, their_page
from handlers.thanks import say_once
from handlers.turn import Turn
from handlers.written import written
from programme import behalf
from programme.deeds import NewNote
from reports import behalf as reports
from storage import dialogues
from storage.behalf import note_put_down
from storage.values.dialogues import Dialogue
from storage.values.messages import Refused
from storage.values.people import MessageId

THEIR_NOTE = "their-note"
_PATIENCE = timedelta(hours=3)


async def behalf_button(turn: Turn) -> None:
    """A tap on ``behalf:<what>:<person>:<day>``, or on ``behalf:unwrite:<message>``."""
    require(turn, Command.MEMBERS)
    act = _ACTS.get([*button_parts(turn), ""][1])
    if act is None:
        raise Refused(TOO_OLD)
    await act(turn, button_parts(turn)[2:])


async def note_written(turn: Turn, asked: Dialogue) -> None:
    """Take the note of a member that was asked for."""
    message = turn.update.effective_message
    said = written(message) if message is not None else None
    if message is None or said is None:
        turn.reply(reports.not_theirs(turn.own_words))
        return
    await dialogues.end(turn.tx, turn.bot_id, turn.chat_id)
    helped = await helped_named(turn, str(asked.payload.get("person", "")))
    day = day_named(str(asked.payload.get("day", "")))
    note = NewNote(
        day=day,
        chat_id=turn.chat_id,
        message_id=MessageId(message.message_id),
        text=said.text,
        files=said.files,
    )
    worth = await worth_in(turn, helped.unit)
    await behalf.put_down_note(turn.page, helped, note, turn.now, worth)
    say_once(turn, reports.their_note_kept(turn.own_words, helped, day, note.message_id))


async def _read(turn: Turn, parts: list[str]) -> None:
    person, day = _named(parts)
    helped, on = await helped_named(turn, person), day_named(day)
    worth = await worth_in(turn, helped.unit)
    new = await behalf.put_down_check_in(turn.page, helped, on, turn.now, worth)
    notice = reports.checked_in_for(turn.own_words, helped, on, new=new)
    turn.edit(await their_page(turn, helped, on, notice))


async def _unread(turn: Turn, parts: list[str]) -> None:
    person, day = _named(parts)
    helped, on = await helped_named(turn, person), day_named(day)
    worth = await worth_in(turn, helped.unit)
    undone = await behalf.take_back_check_in(turn.page, helped, on, turn.now, worth)
    notice = reports.taken_back_for(turn.own_words, helped, undone=undone)
    turn.edit(await their_page(turn, helped, on, notice))


async def _write(turn: Turn, parts: list[str]) -> None:
    person, day = _named(parts)
    helped, on = await helped_named(turn, person), day_named(day)
    await behalf.check_open(turn.page, helped, on)
    asked = Dialogue(THEIR_NOTE, {"person": helped.person.id, "day": on.isoformat()})
    await dialogues.begin(turn.tx, turn.bot_id, turn.chat_id, asked, turn.now + _PATIENCE)
    turn.reply(reports.ask_for_their_note(turn.own_words, helped, on))


async def _unwrite(turn: Turn, parts: list[str]) -> None:
    number = parts[0] if len(parts) == 1 else ""
    if not is_number(number):
        raise Refused(TOO_OLD)
    message = MessageId(int(number))
    found = await note_put_down(turn.tx, turn.bot_id, turn.chat_id, message)
    if found is None:
        raise Refused(TOO_OLD)
    helped = await helped_named(turn, str(found.person_id))
    worth = await worth_in(turn, helped.unit)
    await behalf.take_back_note(turn.page, helped, found, turn.now, worth)
    notice = reports.taken_back_for(turn.own_words, helped, undone=True)
    turn.edit(await their_page(turn, helped, helped.today, notice))


def _named(parts: list[str]) -> tuple[str, str]:
    """The person and the day that a button carries."""
    if len(parts) != 2:
        raise Refused(TOO_OLD)
    return parts[0], parts[1]


_ACTS: Mapping[str, Callable[[Turn, list[str]], Awaitable[None]]] = {
    "read": _read,
    "unread": _unread,
    "write": _write,
    "unwrite": _unwrite,
}
