"""Anki decks (.apkg, .colpkg): each card a flash card, with its note's tags and its deck.

A deck is a zip archive with a database, in newer versions compressed by zstd. What a card shows
follows from its template: the fields named on its front, and of those on its back the ones that the
front does not show.
"""

import io
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence

from quizzes.archives import BROKEN_ZIP, MOST_UNPACKED_BYTES
from quizzes.building import Made, Maker
from quizzes.markup import from_html, has_picture
from quizzes.readings import (
    Reading,
    Sourced,
    left_out_cloze,
    left_out_wordless,
    notice,
    picture_missing,
)
from storage.anki import AnkiNote, Collection, NoteType, broken_deck, read_collection
from storage.values.messages import BadInput, Finding, Place, message

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# The newest first: a newer deck holds an old database too, with one card that says «update».
_NEWEST, *_OLDER = "collection.anki21b", "collection.anki21", "collection.anki2"
_FIELD = re.compile(r"\{\{[#^/]?\s*([^{}]+?)\s*\}\}")
_CLOZE = re.compile(r"\{\{c\d+::")
_NO_TOPICS = frozenset({"default", "默认", "系统默认", "預設"})


def is_deck(names: Sequence[str]) -> bool:
    """Whether a zip archive of these files is a deck."""
    return any(name in names for name in (_NEWEST, *_OLDER))


def read_deck(data: bytes, file: str, language: str) -> Reading:
    """The cards of a deck. Places count its notes. Raises :class:`BadInput` for a broken one."""
    collection = read_collection(_database(data))
    sourced: list[Sourced] = []
    findings: list[Finding] = []
    for number, note in enumerate(collection.notes, 1):
        place = Place(file, number)
        for made in _cards(collection, note, place, language):
            if isinstance(made, Finding):
                findings.append(made)
            else:
                sourced.append(made)
    return Reading(tuple(sourced), tuple(findings))


def _database(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            name = next(each for each in (_NEWEST, *_OLDER) if each in names)
            if archive.getinfo(name).file_size > MOST_UNPACKED_BYTES:
                raise _too_large()
            content = archive.read(name)
        return _decompressed(content) if name == _NEWEST else content
    except (*BROKEN_ZIP, zstd.ZstdError) as error:
        raise broken_deck() from error


def _decompressed(content: bytes) -> bytes:
    with zstd.ZstdFile(io.BytesIO(content)) as file:
        plain = file.read(MOST_UNPACKED_BYTES + 1)
    if len(plain) > MOST_UNPACKED_BYTES:
        raise _too_large()
    return plain


def _too_large() -> BadInput:
    return BadInput(message("The deck is too large to unpack. Export its parts one by one."))


def _cards(collection: Collection, note: AnkiNote, place: Place, language: str) -> Iterator[Made]:
    if any(_CLOZE.search(field) for field in note.fields):
        yield notice(place, left_out_cloze())
        return
    kind = collection.types.get(note.type_id, NoteType((), ()))
    contents = dict(zip(kind.fields, note.fields, strict=False))
    deck = note.deck.rpartition("::")[2].strip()
    topics = (*note.tags, *([deck] if deck and deck.casefold() not in _NO_TOPICS else []))
    sides = [_sides(contents, *template) for template in kind.templates] or [
        (note.fields[:1], note.fields[1:])
    ]
    shown = 0
    for front, back in sides:
        stem, rest = _joined(front), _joined(back)
        if stem and rest:
            shown += 1
            yield Maker(place, language, stem, tags=tuple(dict.fromkeys(topics))).card(rest)
    if not shown:
        yield notice(place, left_out_wordless())
    elif any(has_picture(field) for field in note.fields):
        yield notice(place, picture_missing())


def _sides(contents: dict[str, str], front: str, back: str) -> tuple[Sequence[str], Sequence[str]]:
    """The contents of the fields on a card's front, and of those only on its back."""
    first = [name for name in _fields(front) if name in contents]
    second = [name for name in _fields(back) if name in contents and name not in first]
    return [contents[name] for name in first], [contents[name] for name in second]


def _fields(template: str) -> list[str]:
    """The fields that a template names, without its filters: {{type:Front}} names Front."""
    return list(dict.fromkeys(each.rpartition(":")[2] for each in _FIELD.findall(template)))


def _joined(contents: Sequence[str]) -> str:
    texts = (from_html(each) for each in contents)
    return "\n".join(text for text in texts if text)
