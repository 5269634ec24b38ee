"""``sanxue rehearse``: what would be posted, to whom and when."""

from datetime import date, timedelta

from bot.commands.operator import Operator, opened, working
from bot.commands.units import find_unit
from programme.calendar import local_day
from programme.importing import load_tree
from reports.rehearsal import rehearsal_lines


async def rehearse(operator: Operator, first: date | None, days: int, branch: str | None) -> int:
    """Print the posts of ``days`` days from ``first`` (tomorrow for None); nothing is changed."""
    from bot.rehearsal import rehearse as run  # noqa: PLC0415

    if first is None:
        first = local_day(operator.now(), operator.settings.time_zone) + timedelta(days=1)
    async with opened(operator) as database:
        unit = None
        if branch is not None:
            async with database.reading() as tx:
                unit = find_unit(await load_tree(tx, operator.defaults), branch)
        with working(operator, operator.words("Rehearsing")):
            found = await run(database, operator.settings, first, days, unit)
    for line in rehearsal_lines(operator.words, found):
        operator.show(line)
    return 0
