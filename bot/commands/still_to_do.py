"""What an organisation still lacks before its first day, each with the command that mends it."""

from collections.abc import AsyncIterator, Iterator, Sequence

from bot.commands.invite import without_group
from bot.commands.operator import Operator
from bot.settings import Settings
from programme.calendar import local_day
from programme.importing import Tree, load_tree
from storage.database import Database, Transaction
from storage.people import count_members, people_as
from storage.values.messages import Message, message
from storage.values.people import Role, Unit

_NAMED = 5
"""How many branches a line names."""


async def still_to_do(operator: Operator, database: Database) -> Sequence[Message]:
    """What is missing, in the order in which it is best done."""
    async with database.reading() as tx:
        tree = await load_tree(tx, operator.defaults)
        organisation = [each async for each in _in_organisation(operator, tx, tree)]
    return [*_in_settings(operator.settings), *organisation]


def _in_settings(settings: Settings) -> Iterator[Message]:
    if settings.token is None:
        yield message(
            "There is no token: sanxue run starts the practice chat. BotFather gives you one; "
            'write it into a file sanxue.toml in this folder: token = "TOKEN"'
        )
    if settings.owner is None:
        yield message(
            "The bot has no owner. It tells you your Telegram number at /start; write that into "
            "sanxue.toml and start the bot again: owner = NUMBER"
        )


async def _in_organisation(
    operator: Operator, tx: Transaction, tree: Tree
) -> AsyncIterator[Message]:
    if not tree.units:
        yield message("There are no units. Type: sanxue import organisation PATH")
    today = local_day(operator.now(), operator.settings.time_zone)
    if not sum((await count_members(tx, tree.branches, today)).values()):
        yield message("There are no people. Type: sanxue import roster PATH")
    alone = await without_group(operator, tx, tree)
    if len(alone) == 1:
        yield message(
            "The branch {code} has no group. Type: sanxue invite {code}", code=alone[0].code
        )
    elif alone:
        yield message(
            "Branches without a group: {count} ({codes}). For one of them type: sanxue invite "
            "{code}. For all below a unit: sanxue invite {top} --all",
            count=len(alone),
            codes=_codes(alone),
            code=alone[0].code,
            top=_top(tree, alone[0]).code,
        )
    led = await people_as(tx, tree.branches, today, Role.SECRETARY)
    headless = sorted(
        (tree.units[each] for each in tree.branches if not led[each]), key=lambda unit: unit.code
    )
    if headless:
        yield message(
            "Branches without a secretary: {count} ({codes}). Write “secretary” into the role of "
            "somebody in each, and type: sanxue import roster PATH. Or whoever lets the bot into "
            "the group becomes it: sanxue invite {code}",
            count=len(headless),
            codes=_codes(headless),
            code=headless[0].code,
        )


def _codes(units: Sequence[Unit]) -> str:
    named = ", ".join(unit.code for unit in units[:_NAMED])
    return named + (" …" if len(units) > _NAMED else "")


def _top(tree: Tree, unit: Unit) -> Unit:
    while unit.parent_id is not None:
        unit = tree.units[unit.parent_id]
    return unit
