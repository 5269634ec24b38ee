"""The files of a note as one column keeps them: their ids, parted by commas.

What a note's first file is stands in a column of its own; a file of its album that is something
else has its kind before it, as ``video:ID``. Ids hold neither commas nor colons.
"""

from collections.abc import Sequence

from storage.lists import words_in
from storage.values.notes import NoteFile, NoteMedia


def files_as_text(files: Sequence[NoteFile]) -> str:
    """The files of a note as its column keeps them; empty for none."""
    return ",".join(
        each.id if each.media is files[0].media else f"{each.media.value}:{each.id}"
        for each in files
    )


def files_in(text: str, media: NoteMedia | None) -> tuple[NoteFile, ...]:
    """The files of a note from its column; ``media`` is what the first is."""
    return tuple(_file(each, media) for each in words_in(text))


def _file(text: str, media: NoteMedia | None) -> NoteFile:
    kind, _, file_id = text.rpartition(":")
    return NoteFile(file_id, NoteMedia(kind) if kind else media or NoteMedia.FILE)
