"""The score card: somebody's year, and those of a branch side by side."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date

from programme.cards.score import ScoreYear
from reports.cards.picture import Picture
from reports.cards.texts import breakable, foot
from reports.days import LOCALES
from reports.lists import listed
from reports.names import shown_name
from reports.typesetting import Drawing
from reports.wording import Words
from storage.values.people import Unit
from storage.values.standings import Totals


def score_card(words: Words, year: ScoreYear) -> Picture:
    """Somebody's year as a picture."""
    data = {
        "language": words.language,
        "kind": words("Score card"),
        "year": str(year.year),
        "branch": breakable(year.branch),
        "legend": legend(words),
        "foot": foot(words),
        **_card(words, year),
    }
    return Picture(Drawing("score-card", data), _caption(words, year))


def side_by_side(
    words: Words, branch: Unit, year: int, of: Sequence[ScoreYear]
) -> Mapping[str, Any]:
    """The cards of those who agreed, as the template ``scores`` takes them: by name, so that no
    order is a ranking."""
    ordered = sorted(of, key=lambda each: (each.person.name, each.person.id))
    return {
        "language": words.language,
        "title": words("{branch}: score cards {year}", branch=branch.name, year=year),
        "told": words("By name, in no order of merit; only those who agreed are here."),
        "legend": legend(words),
        "foot": foot(words),
        "cards": [_card(words, each) for each in ordered],
    }


def legend(words: Words) -> Mapping[str, str]:
    """What the squares' colours mean."""
    return {"less": words("none done"), "more": words("all three")}


def totals_as_figures(words: Words, totals: Totals) -> list[Mapping[str, str]]:
    """What was done in four numbers with what they count."""
    told = [
        (f"{totals.check_ins}", words("read")),
        (f"{totals.answered}", words("answered")),
        (right_share(totals.right, totals.answered), words("answered right")),
        (f"{totals.notes}", words("notes")),
    ]
    return [{"number": number, "label": label} for number, label in told]


def right_share(right: int, answered: int) -> str:
    """The share of right answers in percent; a dash without answers."""
    return f"{round(100 * right / answered)}%" if answered else "–"


def months_as_squares(words: Words, year: ScoreYear) -> list[Any]:
    """A year's days as :file:`year-squares.typ` takes them."""

    def level(day: date) -> int:
        done = year.acts.get(day, 0)
        return min(3, done) if done or day in year.due else -1

    found = []
    for month in range(1, 13):
        first, count = date(year.year, month, 1), monthrange(year.year, month)[1]
        days = [first + timedelta(days=n) for n in range(count)]
        levels = [level(day) for day in days]
        name = month_name(words, first)
        found.append({"name": name, "first": first.weekday(), "levels": levels})
    return found


def month_name(words: Words, first: date) -> str:
    """A month, as short as it can be: 5月, May."""
    return str(format_date(first, "LLL", locale=LOCALES[words.language]))


def days_told(words: Words, year: ScoreYear) -> str:
    """On how many days anything was done, and how many in a row."""
    if not year.totals.days:
        running = year.year == year.today.year
        return words("Any day is a good one to begin.") if running else words("A quiet year.")
    days = words.count("{count} day of study", "{count} days of study", count=year.totals.days)
    if not year.streak:
        return days
    row = words.count("{count} day running", "{count} days running", count=year.streak)
    return words("{days} · {row}", days=days, row=row)


def _card(words: Words, year: ScoreYear) -> Mapping[str, Any]:
    return {
        "name": shown_name(year.person.name),
        "figures": totals_as_figures(words, year.totals),
        "months": months_as_squares(words, year),
        "streak": days_told(words, year),
    }


def _done(words: Words, totals: Totals) -> str:
    if not totals.answered:
        return words(
            "Read {check_ins}, notes {notes}.", check_ins=totals.check_ins, notes=totals.notes
        )
    share = right_share(totals.right, totals.answered)
    return words(
        "Read {check_ins}, answered {answered} ({share} right), notes {notes}.",
        check_ins=totals.check_ins,
        answered=totals.answered,
        share=share,
        notes=totals.notes,
    )


def _caption(words: Words, year: ScoreYear) -> str:
    title = words.html(
        "<b>Score card {year}</b> · {name}, {branch}",
        year=year.year,
        name=shown_name(year.person.name),
        branch=year.branch,
    )
    lines = [title, _done(words, year.totals), days_told(words, year)]
    months = _by_month(words, year)
    if months:
        lines.append(words("Days by month: {months}", months=listed(words, months)))
    return "\n".join(lines)


def _by_month(words: Words, year: ScoreYear) -> list[str]:
    counts: dict[int, int] = {}
    for day, done in year.acts.items():
        counts[day.month] = counts.get(day.month, 0) + (done > 0)
    return [
        f"{month_name(words, date(year.year, month, 1))} {count}"
        for month, count in sorted(counts.items())
        if count
    ]
