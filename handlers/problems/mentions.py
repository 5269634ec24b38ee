"""What other answers say of problems: the status, the card of matters."""

from collections.abc import Sequence

from handlers.gate import records_for
from handlers.turn import Turn
from programme.calendar import local_day
from programme.problems.ledger import tallies
from reports.problems import lines as reports
from reports.problems.words import to_ledger
from reports.said import Button, Said
from storage import problems
from storage.values.people import Unit

_COUNTED = 99


async def lines_in_private(turn: Turn, unit: Unit) -> Sequence[str]:
    """For whoever looks after a unit: how many are open, and what is overdue."""
    found = (await tallies(turn.tx, [unit], turn.now)).get(unit.id)
    today = local_day(turn.now, unit.time_zone)
    late = await problems.overdue(turn.tx, [unit.id], today) if found and found.overdue else {}
    return reports.own_lines(turn.own_words, found, late.get(unit.id, ()))


async def lines_in_group(turn: Turn, unit: Unit) -> Sequence[str]:
    """For the group of a branch: how many are overdue."""
    found = (await tallies(turn.tx, [unit], turn.now)).get(unit.id)
    return reports.count_lines(turn.words, found)


async def counted(turn: Turn, said: Said, unit: Unit) -> Said:
    """An organiser's page of a branch, with how many are overdue there."""
    found = (await tallies(turn.tx, [unit], turn.now)).get(unit.id)
    lines = reports.count_lines(turn.own_words, found)
    return Said("\n".join([said.text, *lines]), said.buttons)


async def all_counted(turn: Turn, said: Said, units: Sequence[Unit]) -> Said:
    """An organiser's list of branches, with those at which problems are overdue."""
    return reports.with_counts(turn.own_words, said, units, await tallies(turn.tx, units, turn.now))


async def on_card(turn: Turn, said: Said, unit: Unit | None, *, is_empty: bool = False) -> Said:
    """The card of matters with the ledger of the unit, and with what the speaker sees to; a card
    that ``is_empty`` says nothing else."""
    lines: Sequence[str] = ()
    row: list[Button] = []
    if unit is not None and records_for(turn.known, unit):
        lines = await lines_in_private(turn, unit)
        row.append(to_ledger(turn.own_words, unit))
    person = turn.known.person
    if person is not None:
        own = len(await problems.seen_to_by(turn.tx, person.id, _COUNTED))
        row += [reports.to_own(turn.own_words, own)] if own else []
        if own and is_empty:
            said = reports.only_problems(turn.own_words, own)
    text = "\n".join([said.text, "", *lines]) if lines else said.text
    return Said(text, (*said.buttons, tuple(row)) if row else said.buttons)
