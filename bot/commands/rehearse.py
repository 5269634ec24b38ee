"""``sanxue rehearse``: what would be posted, to whom and when."""

from datetime import date, timedelta

from bot.commands.operator import Operator, opened, working
from bot.commands.units import find_unit
from programme.calendar import local_day
from programme.importing import load_tree
from reports.rehearsal import rehearsal_lines
from storage.database import Database
from storage.values.people import UnitId


async def rehearse(operator: Operator, first: date | None, days: int, branch: str | None) -> int:
    """Print the posts of ``days`` days from ``first`` (tomorrow for None); nothing is changed."""
    # Imported late: it brings the whole bot with it, and --help should not wait for that.
    from bot.rehearsal import rehearse as run  # noqa: PLC0415

    if first is None:
        first = local_day(operator.now(), operator.settings.time_zone) + timedelta(days=1)
    async with opened(operator) as database:
        unit_id = None if branch is None else await _branch(operator, database, branch)
        with working(operator, operator.words("Rehearsing")) as told:
            rehearsal = await run(database, operator.settings, first, days, unit_id, told)
    for line in rehearsal_lines(rehearsal, operator.words):
        operator.show(line)
    return 0


async def _branch(operator: Operator, database: Database, meant: str) -> UnitId:
    async with database.reading() as tx:
        return find_unit(await load_tree(tx, operator.defaults), meant).id
