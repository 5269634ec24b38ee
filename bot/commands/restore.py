"""``sanxue restore PATH``."""

from pathlib import Path

from bot.commands.operator import Operator, opened, working
from storage.engines import shown_address
from storage.restoring import opened_backup
from storage.restoring import restore as bring_back


async def restore(operator: Operator, path: Path) -> int:
    """Bring all that a backup holds into the database of the settings, which must be empty."""
    async with opened_backup(path) as backup, opened(operator) as database:
        with working(operator, operator.words("Restoring")) as told:
            rows = await bring_back(backup, database, told)
    operator.tell(
        "All of {file} is in {where} now: {rows} rows. Next: sanxue check",
        file=path,
        where=shown_address(operator.settings.database),
        rows=rows,
    )
    return 0
