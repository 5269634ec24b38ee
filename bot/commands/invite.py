"""``sanxue invite UNIT`` and ``sanxue invite UNIT --all``."""

from collections.abc import Sequence

from bot.commands.operator import Operator, opened, working
from bot.commands.telegram import username_by_token
from bot.commands.units import find_unit
from programme.binding import VALID_FOR, deep_link, make_code, make_codes
from programme.calendar import local_day
from programme.importing import Tree, load_tree
from storage.bots import latest_bot, username_of
from storage.chats import chats_of
from storage.database import Database, Transaction
from storage.values.messages import BadInput, message
from storage.values.people import BotId, Unit

_AT_ONCE = 500


async def invite(operator: Operator, meant: str, every: bool = False) -> int:
    """Print the link that lets a unit's group in; with ``every``, one for each of its branches."""
    if every:
        return await _invite_all(operator, meant)
    async with opened(operator) as database:
        username = await bot_username(operator, database)
        async with database.writing() as tx:
            tree = await load_tree(tx, operator.defaults)
            unit = find_unit(tree, meant)
            code = await make_code(tx, unit.id, operator.now())
    operator.tell(
        "Send this link to whoever looks after the group of {unit}. It is good once, until {day}. "
        "Or they add the bot to the group and type there: /bind {code}",
        unit=unit.name,
        day=local_day(code.expires_at, operator.settings.time_zone).isoformat(),
        code=code.code,
    )
    operator.show(deep_link(username, code.code))
    if any(each.parent_id == unit.id for each in tree.units.values()):
        operator.tell(
            "{unit} has units below it, and this link is not for their groups. For links for all "
            "branches below it: sanxue invite {code} --all",
            unit=unit.name,
            code=unit.code,
        )
    return 0


async def _invite_all(operator: Operator, meant: str) -> int:
    """Print code, name and link, with tabs between, of every branch there without a group."""
    async with opened(operator) as database:
        username = await bot_username(operator, database)
        async with database.reading() as tx:
            tree = await load_tree(tx, operator.defaults)
            top = find_unit(tree, meant)
            branches = await without_group(operator, tx, tree, top.path)
        lines: list[str] = []
        with working(operator, operator.words("Making links")) as told:
            # Some at a time: a bot that runs waits for each transaction before it can write.
            for start in range(0, len(branches), _AT_ONCE):
                units = branches[start : start + _AT_ONCE]
                async with database.writing() as tx:
                    codes = await make_codes(tx, [unit.id for unit in units], operator.now())
                lines += [
                    f"{unit.code}\t{unit.name}\t{deep_link(username, code.code)}"
                    for unit, code in zip(units, codes, strict=True)
                ]
                told(len(lines), len(branches))
    for line in lines:
        # Past the console, which would make spaces of the tabs.
        operator.console.file.write(f"{line}\n")
    _tell_beside(operator, len(lines), top)
    return 0


def _tell_beside(operator: Operator, links: int, top: Unit) -> None:
    """What is not of the list, and so must not get into a file that takes the list."""
    said = operator.words("Every branch of {unit} has its group already.", unit=top.name)
    if links:
        said = operator.words(
            "Links: {count}, each good once, until {day}. Send each to whoever looks after the "
            "branch's group.",
            count=links,
            day=local_day(operator.now() + VALID_FOR, operator.settings.time_zone).isoformat(),
        )
    operator.show_beside(said)


async def without_group(
    operator: Operator, tx: Transaction, tree: Tree, path: str = "/"
) -> Sequence[Unit]:
    """The branches on a path of the tree or below it that have no group yet, by code."""
    found = [tree.units[each] for each in tree.branches if tree.units[each].path.startswith(path)]
    bot_id = await _bot_id(operator, tx)
    bound = {} if bot_id is None else await chats_of(tx, bot_id, [unit.id for unit in found])
    return sorted((unit for unit in found if unit.id not in bound), key=lambda unit: unit.code)


async def _bot_id(operator: Operator, tx: Transaction) -> BotId | None:
    given = operator.settings.bot_id
    return await latest_bot(tx) if given is None else BotId(given)


async def bot_username(operator: Operator, database: Database) -> str:
    """The bot's user name: as it was seen running, else as Telegram says."""
    settings = operator.settings
    async with database.reading() as tx:
        bot_id = await _bot_id(operator, tx)
        known = None if bot_id is None else await username_of(tx, bot_id)
    if known is not None:
        return known
    if settings.token is None:
        raise BadInput(
            message("Which bot is it? Set SANXUE_TOKEN, or write token = … in sanxue.toml.")
        )
    return await username_by_token(settings)
