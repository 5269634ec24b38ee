"""``sanxue run`` and ``sanxue practice``."""

from bot.commands.operator import Operator, opened
from bot.logs import set_up_logging


async def run(operator: Operator) -> int:
    """Run the bot until it is told to stop; without a token, the practice chat."""
    if operator.settings.token is None:
        operator.tell("There is no SANXUE_TOKEN: here is a practice chat instead.")
        return await practice(operator)
    # Imported late: the whole bot takes a while to load, and --help should not.
    from bot.application import run as run_bot  # noqa: PLC0415

    set_up_logging(operator.settings.log, operator.settings.token)
    async with opened(operator) as database:
        await run_bot(database, operator.settings, operator.clock)
    return 0


async def practice(operator: Operator, fast: bool = False) -> int:
    """Show a day of a sample branch in the terminal; ``fast`` without pauses to read in."""
    from bot.practice.show import run as show  # noqa: PLC0415

    await show(operator.settings, fast=fast)
    return 0
