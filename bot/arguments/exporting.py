"""What `sanxue export` takes."""

from pathlib import Path

from bot.arguments.values import day_option, number_in
from bot.commands.export import FORMATS, sheet
from bot.commands.export_evidence import evidence
from bot.commands.export_questions import questions
from bot.commands.export_year import pocketbook, reviews
from bot.commands.parsing import Choices
from reports.wording import LANGUAGES, Words

_LAST_YEAR = 9998


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
    _add_evidence(kinds, words)
    _add_year(kinds, words)


def _add_evidence(kinds: Choices, words: Words) -> None:
    parser = kinds.add("evidence", words("the photos and files of what was put down, in a folder"))
    parser.takes(
        "folder",
        words("the folder; what it holds already is not fetched again"),
        type=Path,
        metavar=words("FOLDER"),
    )
    parser.option(
        "--unit",
        words("only of this unit and those below it: its code or name"),
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
        command=lambda operator, given: evidence(
            operator, given.unit, given.first, given.last, given.folder
        )
    )


def _add_year(kinds: Choices, words: Words) -> None:
    parser = kinds.add("review", words("a year on paper, of each unit and branch, in a folder"))
    parser.takes(
        "folder",
        words("the folder; what it holds already is not made again, unless the year goes on"),
        type=Path,
        metavar=words("FOLDER"),
    )
    parser.option(
        "--unit",
        words("only of this unit and those below it: its code or name"),
        metavar=words("UNIT"),
    )
    parser.option(
        "--year",
        words("which year, like 2026; the running one if not given"),
        type=number_in(words, _LAST_YEAR),
        metavar=words("YEAR"),
    )
    parser.set_defaults(
        command=lambda operator, given: reviews(operator, given.unit, given.year, given.folder)
    )
    parser = kinds.add("pocketbook", words("a programme as a small book, A6"))
    parser.takes(
        "programme",
        words("the programme's key; the only one if not given"),
        nargs="?",
        metavar=words("PROGRAMME"),
    )
    parser.option(
        "--language",
        words("in which language; the programme's own if not given"),
        choices=LANGUAGES,
    )
    parser.option(
        "--out",
        words("the file to write; as the programme is called if not given"),
        type=Path,
        metavar=words("FILE"),
    )
    parser.set_defaults(
        command=lambda operator, given: pocketbook(
            operator, given.programme, given.language, given.out
        )
    )
