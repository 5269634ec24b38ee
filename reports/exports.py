"""The notebook as a file: what is asked and said about it, and what stands in it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

from babel.dates import format_date, format_skeleton
from msgspec import Struct

from reports.days import LOCALES
from reports.notes import media_in_words, put_down_mark
from reports.said import Button, Said
from reports.wording import Words
from storage.values.notes import Note

EXPORT_JOB = "notebook-export"
"""The kind of job that makes a notebook's file."""


class Format(StrEnum):
    """What kind of file."""

    PDF = "pdf"
    MARKDOWN = "markdown"


class Span(StrEnum):
    """Which part of the notebook, up to today."""

    MONTH = "month"
    YEAR = "year"
    ALL = "all"


class Booklet(Struct, frozen=True):
    """A part of somebody's notebook. ``notes`` are the oldest first; ``last`` is the day on which
    it was asked for."""

    name: str
    branch: str
    notes: Sequence[Note]
    span: Span
    last: date


class Fetched(Struct, frozen=True):
    """What came of fetching the pictures, by file id: the names under which they are set, those
    that can't be had, and those left out as the file would be too large."""

    names: Mapping[str, str]
    lost: Collection[str] = ()
    too_large: Collection[str] = ()


def which_span(words: Words, shape: Format) -> Said:
    """The question which part of the notebook is wanted."""
    labels = {
        Span.MONTH: words("This month"),
        Span.YEAR: words("This year"),
        Span.ALL: words("All of it"),
    }
    buttons = tuple(Button(labels[span], data=f"export:{shape}:{span}") for span in Span)
    return Said(words("Which part of your notebook?"), (buttons,))


def being_made(words: Words) -> Said:
    """Said while a file is being made."""
    return Said(words("I'm putting it together; it comes in a moment."))


def booklet_comes(words: Words, booklet: Booklet) -> str:
    """What stands below the file."""
    if not booklet.notes:
        return words("There are no notes in this time yet.")
    return words.count(
        "Your notes: {count}. For your eyes only, unless you pass it on.",
        "Your notes: {count}. For your eyes only, unless you pass it on.",
        count=len(booklet.notes),
    )


def not_made(words: Words) -> Said:
    """Said when a file could not be made after several tries."""
    return Said(
        words("I'm sorry, I could not make that file. Please try again, or ask your secretary.")
    )


def file_name(words: Words, booklet: Booklet, suffix: str) -> str:
    """What the file is called; ``suffix`` says what it is, as ``pdf``."""
    part = {
        Span.MONTH: f"-{booklet.last:%Y-%m}",
        Span.YEAR: f"-{booklet.last:%Y}",
        Span.ALL: "",
    }[booklet.span]
    return words("notebook{part}.{suffix}", part=part, suffix=suffix)


def pages(words: Words, booklet: Booklet, fetched: Fetched) -> Mapping[str, Any]:
    """The notebook as the template of the PDF takes it."""
    return {
        "language": words.language,
        "name": booklet.name,
        "title": title(words, booklet),
        "subtitle": subtitle(words, booklet),
        "months": [
            {"title": month, "notes": [_for_page(words, note, fetched) for note in notes]}
            for month, notes in months(words, booklet.notes)
        ],
    }


def _for_page(words: Words, note: Note, fetched: Fetched) -> Mapping[str, Any]:
    return {
        "day": day_in_words(words, note.day),
        "mark": " · ".join(marks(words, note, fetched)),
        "text": note.text,
        "pictures": pictures_of(note, fetched),
        "missing": missing(words, note, fetched),
    }


def pictures_of(note: Note, fetched: Fetched) -> Sequence[str]:
    """The names of a note's pictures, as far as there are any to be seen."""
    return [fetched.names[each.id] for each in note.files if each.id in fetched.names]


def missing(words: Words, note: Note, fetched: Fetched) -> Sequence[str]:
    """What stands in place of pictures that are left out, a sentence each."""
    return [said for each in note.files if (said := _missing(words, each.id, fetched))]


def _missing(words: Words, file_id: str, fetched: Fetched) -> str:
    if file_id in fetched.too_large:
        return words("A picture is left out here: the file would be too large. Try a shorter time.")
    if file_id in fetched.lost:
        return words("A picture can't be had from Telegram any more.")
    return ""


def title(words: Words, booklet: Booklet) -> str:
    """Whose notebook it is."""
    return words("{name}'s notebook", name=booklet.name)


def subtitle(words: Words, booklet: Booklet) -> str:
    """From when to when, how many notes, and in which branch."""
    count = words.count("{count} note", "{count} notes", count=len(booklet.notes))
    days = [note.day for note in booklet.notes]
    parts = [_span(words, days), count, booklet.branch]
    return " · ".join(part for part in parts if part)


def _span(words: Words, days: Sequence[date]) -> str:
    if not days:
        return ""
    first, last = (
        str(format_date(day, "long", locale=LOCALES[words.language])) for day in (days[0], days[-1])
    )
    return first if first == last else f"{first} – {last}"


def months(words: Words, notes: Sequence[Note]) -> list[tuple[str, list[Note]]]:
    """The notes by months, with their names."""

    def month(note: Note) -> tuple[int, int]:
        return note.day.year, note.day.month

    return [
        (_month(words, date(*first, 1)), list(of_month))
        for first, of_month in groupby(notes, key=month)
    ]


def _month(words: Words, first: date) -> str:
    return str(format_skeleton("yMMMM", first, locale=LOCALES[words.language]))


def day_in_words(words: Words, day: date) -> str:
    """A day with its weekday."""
    return str(format_skeleton("MMMEd", day, locale=LOCALES[words.language]))


def marks(words: Words, note: Note, fetched: Fetched) -> Sequence[str]:
    """What a note came with that is not seen or spoken of below it, and who put it down."""
    told = {*fetched.names, *fetched.lost, *fetched.too_large}
    kinds = Counter(media_in_words(words, each.media) for each in note.files if each.id not in told)
    came = [f"{kind} × {count}" if count > 1 else kind for kind, count in kinds.items()]
    return [each for each in (*came, _by(words, note)) if each]


def _by(words: Words, note: Note) -> str:
    """Who put a note down for its writer; empty for one of the writer's own."""
    return put_down_mark(words, note.by_name) if note.by_name else ""
