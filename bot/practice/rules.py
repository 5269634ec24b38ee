"""Limits read out of the description's sentences.

The Bot API states most limits in words ("1-4096 characters after entities parsing"). Here those
words become rules, by a few patterns that hold for the whole description and not for one method.
"""

import re

from msgspec import Struct

from bot.practice.spec import Field, Shape


class Length(Struct, frozen=True):
    """A text must have ``low`` to ``high`` of ``unit`` and at most ``line_feeds`` line feeds."""

    low: int
    high: int
    unit: str
    line_feeds: int | None


class Count(Struct, frozen=True):
    """A list must have ``low`` to ``high`` entries."""

    low: int
    high: int


class Range(Struct, frozen=True):
    """A number must lie between ``low`` and ``high``."""

    low: int
    high: int


class Ahead(Struct, frozen=True):
    """A moment must lie ``low`` to ``high`` seconds in the future."""

    low: int
    high: int


class Choice(Struct, frozen=True):
    """A text must be one of ``values``."""

    values: tuple[str, ...]


class Alphabet(Struct, frozen=True):
    """A text may hold certain characters only."""

    pattern: str


class Increasing(Struct, frozen=True):
    """Numbers must increase from one to the next."""


Rule = Length | Count | Range | Ahead | Choice | Alphabet | Increasing


class Excludes(Struct, frozen=True):
    """``field`` may not stand beside ``other``."""

    field: Field
    other: str


class NeededWithout(Struct, frozen=True):
    """``field`` must be given when none of ``others`` is."""

    field: Field
    others: tuple[str, ...]


class NeededInQuiz(Struct, frozen=True):
    """``field`` must be given, and not empty, when the type is 'quiz'."""

    field: Field


class ExactlyOne(Struct, frozen=True):
    """Exactly one field must be given besides those in ``aside``."""

    place: str
    aside: frozenset[str]


Bond = Excludes | NeededWithout | NeededInQuiz | ExactlyOne

_LENGTH = re.compile(r"(?<![\d*.])(\d+)-(\d+) (characters|bytes)")
_LINE_FEEDS = re.compile(r"at most (\d+) line feeds")
_LIST = re.compile(r"list of (?:(\d+)-|up to )(\d+)|At most (\d+) \w+ can be specified")
_BETWEEN = re.compile(r"[Bb]etween (\d+)(?:-| and )(\d+)\b|[,;] (\d+)-(\d+)(?:[.;]|$)")
_AHEAD = re.compile(r"at least (\d+) and no more than (\d+) seconds in the future")
_QUOTED = r"'\w+'(?: \(\w+\))?"
_CHOICE = re.compile(rf"(?:^|one of |type, )((?:{_QUOTED}, )*{_QUOTED} or {_QUOTED})")
_LOWERCASE = "only lowercase English letters, digits and underscores"
_URL_SAFE = "Only characters A-Z, a-z, 0-9, _ and - are allowed"
_TOGETHER = re.compile(r"Can't be used together with \*(\w+)\*")
_REQUIRED_IF = re.compile(
    r"[Rr]equired if ((?:\*\w+\*(?: and )?)+) (?:is|are)(?: not|n't) specified"
)
_EXACTLY_ONE = re.compile(r"Exactly one of the fields other than (.+?) must be used")


def rules_of(field: Field) -> tuple[Rule, ...]:
    """The rules that ``field``'s own words set for its value."""
    words, types = field.description, field.types
    found: list[Rule | None] = []
    if "String" in types:
        found += [_length(words), _choice(words), _alphabet(words)]
    if types == ("Integer",):
        found += [_range(words), _ahead(words)]
    if types[0].startswith("Array of"):
        found += [_count(words), Increasing() if "monotonically increasing" in words else None]
    return tuple(rule for rule in found if rule is not None)


def bonds_of(shape: Shape) -> tuple[Bond, ...]:
    """The rules that tie the fields of one method or object to each other."""
    bonds: list[Bond] = []
    for field in shape.fields.values():
        words = field.description
        if match := _TOGETHER.search(words):
            bonds.append(Excludes(field, match[1]))
        if match := _REQUIRED_IF.search(words):
            bonds.append(
                NeededWithout(field, tuple(re.findall(r"\w+", match[1].replace("and", ""))))
            )
        if "required for polls in quiz mode" in words:
            bonds.append(NeededInQuiz(field))
    if match := _EXACTLY_ONE.search(shape.description):
        bonds.append(ExactlyOne(shape.place, frozenset(re.findall(r"\*(\w+)\*", match[1]))))
    return tuple(bonds)


def _length(words: str) -> Length | None:
    match = _LENGTH.search(words)
    if match is None:
        return None
    feeds = _LINE_FEEDS.search(words)
    return Length(int(match[1]), int(match[2]), match[3], int(feeds[1]) if feeds else None)


def _choice(words: str) -> Choice | None:
    match = _CHOICE.search(words)
    return Choice(tuple(re.findall(r"'(\w+)'", match[1]))) if match else None


def _alphabet(words: str) -> Alphabet | None:
    if _LOWERCASE in words:
        return Alphabet(r"[a-z0-9_]*")
    return Alphabet(r"[A-Za-z0-9_-]*") if _URL_SAFE in words else None


def _range(words: str) -> Range | None:
    match = _BETWEEN.search(words)
    if match is None:
        return None
    low, high = (int(number) for number in match.groups() if number is not None)
    return Range(low, high)


def _ahead(words: str) -> Ahead | None:
    match = _AHEAD.search(words)
    return Ahead(int(match[1]), int(match[2])) if match else None


def _count(words: str) -> Count | None:
    match = _LIST.search(words)
    if match is None:
        return None
    return Count(int(match[1] or 0), int(match[2] or match[3]))
