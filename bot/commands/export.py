"""``sanxue export sheet``: a branch's week on paper."""

import asyncio
import re
from datetime import date
from pathlib import Path

from bot.commands.operator import Operator, opened, working
from bot.commands.units import find_unit
from programme.calendar import local_day, week_of
from programme.importing import load_tree
from programme.week_sheet import WeekSheet
from reports.sheet import sheet_data, sheet_html
from reports.wording import words
from storage.database import Database
from storage.values.messages import BadInput, message
from storage.values.people import Unit

FORMATS = ("pdf", "html")


async def sheet(
    operator: Operator, meant: str, within: date | None, shape: str | None, out: Path | None
) -> int:
    """Write the sheet for the wall of a branch's week in which a day lies (this week for None).

    ``shape`` follows the name of the file where it is not said, and is else the first of
    :data:`FORMATS`.
    """
    chosen = shape or (out.suffix[1:].lower() if out else "")
    chosen = chosen if chosen in FORMATS else FORMATS[0]
    async with opened(operator) as database:
        branch = await _branch(operator, database, meant)
        day = within or local_day(operator.now(), branch.time_zone)
        file = out or Path(_name(branch, week_of(day)[0], chosen))
        with working(operator, operator.words("Setting the sheet")):
            found = await _week(operator, database, branch, day)
            content = await asyncio.to_thread(_content, found, chosen)
            _write(file, content)
    operator.tell("The sheet of {unit} is in {file}.", unit=branch.name, file=file)
    return 0


async def _branch(operator: Operator, database: Database, meant: str) -> Unit:
    async with database.reading() as tx:
        tree = await load_tree(tx, operator.defaults)
    unit = find_unit(tree, meant)
    if any(each.parent_id == unit.id for each in tree.units.values()):
        raise BadInput(
            message(
                "{unit} has units below it; a sheet is for one branch. Say which by its code.",
                unit=unit.name,
            )
        )
    return unit


async def _week(operator: Operator, database: Database, branch: Unit, day: date) -> WeekSheet:
    # Imported late: it brings the whole bot with it, and --help should not wait for that.
    from bot.rehearsal import week_ahead  # noqa: PLC0415

    seed = operator.settings.programme
    return await week_ahead(database, operator.defaults, branch, day, operator.now(), seed)


def _content(found: WeekSheet, shape: str) -> bytes:
    said = words(found.branch.language)
    if shape == "html":
        return sheet_html(said, found).encode()
    # Imported late: the fonts and Typst take their time.
    from reports.typesetting import pdf  # noqa: PLC0415

    return pdf("sheet", sheet_data(said, found))


def _name(branch: Unit, monday: date, shape: str) -> str:
    """What the file is called. A code may hold what a file's name may not."""
    code = re.sub(r"[^\w.-]+", "-", branch.code).strip(".-") or str(branch.id)
    return f"sheet-{code}-{monday}.{shape}"


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadInput(
            message("{file} can't be written. Please name another file with --out.", file=str(file))
        ) from error
