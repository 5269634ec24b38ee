"""What the commands take that invite into a branch and rehearse its days."""

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


_MOST_DAYS = 366


def add_branches(add: Add, words: Words) -> None:
    parser = add("invite", words("make a link that lets a unit's group or a person in"))
    parser.takes("unit", words("its code, or its name if no other has it"), metavar=words("UNIT"))
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
        metavar=words("NAME"),
    )
    what.add_argument(
        "--member",
        help=words("a link for one member; with a name, for that one of the list"),
        metavar=words("NAME"),
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
        type=date_in(words),
        metavar=words("DATE"),
    )
    parser.option(
        "--days",
        words("how many days; 7 if not given"),
        type=number_in(words, _MOST_DAYS),
        default=7,
        metavar="N",
    )
    parser.option("--branch", words("only this branch: its code or name"), metavar=words("BRANCH"))
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
