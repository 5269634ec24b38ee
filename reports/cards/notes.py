"""The experience card: a note of one's own, made to be shared. And a study item as a card."""

from html import escape

from reports.cards.picture import LONGEST_CAPTION, LONGEST_TEXT, ROOM, Picture
from reports.cards.texts import beginning, breakable, foot, paragraphs, room_taken, runs
from reports.days import shown_day
from reports.names import shortened, shown_name
from reports.typesetting import Drawing
from reports.wording import Words
from storage.values.notes import Note
from storage.values.programme_files import ItemText

_LONGEST_TITLE = 60
_ITEM_ROOM = 760.0
"""So many Chinese letters are a page that can be read on a phone when it fills it."""
_LONGEST_ITEM = 2000


def note_card(words: Words, name: str, branch: str, note: Note) -> Picture:
    """A note as a picture; a long one by its beginning."""
    cut = beginning(note.text, ROOM, LONGEST_TEXT)
    more = words("(the beginning)") if cut.is_cut else ""
    where = words("{branch} · {day}", branch=branch, day=shown_day(words, note.day))
    data = {
        "language": words.language,
        "kind": words("A note"),
        "paragraphs": paragraphs(cut.text),
        "room": room_taken(cut.text),
        "more": more,
        "name": shown_name(name),
        "where": breakable(where),
        "foot": foot(words),
    }
    by = words.html("<b>{name}</b>, {where}", name=shown_name(name), where=where)
    parts = (by, escape(cut.text, quote=False), more)
    return Picture(Drawing("note-card", data), "\n".join(part for part in parts if part))


def knowledge_card(words: Words, item: ItemText) -> Picture:
    """A study item as a picture, whole if it is no longer than a page; what of it is too long for a
    caption stands in the message below which the card was asked for."""
    title = shortened(" ".join(item.title.split()), _LONGEST_TITLE)
    source = shortened(" ".join(item.source.split()), _LONGEST_TITLE)
    body = runs(item.html, _ITEM_ROOM, _LONGEST_ITEM)
    data = {
        "language": words.language,
        "kind": words("Today's study"),
        "title": breakable(title),
        "paragraphs": body.paragraphs,
        "room": room_taken(body.plain),
        "more": words("(the beginning)") if body.is_cut else "",
        "source": breakable(source),
        "foot": foot(words),
    }
    rest = words("(The whole text is in the message above.)")
    # A line's end after each part, and "…" at the end of one that is cut.
    taken = len(title) + len(source) + len(rest) + 8
    said = beginning(body.plain, _ITEM_ROOM, LONGEST_CAPTION - taken)
    lines = (
        f"<b>{escape(title, quote=False)}</b>" if title else "",
        escape(said.text, quote=False),
        rest if body.is_cut or said.is_cut else "",
        f"<i>{escape(source, quote=False)}</i>" if source else "",
    )
    return Picture(Drawing("knowledge-card", data), "\n".join(line for line in lines if line))
