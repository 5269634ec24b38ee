"""What the commands take that run the bot, practise with it or look for its faults."""

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
from bot.commands.columns import organisation_columns, programme_parts, roster_columns
from bot.commands.deadletters import forget, list_letters, retry, show_letter
from bot.commands.export import FORMATS, sheet
from bot.commands.export_questions import questions
from bot.commands.import_files import organisation, programme, roster
from bot.commands.import_quizzes import LANGUAGES, Wanted, quizzes
from bot.commands.invite import invite
from bot.commands.invite_people import invite_person
from bot.commands.operator import Operator, show_findings
from bot.commands.parsing import Choices, Parser
from bot.commands.practice import Files, Practice, practice
from bot.commands.rehearse import rehearse
from bot.commands.restore import restore
from bot.commands.run import run
from bot.logs import set_up_logging
from bot.settings import BadSettings, language, read_settings
from bot.version import own_version
from programme.importing import NothingImported
from reports import wording
from reports.wording import Words
from storage.codes import Opens
from storage.faults import NotNow
from storage.values.messages import SanxueError, message


_MOST_PORT = 65_535


def add_running(add: Add, words: Words) -> None:
    about = words("run the bot; without a token, the practice chat")
    add("run", about).set_defaults(command=lambda operator, _: run(operator))
    _add_practice(add, words)
    about = words("look for faults in settings, token, database, programme and languages")
    add("check", about).set_defaults(command=lambda operator, _: check(operator))


def _add_practice(add: Add, words: Words) -> None:
    parser = add(
        "practice", words("step into a sample branch, or into your own, in the browser; and a show")
    )
    only = parser.at_most_one()
    only.add_argument(
        "--no-page",
        help=words(
            "only play the show here and end; without this, the page stays open until Ctrl+C or "
            "SIGTERM, also in a script"
        ),
        action="store_true",
    )
    only.add_argument(
        "--no-show", help=words("only the page, nothing played here"), action="store_true"
    )
    parser.option("--fast", words("the show without pauses to read in"), action="store_true")
    parser.option(
        "--port",
        words("the page's port; if not given, 8420, or any free one when that is taken"),
        type=number_in(words, _MOST_PORT),
        metavar="N",
    )
    _add_rehearsal(parser, words)
    parser.set_defaults(command=_practice)


def _add_rehearsal(parser: Parser, words: Words) -> None:
    """Options that bring an organiser's own files to the page."""
    files = (
        ("--programme", words("try this programme's folder on the page"), words("DIR")),
        ("--organisation", words("with these units, a CSV or XLSX file"), words("FILE")),
        (
            "--roster",
            words("and these people; if not given, sample people fill the branch"),
            words("FILE"),
        ),
    )
    for name, about, kind in files:
        parser.option(name, about, type=Path, metavar=kind)
    parser.option(
        "--branch",
        words("the branch to step into, its code or name; the first one if not given"),
        metavar=words("BRANCH"),
    )
    parser.option(
        "--date",
        words("the first day, like 2026-05-20; tomorrow if not given"),
        dest="first_day",
        type=date_in(words),
        metavar=words("DATE"),
    )


async def _practice(operator: Operator, given: argparse.Namespace) -> int:
    files = Files(given.programme, given.organisation, given.roster, given.branch, given.first_day)
    asked = Practice(not given.no_page, not given.no_show, given.fast, given.port, files)
    return await practice(operator, asked)
