"""``sanxue export questions``: how questions were answered, as a workbook."""

import asyncio
from datetime import date
from pathlib import Path

from bot.commands.exporting import days_meant, units_meant
from bot.commands.operator import Operator, opened, working
from programme.question_export import question_export
from storage.values.messages import BadInput, message

SUFFIX = ".xlsx"


async def questions(
    operator: Operator, meant: str | None, first: date | None, last: date | None, path: Path
) -> int:
    """Write the figures of what was asked below a unit (everywhere for None), on the local days
    from ``first`` to ``last``; all of them where one is not given."""
    if path.suffix.lower() != SUFFIX:
        raise BadInput(
            message("{file} should be named as an Excel sheet: NAME.xlsx", file=str(path))
        )
    now = operator.now()
    span = days_meant(operator, first, last)
    async with opened(operator) as database:
        async with database.reading() as tx:
            units = await units_meant(operator, tx, meant)
        with working(operator, operator.words("Reading the answers")):
            found = await question_export(database, units, *span, now)
            # Imported late: writing workbooks is wanted by this command alone.
            from reports.question_sheet import question_workbook  # noqa: PLC0415

            content = await asyncio.to_thread(question_workbook, operator.words, found, now)
    _write(path, content)
    count = len(found.questions)
    operator.tell("The figures are in {file}. Questions: {count}.", file=path, count=count)
    return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise BadInput(
            message("{file} can't be written. Please name another file.", file=str(path))
        ) from error
