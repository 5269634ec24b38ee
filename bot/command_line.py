"""The console command ``sanxue``."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.commands.backup import backup
from bot.commands.check import check
from bot.commands.deadletters import forget, list_letters, retry, show_letter
from bot.commands.export import FORMATS, sheet
from bot.commands.import_files import organisation, programme, roster
from bot.commands.invite import invite
from bot.commands.invite_people import invite_person
from bot.commands.operator import Operator, show_findings
from bot.commands.parsing import Parser
from bot.commands.rehearse import rehearse
from bot.commands.run import practice, run
from bot.logs import set_up_logging
from bot.settings import BadSettings, language, read_settings
from programme.importing import NothingImported
from reports import wording
from reports.wording import Words
from storage.codes import Opens
from storage.faults import NotNow
from storage.values.messages import SanxueError, message

FAULT, NOT_NOW, OWN_FAULT = 1, 3, 4
_MOST_DAYS = 366
_MOST = 2**31 - 1
_DIGITS = 12

logger = logging.getLogger(__name__)

Command = Callable[[Operator, argparse.Namespace], Awaitable[int]]


def main(given: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code."""
    words = wording.words(language())
    arguments = new_parser(words).parse_args(given)
    console, errors = Console(highlight=False), Console(stderr=True, highlight=False)
    try:
        settings = read_settings()
        set_up_logging("debug" if settings.log == "debug" else "warning", settings.token)
        operator = Operator(settings, words, console, settings.new_clock())
        command: Command = arguments.command
        return asyncio.run(_do(command, operator, arguments))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _failed(error, words, errors)


async def _do(command: Command, operator: Operator, arguments: argparse.Namespace) -> int:
    return await command(operator, arguments)


def new_parser(words: Words) -> Parser:
    """All that the command line takes, explained in one language."""
    parser = Parser(words, words("Three studies a day, for branches on Telegram."), "sanxue")
    commands = parser.choices("name")
    _add_running(commands.add, words)
    _add_importing(commands.add, words)
    _add_branches(commands.add, words)
    _add_exporting(commands.add, words)
    _add_keeping(commands.add, words)
    return parser


Add = Callable[[str, str], Parser]


def _add_running(add: Add, words: Words) -> None:
    about = words("run the bot; without a token, the practice chat")
    add("run", about).set_defaults(command=lambda operator, _: run(operator))
    about = words("show a day of a sample branch here in the terminal")
    parser = add("practice", about)
    parser.option("--fast", words("without pauses to read in"), action="store_true")
    parser.set_defaults(command=lambda operator, given: practice(operator, given.fast))
    about = words("look for faults in settings, token, database, programme and languages")
    add("check", about).set_defaults(command=lambda operator, _: check(operator))


def _add_importing(add: Add, words: Words) -> None:
    kinds = add("import", words("take in your own files")).choices("kind")
    one_by_one = (
        ("organisation", words("the tree of units, from a CSV or XLSX file"), organisation),
        ("roster", words("the people, from a CSV or XLSX file"), roster),
        ("programme", words("what is studied, from a folder"), programme),
    )
    for name, about, command in one_by_one:
        parser = kinds.add(name, about)
        parser.takes("path", words("the file or folder"), type=Path, metavar="PATH")
        parser.option(
            "--check", words("only look for faults and import nothing"), action="store_true"
        )
        parser.set_defaults(
            command=lambda operator, given, command=command: command(
                operator, given.path, given.check
            )
        )
    parser.option(
        "--for",
        words(
            "the unit that studies it (with all below it); without this option: everybody who has "
            "no programme of their own"
        ),
        dest="unit",
        metavar="UNIT",
    )
    parser.set_defaults(
        command=lambda operator, given: programme(operator, given.path, given.check, given.unit)
    )


def _add_branches(add: Add, words: Words) -> None:
    parser = add("invite", words("make a link that lets a unit's group or a person in"))
    parser.takes("unit", words("its code, or its name if no other has it"), metavar="UNIT")
    what = parser.at_most_one()
    what.add_argument(
        "--all",
        help=words("a line for each branch there without a group: code, name and link, with tabs"),
        dest="every",
        action="store_true",
    )
    what.add_argument(
        "--secretary",
        help=words("a link for one person, who looks after the branch then: name, or id"),
        metavar="NAME",
    )
    what.add_argument(
        "--member",
        help=words("a link for one member; with a name, for that one of the list"),
        metavar="NAME",
        nargs="?",
        const="",
    )
    what.add_argument(
        "--organiser",
        help=words("a link for one person, who oversees the unit and all below it"),
        action="store_true",
    )
    parser.set_defaults(command=_invite)

    parser = add("rehearse", words("show what would be posted, to whom and when"))
    parser.option(
        "--from",
        words("the first day, like 2026-05-20; tomorrow if not given"),
        dest="first",
        type=_date(words),
        metavar="DATE",
    )
    parser.option(
        "--days",
        words("how many days; 7 if not given"),
        type=_number(words, _MOST_DAYS),
        default=7,
        metavar="N",
    )
    parser.option("--branch", words("only this branch: its code or name"), metavar="X")
    parser.set_defaults(
        command=lambda operator, given: rehearse(operator, given.first, given.days, given.branch)
    )


