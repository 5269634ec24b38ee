"""``sanxue check --rebuild``: all sums made anew from the deeds."""

from bot.commands.operator import Operator, opened, working
from programme.duties.summing import rebuild_duties
from programme.rebuilding import rebuild


async def rebuild_sums(operator: Operator) -> int:
    """Make them anew, also while the bot runs, and say how many rows were not as they should."""
    async with opened(operator) as database:
        with working(operator, operator.words("Adding up")) as told:
            found = await rebuild(database, told)
            units = await rebuild_duties(database, operator.now(), operator.defaults)
    if not found.all and not units:
        operator.tell("All sums agree with what was done.")
        return 0
    if found.all:
        operator.tell(
            "Put right: {members} rows of members' days, {branches} of branches' days, {months} of "
            "months.",
            members=found.members,
            branches=found.branches,
            months=found.months,
        )
    if units:
        operator.tell("Put right: how duties stand at {units} units.", units=units)
    return 0
