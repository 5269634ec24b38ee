"""The weekly digest's picture: participation by day and unit, duties by state."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from msgspec import Struct

from reports.cards.picture import Picture
from reports.cards.texts import foot
from reports.days import LOCALES, shown_days
from reports.duties.words import state_name
from reports.lists import listed
from reports.names import shortened
from reports.typesetting import Drawing
from reports.wording import Words
from storage.values.duties import State

MOST_UNITS = 14
"""So many units have a row of their own."""
_NAMED = 5
_NAME = 22
ORDER = (
    State.DONE,
    State.DONE_LATE,
    State.AWAITING,
    State.ON_THE_WAY,
    State.NOT_BEGUN,
    State.OVERDUE,
    State.EXCUSED,
)
"""States from what is done to what is not."""


class UnitWeek(Struct, frozen=True):
    """A unit's row: of each day its share, from 0 to 1, of all acts that there could have been;
    None for a day on which nothing was due, or that is not to be told. ``share``: of the whole
    week, likewise."""

    name: str
    shares: Mapping[date, float | None]
    share: float | None = None


class DigestPicture(Struct, frozen=True):
    """What the picture of a week shows.

    ``title``: the organiser's unit. ``units`` in the order in which they are to stand; of more
    than :data:`MOST_UNITS` the first. ``share``: of all of them over the week, None for nothing
    due. ``states``: how many duties stand how.
    """

    title: str
    first: date
    last: date
    branches: int
    share: float | None
    units: Sequence[UnitWeek] = ()
    states: Mapping[State, int] = {}


def digest_drawing(words: Words, data: DigestPicture) -> Picture:
    """What is to be drawn, known by its digest, and the caption that says the same."""
    days = [data.first + timedelta(days=n) for n in range((data.last - data.first).days + 1)]
    rows = data.units[:MOST_UNITS]
    left = len(data.units) - len(rows)
    states = [(state, data.states[state]) for state in ORDER if data.states.get(state)]
    drawn = {
        "language": words.language,
        "kind": words("The week"),
        "title": data.title,
        "week": shown_days(words, data.first, data.last),
        "figures": _figures(words, data),
        "by-day": words("Taking part, day by day"),
        "days": [_weekday(words, day) for day in days],
        "units": [
            {
                "name": shortened(each.name, _NAME),
                "days": [_cell(each.shares.get(day)) for day in days],
            }
            for each in rows
        ],
        "more": _more(words, left),
        "by-state": words("How the duties stand"),
        "duties": [
            {"state": state.value, "count": count, "said": f"{state_name(words, state)} {count}"}
            for state, count in states
        ],
        "foot": foot(words),
    }
    return Picture(Drawing("digest", drawn), _caption(words, data))


def _figures(words: Words, data: DigestPicture) -> list[Mapping[str, str]]:
    told = [(f"{data.branches}", words("branches"))]
    if data.share is not None:
        told.insert(0, (percent(data.share), words("took part")))
    if data.states:
        told.append((f"{data.states.get(State.OVERDUE, 0)}", words("overdue")))
    return [{"number": number, "label": label} for number, label in told]


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{round(100 * share)}%"


def _cell(share: float | None) -> Mapping[str, Any]:
    return {"share": share, "said": "" if share is None else f"{round(100 * share)}"}


def _more(words: Words, left: int) -> str:
    said = words("In the squares: percent of the three studies done.")
    if not left:
        return said
    more = words.count(
        "{count} more unit is not shown.", "{count} more units are not shown.", count=left
    )
    return f"{said} {more}"


def _weekday(words: Words, day: date) -> str:
    form = "EEEEE" if words.language == "zh" else "EEEEEE"
    return str(format_date(day, form, locale=LOCALES[words.language]))


def _caption(words: Words, data: DigestPicture) -> str:
    week = shown_days(words, data.first, data.last)
    lines = [words.html("<b>{unit}</b>, {week}", unit=data.title, week=week)]
    if data.share is not None:
        lines.append(
            words(
                "Taking part: {share} in {branches} branches.",
                share=percent(data.share),
                branches=data.branches,
            )
        )
    told = [(each.name, each.share) for each in data.units]
    named = [f"{name} {percent(share)}" for name, share in told if share is not None]
    if named:
        lines.append(words.html("By unit: {units}", units=_first(words, named)))
    states = [f"{state_name(words, s)} {data.states[s]}" for s in ORDER if data.states.get(s)]
    if states:
        lines.append(words("Duties: {states}", states=listed(words, states)))
    return "\n".join(lines)


def _first(words: Words, named: Sequence[str]) -> str:
    shown = listed(words, named[:_NAMED])
    left = len(named) - _NAMED
    if left <= 0:
        return shown
    return words("{some} … and {count} more", some=shown, count=left)
