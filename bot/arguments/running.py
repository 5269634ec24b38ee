"""What `sanxue run`, `sanxue practice` and `sanxue check` take."""

import argparse
from pathlib import Path

from bot.arguments.values import day_option, number_in
from bot.commands.check import check
from bot.commands.operator import Operator
from bot.commands.parsing import Choices, Parser
from bot.commands.practice import Practice, practice
from bot.commands.rebuild import rebuild_sums
from bot.commands.run import run
from bot.practice.page.files import Files
from reports.wording import Words

_MOST_PORT = 65_535


def add_running(commands: Choices, words: Words) -> None:
    """The commands that run the bot, play its days in the browser and look for faults."""
    about = words("run the bot; without a token, the practice chat")
    commands.add("run", about).set_defaults(command=lambda operator, _: run(operator))
    _add_practice(commands, words)
    about = words("look for faults in settings, token, database, programme and languages")
    parser = commands.add("check", about)
    about = words("make all sums anew from what was done, and say how many rows were wrong")
    parser.option("--rebuild", about, action="store_true")
    parser.set_defaults(command=_check)


def _add_practice(commands: Choices, words: Words) -> None:
    parser = commands.add(
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
    day_option(
        parser,
        "--date",
        words("the first day, like 2026-05-20; tomorrow if not given"),
        dest="first_day",
    )


async def _check(operator: Operator, given: argparse.Namespace) -> int:
    return await (rebuild_sums(operator) if given.rebuild else check(operator))


async def _practice(operator: Operator, given: argparse.Namespace) -> int:
    files = Files(given.programme, given.organisation, given.roster, given.branch, given.first_day)
    asked = Practice(not given.no_page, not given.no_show, given.fast, given.port, files)
    return await practice(operator, asked)
