"""A rehearsal in words: what would be posted, to whom and when."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from reports.wording import Words
from storage.values.people import Unit, UnitId

_TAG = re.compile(r"<[^>]+>")
_NAMES = 3
_FIRST_LINE = 60
_REMINDER = "reminder"


class Post(Struct, frozen=True):
    """A message that would be sent: to which branch, at what local time, what kind, which HTML."""

    unit: Unit
    at: datetime
    kind: str
    text: str


class Rehearsal(Struct, frozen=True):
    """What the days from ``first`` to ``last`` would bring. ``members`` by branch."""

    first: date
    last: date
    branches: tuple[Unit, ...]
    members: Mapping[UnitId, int]
    posts: tuple[Post, ...]


def rehearsal_lines(rehearsal: Rehearsal, words: Words) -> Iterator[str]:
    """The rehearsal as plain text: whole texts for one branch, a line a post for many.

    The same post to several branches at the same local time is told once, with how many branches
    and people it reaches.
    """
    people = sum(rehearsal.members.values())
    yield words(
        "{first} to {last}: messages {posts}, branches {branches}, people {people}. Nothing has "
        "been sent or changed.",
        first=rehearsal.first,
        last=rehearsal.last,
        posts=len(rehearsal.posts),
        branches=len(rehearsal.branches),
        people=people,
    )
    day: date | None = None
    for (moment, kind, text), units in _grouped(rehearsal.posts).items():
        if moment.date() != day:
            day = moment.date()
            yield f"\n{day:%Y-%m-%d}"
        name = _kind(words, kind)
        told = _told(text, name, len(rehearsal.branches) == 1)
        yield f"  {moment:%H:%M}  {name}  {told}"
        if len(rehearsal.branches) > 1:
            reached = _reached(rehearsal, kind, units)
            yield "         → " + _whom(words, units, reached)


def _grouped(posts: Sequence[Post]) -> dict[tuple[datetime, str, str], list[Unit]]:
    found: dict[tuple[datetime, str, str], list[Unit]] = {}
    ordered = sorted(posts, key=lambda post: post.at.replace(tzinfo=None))
    for post in ordered:
        key = (post.at.replace(tzinfo=None), post.kind, post.text)
        found.setdefault(key, []).append(post.unit)
    return found


def _told(text: str, name: str, whole: bool) -> str:
    """What a post says, without its first line where that only repeats the post's ``name``."""
    plain = html.unescape(_TAG.sub("", text)).strip()
    plain = plain.removeprefix(f"{name}\n").strip()
    if whole:
        return plain.replace("\n", "\n         ")
    # Never cut in the middle of the telling: one line stands for the post, marked as such.
    line = plain.split("\n", 1)[0]
    return line if line == plain else f"{line[:_FIRST_LINE]} …"


def _whom(words: Words, units: Sequence[Unit], people: int) -> str:
    names = ", ".join(unit.name for unit in units[:_NAMES])
    if len(units) > _NAMES:
        return words(
            "{names} and {more} more; {people} people",
            names=names,
            more=len(units) - _NAMES,
            people=people,
        )
    return words("{names}; {people} people", names=names, people=people)


def _reached(rehearsal: Rehearsal, kind: str, units: Sequence[Unit]) -> int:
    """How many people a post reaches; a reminder is one person's."""
    if kind == _REMINDER:
        return len(units)
    return sum(rehearsal.members.get(unit.id, 0) for unit in units)


def _kind(words: Words, kind: str) -> str:
    return {
        "morning": words("Today's study"),
        "question-text": words("Noon question"),
        "noon": words("Noon question"),
        "noon-buttons": words("Noon question"),
        "result": words("Noon result"),
        "evening": words("Evening note"),
        _REMINDER: words("Reminder"),
        "reminder-group": words("Reminder in the group"),
    }.get(kind, kind)
