"""What exports share: the units and days that are meant, and the folder they write into."""

from datetime import date
from pathlib import Path

from bot.commands.operator import Operator
from bot.commands.units import find_unit
from programme.importing import load_tree
from programme.question_export import whole_span
from storage.database import Transaction
from storage.units import units_below
from storage.values.messages import BadInput, message
from storage.values.people import UnitId


async def units_meant(operator: Operator, tx: Transaction, meant: str | None) -> list[UnitId]:
    """The unit of a code or name and all below it; all units for None."""
    tree = await load_tree(tx, operator.defaults)
    if meant is None:
        return list(tree.units)
    return await units_below(tx, [find_unit(tree, meant).id])


def days_meant(operator: Operator, first: date | None, last: date | None) -> tuple[date, date]:
    """From which day to which; None stands for as far as there is anything."""
    earliest, latest = whole_span(operator.now())
    span = (first or earliest, last or latest)
    if span[0] > span[1]:
        raise BadInput(message("The first day lies after the last one. Please look at the dates."))
    return span


def make_folder(folder: Path) -> None:
    """Make a folder, with those above it, if it is not there yet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            message("{folder} can't be made. Please name another folder.", folder=str(folder))
        ) from error
