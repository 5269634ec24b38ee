"""``sanxue invite UNIT``."""

from bot.commands.operator import Operator, opened
from bot.commands.telegram import username_by_token
from bot.commands.units import find_unit
from programme.binding import deep_link, make_code
from programme.calendar import local_day
from programme.importing import load_tree
from storage.bots import latest_bot, username_of
from storage.database import Database
from storage.values.messages import BadInput, message
from storage.values.people import BotId


async def invite(operator: Operator, meant: str) -> int:
    """Print the link that lets a unit's group in."""
    async with opened(operator) as database:
        username = await _username(operator, database)
        async with database.writing() as tx:
            unit = find_unit(await load_tree(tx, operator.defaults), meant)
            code = await make_code(tx, unit.id, operator.now())
    operator.tell(
        "Send this link to whoever looks after the group of {unit}. It is good once, until {day}. "
        "Or they add the bot to the group and type there: /bind {code}",
        unit=unit.name,
        day=local_day(code.expires_at, operator.settings.time_zone).isoformat(),
        code=code.code,
    )
    operator.show(deep_link(username, code.code))
    return 0


async def _username(operator: Operator, database: Database) -> str:
    """The bot's user name: as it was seen running, else as Telegram says."""
    settings = operator.settings
    async with database.reading() as tx:
        bot_id = await latest_bot(tx) if settings.bot_id is None else BotId(settings.bot_id)
        known = None if bot_id is None else await username_of(tx, bot_id)
    if known is not None:
        return known
    if settings.token is None:
        raise BadInput(
            message("Which bot is it? Set SANXUE_TOKEN, or write token = … in sanxue.toml.")
        )
    return await username_by_token(settings)
