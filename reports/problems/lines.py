"""Lines about problems in other answers: the status and the card of matters.

Whoever looks after a unit reads what is overdue; its group and the units above read numbers.
"""

from collections.abc import Mapping, Sequence
from html import escape

from programme.problems.ledger import Tally
from reports.lists import listed
from reports.names import shortened
from reports.problems.words import OWN, PROBLEM, tally_line
from reports.said import Button, Said
from reports.wording import Words
from storage.values.people import Unit, UnitId
from storage.values.problems import Problem

_NAMED = 3
_LENGTH = 24


def own_lines(words: Words, tally: Tally | None, overdue: Sequence[Problem]) -> Sequence[str]:
    """For whoever looks after the unit: what is overdue is named."""
    if tally is None:
        return ()
    line = tally_line(words, tally)
    if not overdue:
        return (line,)
    named = listed(words, [shortened(each.problem, _LENGTH) for each in overdue[:_NAMED]])
    named += "…" if len(overdue) > _NAMED else ""
    return (words("{line}: {named}", line=line, named=escape(named, quote=False)),)


def count_lines(words: Words, tally: Tally | None) -> Sequence[str]:
    """For the unit's group and the units above: how many, when any is overdue."""
    return (tally_line(words, tally),) if tally is not None and tally.overdue else ()


def with_counts(
    words: Words, said: Said, units: Sequence[Unit], tallies: Mapping[UnitId, Tally]
) -> Said:
    """An organiser's list of branches with those at which problems are overdue."""
    late = [unit for unit in units if unit.id in tallies and tallies[unit.id].overdue]
    if not late:
        return said
    lines = [
        words.html(
            "· {branch}: {problems}", branch=unit.name, problems=_numbers(words, tallies[unit.id])
        )
        for unit in late
    ]
    return Said("\n".join([said.text, "", words("<b>Problems</b>"), *lines]), said.buttons)


def to_own(words: Words, count: int) -> Button:
    """The button to the problems to which somebody sees."""
    return Button(words("Yours to solve ({count})", count=count), data=f"{PROBLEM}:{OWN}:0")


def only_problems(words: Words, count: int) -> Said:
    """Told to somebody who has nothing else to see to."""
    return Said(
        words.count(
            "You see to {count} problem in the ledger.",
            "You see to {count} problems in the ledger.",
            count=count,
        )
    )


def _numbers(words: Words, tally: Tally) -> str:
    return words("{overdue} overdue of {open} open", overdue=tally.overdue, open=tally.open)
