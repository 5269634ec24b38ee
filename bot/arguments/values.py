"""Values on the command line, refused in the operator's language."""

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


_MOST = 2**31 - 1


_DIGITS = 12


def date_in(words: Words) -> Callable[[str], date]:
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


def number_in(words: Words, most: int = _MOST) -> Callable[[str], int]:
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
