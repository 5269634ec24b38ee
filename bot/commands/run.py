"""``sanxue run``: the bot at work."""

import gc

from bot.commands.operator import Operator, opened
from bot.commands.practice import Practice, practice
from bot.logs import set_up_logging
from bot.settings import supervision
from reports.wording import LANGUAGES, words


async def run(operator: Operator) -> int:
    """Run the bot until it is told to stop; without a token, the practice chat."""
    if operator.settings.token is None:
        operator.tell("There is no SANXUE_TOKEN: here is a practice chat instead.")
        return await practice(operator, Practice())
    _read_catalogues()
    # Imported late: the whole bot takes a while to load, and --help should not.
    from bot.running import run as run_bot  # noqa: PLC0415

    settings = operator.settings
    set_up_logging(
        settings.log, settings.token, log_format=settings.log_format, secrets=settings.secrets
    )
    async with opened(operator) as database:
        await run_bot(database, settings, operator.clock, supervision())
    return 0


def _read_catalogues() -> None:
    """Read both languages before the rest of the bot is loaded: the 4 MB that reading takes for a
    moment are used again by what is loaded next."""
    for language in LANGUAGES:
        words(language)
    gc.collect()
