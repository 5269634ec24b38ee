"""What an organiser can settle about a test by buttons, and by the few things that are typed."""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec.structs import replace

from programme.calendar import moment
from programme.typed_windows import read_window
from storage.values.exams import Share, Source, Terms
from storage.values.messages import BadInput, message

MOST_QUESTIONS = 100
LONGEST_MINUTES = 24 * 60
LONGEST_TITLE = 40


class Part(StrEnum):
    """What can be settled about a test."""

    SOURCE = "source"
    TAGS = "tags"
    NUMBER = "number"
    MINUTES = "minutes"
    WINDOW = "window"
    ATTEMPTS = "attempts"
    PASS = "pass"
    AUDIENCE = "audience"
    RESULTS = "results"
    GROUP = "group"
    TITLE = "title"


NUMBERS = (5, 10, 15, 20, 30, 50)
MINUTES = (5, 10, 15, 20, 30, 45, 60, 0)
"""0: no limit."""
DAYS = (1, 3, 7, 14)
ATTEMPTS = (1, 2, 3, 0)
"""0: as often as one likes."""
PASS_PERCENTS = (60, 70, 80, 90, 100, 0)
"""0: nobody can fail."""

ALL = "all"
"""The value that takes back all tags, or all tags of the audience."""

_LIST = re.compile(r"[,，、;；\n]+")
# Neither 5 of −5 nor 1 of 1.5 is what was meant.
_WHOLE = re.compile(r"(?<![\d.．\-－−])\d{1,6}(?!\d|[.．]\d)")
_SHARE = re.compile(r"(?P<tag>.*?\S)\s*[:：=]?\s*[x×*]?\s*(?P<count>\d{1,3})\s*(?:题|道|个)?$")


def usual_terms(source: Source, size: int, today: date) -> Terms:
    """What a test is like when nothing else is said: ten questions, a week's time."""
    return Terms(source, today, today + timedelta(days=6), count=min(10, size))


def window_of(terms: Terms, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """When a test opens and closes that is announced now."""
    opens = max(now, moment(terms.first, terms.begins, zone))
    return opens, moment(terms.last, terms.ends, zone)


def tag_code(tag: str) -> str:
    """A tag as a button's data can carry it."""
    return hashlib.blake2b(tag.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def with_number_chosen(terms: Terms, part: Part, value: str) -> Terms | None:
    """The terms after a tap on one of the numbers that are offered; None for any other."""
    offered = {
        Part.NUMBER: NUMBERS,
        Part.MINUTES: MINUTES,
        Part.ATTEMPTS: ATTEMPTS,
        Part.PASS: PASS_PERCENTS,
    }.get(part, ())
    number = next((each for each in offered if str(each) == value), None)
    return None if number is None else _with_number(terms, part, number)


def with_days(terms: Terms, value: str, today: date) -> Terms | None:
    """The terms after a tap on so many days from today; None for what is not offered."""
    days = next((each for each in DAYS if str(each) == value), None)
    if days is None:
        return None
    usual = Terms(terms.source, today, today)
    last = today + timedelta(days=days - 1)
    return replace(terms, first=today, last=last, begins=usual.begins, ends=usual.ends)


def with_tag(terms: Terms, part: Part, value: str, known: Collection[str]) -> Terms | None:
    """The terms after a tap on a tag, which puts it in or takes it out; None for an unknown one.

    Tags to ask from take the place of numbers by tag.
    """
    chosen = terms.tags if part is Part.TAGS else terms.audience
    tag = next((each for each in (*chosen, *known) if tag_code(each) == value), None)
    if value == ALL:
        changed: tuple[str, ...] = ()
    elif tag is None:
        return None
    elif tag in chosen:
        changed = tuple(each for each in chosen if each != tag)
    else:
        changed = (*chosen, tag)
    if part is Part.TAGS:
        return replace(terms, tags=changed, shares=())
    return replace(terms, audience=changed)


def with_typed(terms: Terms, part: Part, text: str, tags: Sequence[str], today: date) -> Terms:
    """The terms after something was typed. Raises :class:`BadInput` with what to write instead.

    ``tags`` are those that the source's questions have.
    """
    said = unicodedata.normalize("NFKC", text).strip()
    match part:
        case Part.TITLE:
            return replace(terms, title=_title(said))
        case Part.WINDOW:
            return _with_window(terms, text, today)
        case Part.TAGS:
            return replace(terms, shares=_shares(said, tags), tags=())
        case _:
            return _with_number(terms, part, _number(part, said))


def _with_number(terms: Terms, part: Part, number: int) -> Terms:
    match part:
        case Part.NUMBER:
            return replace(terms, count=number, shares=())
        case Part.MINUTES:
            return replace(terms, minutes=number or None)
        case Part.ATTEMPTS:
            return replace(terms, attempts=number)
        case _:
            return replace(terms, pass_percent=number)


def _number(part: Part, said: str) -> int:
    found = _WHOLE.search(said)
    number = int(found[0]) if found else -1
    lowest, most = {
        Part.NUMBER: (1, MOST_QUESTIONS),
        Part.MINUTES: (1, LONGEST_MINUTES),
        Part.ATTEMPTS: (1, 99),
    }.get(part, (0, 100))
    if not lowest <= number <= most:
        said_of = message(
            "Please write a whole number from {lowest} to {most}.", lowest=lowest, most=most
        )
        raise BadInput(said_of)
    return number


def _title(said: str) -> str:
    title = " ".join(said.split())
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(
            message("Please write a name of at most {most} characters.", most=LONGEST_TITLE)
        )
    return title


def _with_window(terms: Terms, text: str, today: date) -> Terms:
    window = read_window(text, today)
    usual = Terms(terms.source, today, today)
    changed = replace(
        terms,
        first=window.days.first,
        last=window.days.last,
        begins=window.begins or usual.begins,
        ends=window.ends or usual.ends,
    )
    if (changed.last, changed.ends) <= (changed.first, changed.begins):
        raise BadInput(message("It would end before it begins. Please write it once more."))
    if changed.last < today:
        raise BadInput(message("That is over already. Please write days to come."))
    return changed


def _shares(said: str, tags: Sequence[str]) -> tuple[Share, ...]:
    """“fire 5, power 3” as numbers by tag."""
    by_name = {_folded(tag): tag for tag in tags}
    shares: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in _LIST.split(said))):
        found = _SHARE.fullmatch(part)
        tag = by_name.get(_folded(found["tag"])) if found else None
        if found is None or int(found["count"]) == 0:
            raise BadInput(
                message(
                    "I can't read “{part}”. Please write each tag with its number, such as: "
                    "fire 5, power 3.",
                    part=part,
                )
            )
        if tag is None:
            raise BadInput(message("No question here is tagged “{tag}”.", tag=found["tag"]))
        shares[tag] = shares.get(tag, 0) + int(found["count"])
    if not shares or sum(shares.values()) > MOST_QUESTIONS:
        raise BadInput(
            message(
                "Please write a whole number from {lowest} to {most}.",
                lowest=1,
                most=MOST_QUESTIONS,
            )
        )
    return tuple(Share(tag, count) for tag, count in shares.items())


def _folded(tag: str) -> str:
    return unicodedata.normalize("NFKC", tag).casefold().strip()
