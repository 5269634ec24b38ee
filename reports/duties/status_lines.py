"""The lines of duties in /status: for a branch's own people, its group, and the unit above."""

from collections.abc import Sequence
from datetime import date
from html import escape

from programme.duties.standing import Standing
from programme.duties.viewing import Tally
from reports.duties.words import due_in_words, obligation_name
from reports.lists import listed
from reports.said import Button, Rows, Said
from reports.wording import Words
from storage.values.people import Unit

_NAMED = 3


def tally_line(words: Words, tally: Tally) -> str:
    """How many are met of those of the year that have begun: 任务 12/15，1 件过期."""
    return words("Duties {counts}", counts=_counts(words, tally))


def own_lines(words: Words, unit: Tally, people: Tally, today: date) -> Sequence[str]:
    """For whoever looks after the branch: what is overdue is named, persons are not."""
    lines = [_named_line(words, unit, today)] if unit.all or unit.overdue else []
    if people.all or people.overdue:
        lines.append(words("Each one's own: {counts}", counts=_counts(words, people)))
    return lines


def group_lines(words: Words, unit: Tally) -> Sequence[str]:
    """For the branch's group: counts of the branch's own, and nothing about anybody."""
    return [tally_line(words, unit)] if unit.all or unit.overdue else []


def with_duties(words: Words, said: Said, unit: Unit, lines: Sequence[str]) -> Said:
    """An organiser's page of a branch with its line of duties, and the button to them."""
    if not lines:
        return said
    button = Button(words("Duties"), data=f"due:{unit.id}:0")
    return Said("\n".join([said.text, "", *lines]), ((button,), *said.buttons))


def step(words: Words, standing: Standing, today: date) -> str:
    """What to do next where a duty presses, as HTML: 主题党日（还有 3 天），点“支部的事”。"""
    return words.html(
        "{duty} ({when}): tap “Branch matters”.",
        duty=obligation_name(words, standing.obligation, today),
        when=due_in_words(words, standing.due, today),
    )


def to_matters(words: Words, unit: Unit) -> Rows:
    """The button from a status to what there is to see to."""
    return ((Button(words("Branch matters"), data=f"matter:{unit.id}"),),)


def _counts(words: Words, tally: Tally) -> str:
    said = f"{tally.met}/{tally.all}"
    if not tally.overdue:
        return said
    late = words.count("{count} overdue", "{count} overdue", count=len(tally.overdue))
    return words("{duties}, {overdue}", duties=said, overdue=late)


def _named_line(words: Words, tally: Tally, today: date) -> str:
    said = tally_line(words, tally)
    if not tally.overdue:
        return said
    names = [obligation_name(words, each.obligation, today) for each in tally.overdue[:_NAMED]]
    shown = listed(words, names) + ("…" if len(tally.overdue) > _NAMED else "")
    return escape(words("{duties}: {names}", duties=said, names=shown), quote=False)
