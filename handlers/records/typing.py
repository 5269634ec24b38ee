"""What is typed or sent about a record: words, photos, files, whole albums."""

from handlers.gate import Command, require
from handlers.records.cards import WRITTEN, changed, show_card
from handlers.records.finding import TOO_OLD, found
from handlers.thanks import album_of, say_once
from handlers.turn import Turn
from handlers.written import attached, typed
from programme.records.changing import with_files, with_typed
from programme.records.kinds import Part
from reports.records import pages
from storage.values.dialogues import Dialogue
from storage.values.messages import BadInput, Refused, message
from storage.values.notes import NoteFile, NoteMedia
from storage.values.records import RecordFile, RecordState

_SEEN = (NoteMedia.PHOTO, NoteMedia.VIDEO)
"""What is taken for an open draft without having been asked for."""


def is_meant(turn: Turn, asked: Dialogue) -> bool:
    """Whether a message answers the question about a record; one that asks for nothing in
    particular is answered by photos and videos alone."""
    if asked.kind != WRITTEN or asked.payload.get("part"):
        return True
    file = _file(turn)
    return file is not None and file.media in _SEEN


async def part_written(turn: Turn, asked: Dialogue) -> None:
    """Take what was typed or sent about a record."""
    require(turn, Command.RECORD)
    shown = await found(turn, int(asked.payload.get("record", 0)))
    part = str(asked.payload.get("part", ""))
    if shown.record.state is RecordState.DELETED:
        raise Refused(TOO_OLD)
    file = _file(turn)
    if file is not None and file.media is not NoteMedia.STICKER:
        written = turn.update.effective_message
        caption = (written.caption or "") if written is not None else ""
        new = with_files(shown.record, [RecordFile(turn.bot_id, file.media, file.id)], caption)
        now = await changed(turn, shown, new, Part.FILES)
        several = album_of(turn) is not None
        said = pages.files_came(turn.own_words, now.record, now.at, several=several)
        say_once(turn, said)
        return
    if part not in tuple(Part) or part == Part.FILES:
        raise BadInput(message("Please send a photo or a file, or tap a button."))
    new = with_typed(shown.record, Part(part), typed(turn.update), shown.at)
    await show_card(turn, await changed(turn, shown, new, Part(part)))


def _file(turn: Turn) -> NoteFile | None:
    # Evidence is often somebody else's photo: what is forwarded counts, too.
    written = turn.update.effective_message
    return attached(written) if written is not None else None