async def _invite(operator: Operator, given: argparse.Namespace) -> int:
    if given.secretary is not None:
        return await invite_person(operator, given.unit, Opens.SECRETARY, given.secretary)
    if given.member is not None:
        return await invite_person(operator, given.unit, Opens.MEMBER, given.member)
    if given.organiser:
        return await invite_person(operator, given.unit, Opens.ORGANISER)
    return await invite(operator, given.unit, given.every)


def _add_exporting(add: Add, words: Words) -> None:
    kinds = add("export", words("write what is here into a file")).choices("kind")
    parser = kinds.add("sheet", words("a branch's week on one page, for the wall"))
    parser.takes("unit", words("its code, or its name if no other has it"), metavar="BRANCH")
    parser.option(
        "--week",
        words("a day of the week that is wanted, like 2026-05-20; this week if not given"),
        dest="within",
        type=_date(words),
        metavar="DATE",
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
        metavar="FILE",
    )
    parser.set_defaults(
        command=lambda operator, given: sheet(
            operator, given.unit, given.within, given.shape, given.out
        )
    )


def _add_keeping(add: Add, words: Words) -> None:
    parser = add("backup", words("write a copy of the database, also while the bot runs"))
    about = words("the file to write, which must not exist yet")
    parser.takes("path", about, type=Path, metavar="PATH")
    parser.set_defaults(command=lambda operator, given: backup(operator, given.path))

    parser = add("deadletters", words("look at updates that could not be handled"))
    parser.set_defaults(command=lambda operator, _: list_letters(operator))
    actions = parser.choices("action", required=False)
    show = actions.add("show", words("show one whole"))
    number = _number(words)
    show.takes("id", words("its number in the list"), type=number, metavar="ID")
    show.set_defaults(command=lambda operator, given: show_letter(operator, given.id))
    one_by_one = (
        ("retry", words("have the running bot handle it once more"), retry),
        ("forget", words("remove it from the list"), forget),
    )
    for name, about, command in one_by_one:
        action = actions.add(name, about)
        which = action.either()
        which.add_argument(
            "id", help=words("its number in the list"), type=number, nargs="?", metavar="ID"
        )
        which.add_argument("--all", help=words("all of them"), action="store_true")
        action.set_defaults(
            command=lambda operator, given, command=command: command(operator, given.id)
        )


def _date(words: Words) -> Callable[[str], date]:
    """Reads a day; what can't be one is said in the operator's language."""

    def read(written: str) -> date:
        try:
            return date.fromisoformat(written)
        except ValueError:
            raise argparse.ArgumentTypeError(
                words(
                    "“{written}” isn't a date. Please write year, month and day, such as "
                    "2026-10-01.",
                    written=written,
                )
            ) from None

    return read


def _number(words: Words, most: int = _MOST) -> Callable[[str], int]:
    """Reads a whole number from 1, likewise."""

    def read(written: str) -> int:
        number = int(written) if written.isdecimal() and len(written) < _DIGITS else 0
        if not 1 <= number <= most:
            raise argparse.ArgumentTypeError(
                words(
                    "“{written}” isn't a whole number from 1 to {most}.", written=written, most=most
                )
            )
        return number

    return read


def _failed(error: Exception, words: Words, errors: Console) -> int:
    """Say what went wrong, and the exit code for it."""
    known = _known(error)
    if isinstance(known, BadSettings | NothingImported):
        show_findings(words, errors, known.findings)
    if known is not None:
        errors.print(words.say(known.said), markup=False, soft_wrap=True)
        return NOT_NOW if isinstance(known, NotNow) else FAULT
    logger.debug("A command failed", exc_info=error)
    said = message(
        "Something in Sanxue itself went wrong ({kind}). Do the same again with SANXUE_LOG=debug "
        "and send what it shows to whoever looks after Sanxue.",
        kind=type(error).__name__,
    )
    errors.print(words.say(said), markup=False, soft_wrap=True)
    return OWN_FAULT


def _known(error: BaseException) -> SanxueError | None:
    """The fault that a person can mend, also when it ended a group of tasks."""
    if isinstance(error, SanxueError):
        return error
    if isinstance(error, BaseExceptionGroup):
        return next((found for each in error.exceptions if (found := _known(each))), None)
    return None


if __name__ == "__main__":
    sys.exit(main())
