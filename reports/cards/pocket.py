"""The pocket book: a programme's items as a small book."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reports.cards.texts import breakable, foot, room_taken, runs
from reports.languages import text_in
from reports.wording import Words
from storage.programmes import KeptItem, Version
from storage.values.programme_files import ItemText

_PART = re.compile(r"\s*\(\d+/\d+\)$")


def pocket_book(words: Words, version: Version, kept: Sequence[KeptItem]) -> Mapping[str, Any]:
    """A programme's items as the template ``pocketbook`` takes them, a chapter for a document."""
    chapters: dict[str, list[ItemText]] = {}
    for each in kept:
        chapters.setdefault(each.item.document, []).append(text_in(each.item.texts, words.language))
    return {
        "language": words.language,
        "kind": words("Pocket book"),
        "title": title_of(words, version),
        "told": words.count("{count} text", "{count} texts", count=len(kept)),
        "contents": words("Contents"),
        "chapters": [_chapter(each) for each in chapters.values()],
        "foot": foot(words),
    }


def book_comes(words: Words, version: Version) -> str:
    """What stands below the file, as HTML."""
    return words.html(
        "“{title}” as a pocket book: A6, to read on the phone or to print.",
        title=title_of(words, version),
    )


def book_name(words: Words, version: Version) -> str:
    """What the file is called."""
    title = title_of(words, version).replace(": ", " ")
    return safe(words("{title}, pocket book", title=title)) + ".pdf"


def safe(name: str) -> str:
    """A name without what a file's name may not hold."""
    return "".join("-" if each in '\\/:*?"<>|' or each < " " else each for each in name).strip(". ")


def title_of(words: Words, version: Version) -> str:
    """A programme's title in the reader's language, else in its own."""
    titles = version.settings.titles
    return titles.get(words.language) or next(iter(titles.values()), version.settings.key)


def _chapter(texts: Sequence[ItemText]) -> Mapping[str, Any]:
    title = _PART.sub("", " ".join(texts[0].title.split()))
    return {
        "title": breakable(title),
        "items": [_item(each, title) for each in texts],
        "lines": [
            room_taken(line) for each in texts for line in runs(each.html).plain.splitlines()
        ],
    }


def _item(text: ItemText, chapter: str) -> Mapping[str, Any]:
    own = " ".join(text.title.split())
    return {
        "title": "" if _PART.sub("", own) == chapter else breakable(own),
        "paragraphs": runs(text.html).paragraphs,
        "source": breakable(" ".join(text.source.split())),
    }
