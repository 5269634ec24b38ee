"""/notebook: one's own notes, for one's own eyes."""

from handlers.gate import Command, InPrivate, ask
from handlers.member import TOO_OLD, Member, button_parts, is_number, member
from handlers.turn import Turn
from reports.notes import (
    PAGE_SIZE,
    NotebookPage,
    notebook_in_private,
    notebook_text,
    whole_note,
)
from reports.said import Said
from storage.notes import count_notes, notes_of, own_note
from storage.values.messages import Refused
from storage.values.notes import NoteId


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
    """Show one note whole (button ``note:show:<note>``)."""
    who = member(turn, Command.NOTEBOOK)
    last = button_parts(turn)[-1]
    found = await own_note(turn.tx, who.id, NoteId(int(last))) if is_number(last) else None
    if found is None:
        raise Refused(TOO_OLD)
    turn.reply(whole_note(turn.own_words, found))


async def _page(turn: Turn, who: Member, wanted: int) -> Said:
    count = await count_notes(turn.tx, who.id)
    number = min(wanted, max(0, (count - 1) // PAGE_SIZE))
    notes = await notes_of(turn.tx, who.id, number * PAGE_SIZE, PAGE_SIZE)
    return notebook_text(turn.own_words, NotebookPage(notes, number, count))
