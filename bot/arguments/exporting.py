"""What `sanxue export` takes."""

from pathlib import Path

from bot.arguments.values import day_option
from bot.commands.export import FORMATS, sheet
from bot.commands.export_questions import questions
from bot.commands.parsing import Choices
from reports.wording import Words


def add_exporting(commands: Choices, words: Words) -> None:
    """The commands that write what is here into a file."""
    kinds = commands.add("export", words("write what is here into a file")).choices("kind")
    parser = kinds.add("sheet", words("a branch's week on one page, for the wall"))
    parser.takes("unit", words("its code, or its name if no other has it"), metavar=words("BRANCH"))
    day_option(
        parser,
        "--week",
        words("a day of the week that is wanted, like 2026-05-20; this week if not given"),
        dest="within",
    )
    parser.option(
        "--format",
        words("pdf or html; as the file is called, or else pdf"),
        dest="shape",
        choices=FORMATS,
    )
    parser.option(
        "--out",
        words("the file to write; sheet-BRANCH-MONDAY in this folder if not given"),
        type=Path,
        metavar=words("FILE"),
    )
    parser.set_defaults(
        command=lambda operator, given: sheet(
            operator, given.unit, given.within, given.shape, given.out
        )
    )
    parser = kinds.add("questions", words("how questions were answered, as an Excel workbook"))
    parser.takes("path", words("the file to write, NAME.xlsx"), type=Path, metavar=words("PATH"))
    parser.option(
        "--unit",
        words("only what was asked below this unit: its code or name"),
        metavar=words("UNIT"),
    )
    day_option(
        parser,
        "--from",
        words("the first day, like 2026-05-20; from the beginning if not given"),
        dest="first",
    )
    day_option(
        parser,
        "--to",
        words("the last day, likewise; up to today if not given"),
        dest="last",
    )
    parser.set_defaults(
        command=lambda operator, given: questions(
            operator, given.unit, given.first, given.last, given.path
        )
    )
