"""What the commands take that take in an organiser's own files."""

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


def add_importing(add: Add, words: Words) -> None:
    kinds = add("import", words("take in your own files")).choices("kind")
    trees = words("the tree of units, from a CSV or XLSX file")
    people, studies = (
        words("the people, from a CSV or XLSX file"),
        words("what is studied, from a folder"),
    )
    one_by_one = (
        ("organisation", trees, organisation_columns(words), organisation),
        ("roster", people, roster_columns(words), roster),
        ("programme", studies, programme_parts(words), programme),
    )
    for name, about, explained, command in one_by_one:
        parser = kinds.add(name, about)
        parser.explains(explained)
        parser.takes("path", words("the file or folder"), type=Path, metavar=words("PATH"))
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
        metavar=words("UNIT"),
    )
    parser.set_defaults(
        command=lambda operator, given: programme(operator, given.path, given.check, given.unit)
    )
    _add_quizzes(kinds, words)


def _add_quizzes(kinds: Choices, words: Words) -> None:
    parser = kinds.add("quizzes", words("question banks, from files or folders of many formats"))
    about = words("files or folders; each becomes a bank of its name")
    parser.takes("paths", about, type=Path, metavar=words("PATH"), nargs="+")
    parser.option(
        "--unit",
        words("the unit that is asked them (with all below it); the top one if not given"),
        metavar=words("UNIT"),
    )
    parser.option(
        "--language",
        words("the language of the questions; that of the settings if not given"),
        choices=LANGUAGES,
    )
    parser.option("--check", words("only look for faults and import nothing"), action="store_true")
    parser.option("--yes", words("import without asking first"), action="store_true")
    parser.set_defaults(
        command=lambda operator, given: quizzes(
            operator,
            given.paths,
            Wanted(given.unit, given.language, given.check, given.yes),
        )
    )
