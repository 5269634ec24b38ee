"""/notebook: one's own notes, for one's own eyes: paging, reading, deleting."""

from handlers.gate import Command, InPrivate, ask
from handlers.member import TOO_OLD, Member, button_parts, is_number, member
from handlers.sharing import group_of_home, hide_in_group
from handlers.turn import Turn
from reports.notebook import (
    PAGE_SIZE,
    NotebookPage,
    note_deleted,
    note_in_short,
    notebook_text,
    really_delete,
    whole_note,
)
from reports.notes import notebook_in_private
from reports.said import Said
from storage.notes import count_notes, delete_note, notes_of, own_note
from storage.values.messages import Refused
from storage.values.notes import Note, NoteId


async def notebook(turn: Turn) -> None:
    """Answer /notebook with the newest page."""
    if isinstance(ask(turn, Command.NOTEBOOK), InPrivate):
        turn.reply(notebook_in_private(turn.words, turn.bot_username))
        return
    turn.reply(await _page(turn, member(turn, Command.NOTEBOOK), 0))


async def turn_page(turn: Turn) -> None:
    """Show another page in place of this one (button ``notebook:<page>``)."""
    last = button_parts(turn)[-1]
    who = member(turn, Command.NOTEBOOK)
    turn.edit(await _page(turn, who, int(last) if is_number(last) else 0))


async def show_note(turn: Turn) -> None:
    """Show one note whole, with its pictures (button ``note:show:<note>``)."""
    note = await _named_note(turn)
    for file in note.files:
        turn.show(file.media, file.id)
    turn.reply(whole_note(turn.own_words, note, has_group=await _has_group(turn)))


async def ask_to_delete(turn: Turn) -> None:
    """Ask once more before a note is deleted (button ``note:delete:<note>``)."""
    turn.edit(really_delete(turn.own_words, await _named_note(turn)))


async def keep_note_after_all(turn: Turn) -> None:
    """Show the note that was not to be deleted after all (button ``note:keep:<note>``)."""
    note = await _named_note(turn)
    turn.edit(note_in_short(turn.own_words, note, has_group=await _has_group(turn)))


async def erase_note(turn: Turn) -> None:
    """Delete a note for good, in the group as well (button ``note:erase:<note>``).

    The day's act stays counted: nobody loses a streak for tidying up.
    """
    note = await _named_note(turn)
    hidden = await hide_in_group(turn, note)
    await delete_note(turn.tx, note.id)
    turn.edit(note_deleted(turn.own_words, note, hidden))


async def _named_note(turn: Turn) -> Note:
    """The speaker's own note that the tapped button names."""
    who = member(turn, Command.NOTEBOOK)
    last = button_parts(turn)[-1]
    found = await own_note(turn.tx, who.id, NoteId(int(last))) if is_number(last) else None
    if found is None:
        raise Refused(TOO_OLD)
    return found


async def _has_group(turn: Turn) -> bool:
    return await group_of_home(turn) is not None


async def _page(turn: Turn, who: Member, wanted: int) -> Said:
    count = await count_notes(turn.tx, who.id)
    number = min(wanted, max(0, (count - 1) // PAGE_SIZE))
    notes = await notes_of(turn.tx, who.id, number * PAGE_SIZE, PAGE_SIZE)
    return notebook_text(turn.own_words, NotebookPage(notes, number, count))
