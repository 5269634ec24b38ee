"""A branch's page for whoever oversees it, reached from the list of branches and from the tree."""

from handlers.problems import mentions as problems
from handlers.turn import Turn
from programme.duties.viewing import Tally, UnitView, of_unit, tally, views
from programme.overview import branch_line
from reports import overview as overviews
from reports.duties import status_lines as duty_lines
from reports.said import Rows, Said
from storage.values.people import Unit


async def branch_page(turn: Turn, branch: Unit, back: Rows) -> Said:
    """A branch as whoever oversees it sees it: counts, and whom to ask; ``back`` leads back."""
    line, secretaries = await branch_line(turn.tx, turn.bot_id, branch, turn.now)
    said = overviews.branch_for_organiser(turn.own_words, line, secretaries, back)
    view = await view_of(turn, branch)
    duties = duty_lines.group_lines(turn.own_words, own_tally(view)) if view else ()
    said = duty_lines.with_duties(turn.own_words, said, branch, duties)
    return await problems.counted(turn, said, branch)


async def view_of(turn: Turn, unit: Unit) -> UnitView | None:
    """What is told of a unit's obligations; None where it has no duties."""
    return (await views(turn.tx, [unit], turn.now)).get(unit.id)


def own_tally(view: UnitView) -> Tally:
    """How the unit's own stand."""
    return tally(of_unit(view.standings), view.today)
