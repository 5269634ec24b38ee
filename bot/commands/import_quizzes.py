"""``sanxue import quizzes PATH… [--unit CODE] [--language LANGUAGE] [--check] [--yes]``.

What was read is always shown first; nothing goes in before somebody has agreed.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from rich.console import Console
from rich.text import Text

from bot.commands.operator import Operator, opened, show_findings, working
from bot.commands.units import find_unit
from programme.importing import Tree, load_tree
from programme.quiz_import import BankReading, kept_for, read_path, store_bank, without_known
from reports.quiz_import import counts, left_out_line, shown_questions
from reports.said import as_plain
from storage.values.messages import BadInput, message
from storage.values.people import Unit
from storage.values.programme_files import KNOWN_LANGUAGES

LANGUAGES = KNOWN_LANGUAGES
_YES = frozenset({"y", "yes", "是", "好", "行"})


class Wanted(Struct, frozen=True):
    """What the command line says of an import: for which unit, in which language, whether it is
    only to be looked at, and whether it is agreed to already."""

    unit: str | None = None
    language: str | None = None
    only_check: bool = False
    agreed: bool = False


async def quizzes(operator: Operator, paths: Sequence[Path], wanted: Wanted) -> int:
    """Read question banks, show what is in them, and take them in when that is agreed to."""
    async with opened(operator) as database:
        async with database.reading() as tx:
            unit = _unit(await load_tree(tx, operator.defaults), wanted.unit)
        read = [_read(operator, path, wanted) for path in paths]
        async with database.reading() as tx:
            found = without_known(await kept_for(tx, unit), read)
        for each in found:
            _show(operator, each)
        if not _agreed(operator, found, wanted, unit):
            return int(any(each.blocks for bank in found for each in bank.reading.findings))
        with working(operator, operator.words("Importing")):
            async with database.writing() as tx:
                for each in found:
                    if each.questions:
                        now = operator.now()
                        await store_bank(tx, unit, each.title, each.questions, now)
    operator.tell("Imported. These questions are asked in {unit} and below it.", unit=unit.name)
    return 0


def _unit(tree: Tree, meant: str | None) -> Unit:
    if meant is not None:
        return find_unit(tree, meant)
    top = [unit for unit in tree.units.values() if unit.parent_id is None]
    if len(top) == 1:
        return top[0]
    if not top:
        raise BadInput(
            message(
                "There are no units yet, so there is nobody to ask. They come in with: sanxue "
                "import organisation PATH"
            )
        )
    raise BadInput(
        message(
            "There are several units at the top. Say for which one with --unit: {codes}.",
            codes=", ".join(sorted(unit.code for unit in top)),
        )
    )


def _read(operator: Operator, path: Path, wanted: Wanted) -> BankReading:
    with working(operator, operator.words("Reading {file}", file=path.name)):
        return read_path(path, wanted.language or operator.settings.language)


def _show(operator: Operator, read: BankReading) -> None:
    """What is in a bank: how much, the first questions, and every fault."""
    operator.tell("The bank “{title}”", title=read.title)
    operator.show(counts(operator.words, read))
    for told in shown_questions(operator.words, read.questions):
        operator.show("")
        operator.console.print(Text(as_plain(told)), soft_wrap=True)
    operator.show("")
    if read.reading.findings:
        show_findings(operator.words, operator.console, read.reading.findings)
        operator.show(left_out_line(operator.words, read.reading.findings))


def _agreed(operator: Operator, found: Sequence[BankReading], wanted: Wanted, unit: Unit) -> bool:
    """Whether it is to be taken in; if not, why is said."""
    if not any(each.questions for each in found):
        operator.tell("There is nothing to take in.")
    elif wanted.only_check:
        operator.tell("Nothing was imported: this was only a look.")
    elif wanted.agreed or _asked(operator, unit):
        return True
    else:
        operator.tell("Nothing was imported. To agree beforehand, add --yes.")
    return False


def _asked(operator: Operator, unit: Unit) -> bool:
    """Ask at the terminal; nobody who isn't there has agreed."""
    if not (_is_terminal(operator.console) and sys.stdin.isatty()):
        return False
    operator.tell("Shall they be asked in {unit} and below it? (y/n)", unit=unit.name)
    return input().strip().casefold() in _YES


def _is_terminal(console: Console) -> bool:
    return console.is_terminal
