"""What the commands take that write what is here into a file."""

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


def add_exporting(add: Add, words: Words) -> None:
    kinds = add("export", words("write what is here into a file")).choices("kind")
    parser = kinds.add("sheet", words("a branch's week on one page, for the wall"))
    parser.takes("unit", words("its code, or its name if no other has it"), metavar=words("BRANCH"))
    parser.option(
        "--week",
        words("a day of the week that is wanted, like 2026-05-20; this week if not given"),
        dest="within",
        type=date_in(words),
        metavar=words("DATE"),
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
    parser.option(
        "--from",
        words("the first day, like 2026-05-20; from the beginning if not given"),
        dest="first",
        type=date_in(words),
        metavar=words("DATE"),
    )
    parser.option(
        "--to",
        words("the last day, likewise; up to today if not given"),
        dest="last",
        type=date_in(words),
        metavar=words("DATE"),
    )
    parser.set_defaults(
        command=lambda operator, given: questions(
            operator, given.unit, given.first, given.last, given.path
        )
    )
