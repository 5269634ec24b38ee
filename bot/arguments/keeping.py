"""What the commands take that keep the data safe and look after dead letters."""

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


def add_keeping(add: Add, words: Words) -> None:
    parser = add("backup", words("write a copy of the database, also while the bot runs"))
    about = words("the file to write, which must not exist yet")
    parser.takes("path", about, type=Path, metavar=words("PATH"))
    parser.set_defaults(command=lambda operator, given: backup(operator, given.path))

    parser = add("restore", words("bring a backup into an empty database, of either kind"))
    about = words("the backup's file, which stays as it is")
    parser.takes("path", about, type=Path, metavar=words("PATH"))
    parser.set_defaults(command=lambda operator, given: restore(operator, given.path))

    parser = add("deadletters", words("look at updates that could not be handled"))
    parser.set_defaults(command=lambda operator, _: list_letters(operator))
    actions = parser.choices("action", required=False)
    show = actions.add("show", words("show one whole"))
    number = number_in(words)
    show.takes("id", words("its number in the list"), type=number, metavar=words("ID"))
    show.set_defaults(command=lambda operator, given: show_letter(operator, given.id))
    one_by_one = (
        ("retry", words("have the running bot handle it once more"), retry),
        ("forget", words("remove it from the list"), forget),
    )
    for name, about, command in one_by_one:
        action = actions.add(name, about)
        which = action.either()
        which.add_argument(
            "id", help=words("its number in the list"), type=number, nargs="?", metavar=words("ID")
        )
        which.add_argument("--all", help=words("all of them"), action="store_true")
        action.set_defaults(
            command=lambda operator, given, command=command: command(operator, given.id)
        )
