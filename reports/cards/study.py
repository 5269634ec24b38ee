"""The study card: the course planned for the year, and what of it somebody has studied."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from programme.cards.study import Course, StudyYear
from reports.cards.picture import Picture
from reports.cards.texts import breakable, foot
from reports.lists import listed
from reports.names import shortened, shown_name
from reports.typesetting import Drawing
from reports.wording import Words

_MOST = 8
_MOST_SINGLES = 30
_TITLE = 52
_PROGRAMME = 48
_NAMED = 9


def study_card(words: Words, year: StudyYear) -> Picture:
    """The year's course as a picture."""
    shown = _shown(year)
    more = len(year.courses) - len(shown)
    data = {
        "language": words.language,
        "kind": words("Study card"),
        "year": str(year.year),
        "name": shown_name(year.person.name),
        "branch": breakable(year.branch),
        "programme": breakable(
            shortened(year.programme, _PROGRAMME) or words("There is no programme yet.")
        ),
        "done": f"{year.studied} / {year.planned}" if year.planned else "",
        "share": year.studied / year.planned if year.planned else 0,
        "told": _told(words, year) if year.programme else "",
        "courses": [_course(each) for each in shown if each.planned > 1],
        "singles": [_course(each) for each in shown if each.planned == 1],
        "more": words.count("and {count} more text", "and {count} more texts", count=more)
        if more
        else "",
        "foot": foot(words),
    }
    return Picture(Drawing("study-card", data), _caption(words, year))


def _shown(year: StudyYear) -> list[Course]:
    """As many as a card has room for: what has several parts takes a line with a bar."""
    long = [each for each in year.courses if each.planned > 1][:_MOST]
    singles = [each for each in year.courses if each.planned == 1]
    return [*long, *singles[: max(0, _MOST_SINGLES - 3 * len(long))]]


def _course(each: Course) -> Mapping[str, Any]:
    return {
        "title": breakable(shortened(each.title, _TITLE)),
        "done": f"{each.studied}/{each.planned}",
        "share": each.studied / each.planned,
    }


def _told(words: Words, year: StudyYear) -> str:
    if not year.planned:
        return words("Nothing was to be studied in this year.")
    return words.count(
        "{count} text is planned for the year; {done} studied so far.",
        "{count} texts are planned for the year; {done} studied so far.",
        count=year.planned,
        done=year.studied,
    )


def _caption(words: Words, year: StudyYear) -> str:
    lines = [
        words.html(
            "<b>Study card {year}</b> · {name}, {branch}",
            year=year.year,
            name=shown_name(year.person.name),
            branch=year.branch,
        )
    ]
    if year.programme:
        programme = shortened(year.programme, _PROGRAMME)
        lines += [escape(programme, quote=False), _told(words, year)]
    else:
        lines.append(words("There is no programme yet."))
    studied = [each for each in year.courses if each.studied]
    if studied:
        lines.append(words.html("Studied: {titles}", titles=_titles(words, studied)))
    to_come = [each for each in year.courses if not each.studied]
    if to_come:
        lines.append(words.html("Still to come: {titles}", titles=_titles(words, to_come)))
    return "\n".join(lines)


def _titles(words: Words, courses: Sequence[Course]) -> str:
    names = [_named(each) for each in courses[:_NAMED]]
    left = len(courses) - _NAMED
    if left > 0:
        names.append(words.count("and {count} more text", "and {count} more texts", count=left))
    return listed(words, names)


def _named(each: Course) -> str:
    title = shortened(each.title, _TITLE)
    return title if each.planned == 1 else f"{title} {each.studied}/{each.planned}"
