"""Standings in words, as the branch wants them: the upper half by name, bands, or oneself only; in
private, oneself against oneself."""

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from programme.bands import Bands
from programme.standings import Period, Placed, Table
from reports.lists import listed
from reports.names import shown_name
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.people import UnitId


class Own(Struct, frozen=True):
    """A member's own place (None without points yet), points, and those of the same part of the
    period before, where there is one."""

    placed: Placed | None
    points: int
    points_before: int | None


def standings_text(
    words: Words,
    unit_id: UnitId,
    unit_name: str,
    period: Period,
    told: Sequence[str],
    own: Own | None,
    more_buttons: Rows = (),
) -> Said:
    """A branch's standings; ``told`` are the lines of its own way of showing them (:func:`ranked`,
    :func:`banded`, :func:`each_alone`, :func:`few`). ``own`` is given only where nobody else reads
    it."""
    head = f"<b>{escape(unit_name, quote=False)} · {period_name(words, period)}</b>"
    more = ["", *own_lines(words, period, own)] if own is not None else []
    buttons = (*period_buttons(words, unit_id, period), *more_buttons)
    return Said("\n".join([head, *told, *more]), buttons)


def ranked(words: Words, table: Table) -> list[str]:
    """The upper half by name, with places."""
    if not table.named and not table.tied:
        return [words("Nobody has begun yet: whoever is first stands here.")]
    lines = [placed_line(words, one) for one in table.named]
    if table.tied:
        lines.append(
            words.count(
                "{place}. {count} member side by side",
                "{place}. {count} members side by side",
                count=table.tied,
                place=table.tied_place,
            )
        )
    return lines


def banded(words: Words, found: Bands) -> list[str]:
    """Who is there nearly every day, by name and without places, and how many come often."""
    if not found.steady and not found.often:
        return [words("Nobody has begun yet: whoever is first stands here.")]
    lines = []
    if found.steady:
        names = listed(words, [shown_name(one.name) for one in found.steady])
        lines.append(words.html("Nearly every day: {names}", names=names))
    if found.often:
        lines.append(
            words.count("Often: {count} member", "Often: {count} members", count=found.often)
        )
    return lines


def each_alone(words: Words, *, in_private: bool) -> list[str]:
    """What is said where a branch compares nobody with anybody."""
    if in_private:
        return [words("In this branch each is measured against themselves.")]
    return [
        words("In this branch each is measured against themselves: send me /standings in private.")
    ]


def few(words: Words) -> list[str]:
    """What is said in a branch so small that any table would show up the last."""
    return [words("We are few here, so nobody is compared with anybody.")]


def without_standings(words: Words) -> Said:
    """What is said in a branch that does without standings."""
    return Said(words("This branch does without standings. How you yourself are doing: /me"))


def placed_line(words: Words, one: Placed) -> str:
    """One member's line: place, name, points and days."""
    points = words.count("{count} point", "{count} points", count=one.standing.points)
    days = words.count("{count} day", "{count} days", count=one.standing.days)
    made = words("{points}, {days}", points=points, days=days)
    return f"{one.place}. {escape(shown_name(one.standing.name))}  {made}"


def own_lines(words: Words, period: Period, own: Own) -> list[str]:
    """Oneself: the place, and this period against the same part of the one before."""
    title = words("Against myself")
    lines = [f"<b>{title}</b>", _compared(words, period, own)]
    if own.placed is not None:
        lines.append(words("Your place: {place}", place=own.placed.place))
    if own.points_before is not None and own.points > own.points_before:
        lines.append(words("More than then. Keep it up!"))
    return lines


def period_name(words: Words, period: Period) -> str:
    """The running week, month or year, or all of the campaign."""
    names = {
        Period.CAMPAIGN: words("So far"),
        Period.WEEK: words("This week"),
        Period.MONTH: words("This month"),
        Period.YEAR: words("This year"),
    }
    return names[period]


def period_buttons(words: Words, unit_id: int, chosen: Period) -> Rows:
    """The periods; the one that is shown is marked. ``unit_id``: 0 for the top of the tree."""
    return (
        tuple(
            Button(
                ("• " if period is chosen else "") + period_name(words, period),
                data=f"standings:{period.value}:{unit_id}",
            )
            for period in Period
        ),
    )


def _compared(words: Words, period: Period, own: Own) -> str:
    now, before = own.points, own.points_before
    if before is None:
        return words("Points so far: {now}", now=now)
    if period is Period.WEEK:
        return words(
            "Points this week {now}, by this day last week {before}", now=now, before=before
        )
    if period is Period.MONTH:
        return words(
            "Points this month {now}, by this day last month {before}", now=now, before=before
        )
    return words("Points this year {now}, by this day last year {before}", now=now, before=before)
