"""A branch's month as a poster: for the notice board, so nobody is named on it."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from babel.dates import format_skeleton

from programme.cards.month import BranchMonth, last_of_month
from reports.cards.score import right_share
from reports.cards.texts import breakable, foot
from reports.days import LOCALES, shown_day
from reports.names import shortened
from reports.records.words import record_kinds
from reports.wording import Words
from storage.values.records import Record

_MOST_TITLES = 24
_MOST_RECORDS = 8
_TITLE = 40
_TOPIC = 60


def poster_data(words: Words, month: BranchMonth) -> Mapping[str, Any]:
    """The poster as the template ``poster`` takes it."""
    done = [_line(words, month, each) for each in month.records]
    is_quiet = not (month.days_studied or done or month.titles)
    titles = [shortened(each, _TITLE) for each in month.titles]
    return {
        "language": words.language,
        "kind": words("The branch's month"),
        "branch": breakable(month.branch.name),
        "month": month_in_words(words, month),
        "figures": [] if is_quiet else _figures(words, month),
        "quiet": words("Nothing was planned for this month.") if is_quiet else "",
        "by-day": words("Day by day"),
        "by-day-told": words("The higher the bar, the more of the day's three were done."),
        "days": _days(month),
        "done-title": words("What the branch did"),
        "done": done[-_MOST_RECORDS:],
        "studied-title": words("What we read together"),
        "studied": titles[:_MOST_TITLES],
        "foot": foot(words),
    }


def poster_comes(words: Words, month: BranchMonth) -> str:
    """What stands below the file, as HTML."""
    return words.html(
        "{branch}, {month}: a poster for the notice board. It names nobody.",
        branch=month.branch.name,
        month=month_in_words(words, month),
    )


def month_in_words(words: Words, month: BranchMonth) -> str:
    """The month with its year; up to which day, where it is not over."""
    named = str(format_skeleton("yMMMM", month.first, locale=LOCALES[words.language]))
    if month.today >= last_of_month(month.first):
        return named
    return words("{month}, up to {day}", month=named, day=shown_day(words, month.today))


def _figures(words: Words, month: BranchMonth) -> list[Mapping[str, str]]:
    told = [(f"{month.days_studied}", words("days of study"))]
    sums = month.sums
    if sums is not None:
        told += [
            (f"{sums.check_ins}", words("times read")),
            (f"{sums.answered}", words("answers")),
            (right_share(sums.right, sums.answered), words("answered right")),
        ]
    elif month.titles:
        told.append((f"{len(month.titles)}", words("texts read")))
    return [{"number": number, "label": label} for number, label in told]


def _days(month: BranchMonth) -> list[Mapping[str, Any]]:
    if not month.days:
        return []
    count = monthrange(month.first.year, month.first.month)[1]
    days = [month.first + timedelta(days=n) for n in range(count)]
    found: list[Mapping[str, Any]] = []
    for day in days:
        sums = month.days.get(day)
        share = min(1.0, sums.acts / (3 * sums.due)) if sums and sums.due else None
        found.append({"day": str(day.day), "share": share})
    return found


def _line(words: Words, month: BranchMonth, record: Record) -> Mapping[str, str]:
    kinds = record_kinds(words, month.book, record)
    topic = shortened(" ".join(record.topic.split()), _TOPIC)
    what = words("{kind}: {topic}", kind=kinds, topic=topic) if topic else kinds
    return {"day": shown_day(words, record.day), "what": what}
