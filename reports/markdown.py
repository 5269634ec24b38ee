"""The notebook as Markdown: by itself, or packed with its pictures."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from reports.exports import (
    Booklet,
    Fetched,
    day_in_words,
    file_name,
    marks,
    missing,
    months,
    pictures_of,
    subtitle,
    title,
)
from reports.notes import media_in_words
from reports.wording import Words
from storage.values.notes import Note, NoteMedia

_FOLDER = "pictures"


def markdown(words: Words, booklet: Booklet, fetched: Fetched) -> str:
    """The notes exactly as they were written; their pictures lie beside it, in ``pictures``."""
    parts = [f"# {title(words, booklet)}", subtitle(words, booklet)]
    for month, notes in months(words, booklet.notes):
        parts.append(f"## {month}")
        for note in notes:
            parts += _note(words, note, fetched)
    return "\n\n".join(parts) + "\n"


def packed(
    words: Words, booklet: Booklet, fetched: Fetched, pictures: Mapping[str, bytes]
) -> bytes:
    """A ZIP file of the Markdown and its pictures; the same goes in, the same comes out."""
    made, day = BytesIO(), booklet.last
    files = {f"{_FOLDER}/{name}": content for name, content in pictures.items()}
    with ZipFile(made, "w") as archive:
        text = markdown(words, booklet, fetched).encode()
        for name, content in {file_name(words, booklet, "md"): text, **files}.items():
            entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            # Pictures are as small as they get.
            entry.compress_type = ZIP_STORED if name in files else ZIP_DEFLATED
            # As any file is kept that its owner may write; some programs take no mode for none.
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _note(words: Words, note: Note, fetched: Fetched) -> list[str]:
    parts = [f"### {day_in_words(words, note.day)}"]
    came = " · ".join(marks(words, note, fetched))
    if came:
        parts.append(f"*{came}*")
    if note.text:
        # Two spaces keep a line's end where it was written.
        lines = [f"{line}  " if line else "" for line in note.text.split("\n")]
        parts.append("\n".join(lines).rstrip())
    label = media_in_words(words, NoteMedia.PHOTO)
    parts += [f"![{label}]({_FOLDER}/{name})" for name in pictures_of(note, fetched)]
    parts += [f"*{each}*" for each in missing(words, note, fetched)]
    return parts
