"""``sanxue backup PATH``."""

from pathlib import Path

from bot.commands.operator import Operator, opened, working
from storage.backup import back_up


async def backup(operator: Operator, path: Path) -> int:
    """Write a consistent copy of the database, also while the bot runs."""
    async with opened(operator) as database:
        with working(operator, operator.words("Backing up")) as told:
            await back_up(database, path, told)
    operator.tell("The backup is in {file}.", file=path)
    return 0
