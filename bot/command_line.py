"""The console command ``sanxue``."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence

from rich.console import Console

from bot.arguments.branches import add_branches
from bot.arguments.exporting import add_exporting
from bot.arguments.importing import add_importing
from bot.arguments.keeping import add_keeping
from bot.arguments.running import add_running
from bot.commands.operator import Operator, show_findings
from bot.commands.parsing import Parser
from bot.logs import set_up_logging
from bot.settings import BadSettings, language, read_settings
from bot.version import own_version
from programme.importing import NothingImported
from reports import wording
from reports.wording import Words
from storage.faults import NotNow
from storage.values.messages import SanxueError, message

FAULT, NOT_NOW, OWN_FAULT = 1, 3, 4

logger = logging.getLogger(__name__)

Command = Callable[[Operator, argparse.Namespace], Awaitable[int]]


def main(given: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit code."""
    words = wording.words(language())
    arguments = new_parser(words).parse_args(given)
    console, errors = Console(highlight=False), Console(stderr=True, highlight=False)
    try:
        settings = read_settings()
        level = "debug" if settings.log == "debug" else "warning"
        set_up_logging(level, settings.token, secrets=settings.secrets)
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
    shown = f"sanxue {own_version() or '?'}"
    parser.option("--version", words("show the version and end"), action="version", version=shown)
    commands = parser.choices("name")
    add_running(commands, words)
    add_importing(commands, words)
    add_branches(commands, words)
    add_exporting(commands, words)
    add_keeping(commands, words)
    return parser


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
