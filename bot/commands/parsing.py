"""Reading the command line, in the operator's language."""

import argparse
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from rich.cells import cell_len

from bot.commands.usage_faults import usage_fault
from reports.wording import Words

WRONG_USAGE = 2
_USAGE = "usage: "
_EXPLAINED = re.compile(r"^( {2,4}\S+(?: \S+)*) {2,}(?=\S)", re.MULTILINE)
"""What an option is, and the gap behind it."""


class Parser(argparse.ArgumentParser):
    """A command, or a part of one. Say what it takes with :meth:`takes` and :meth:`option`."""

    def __init__(self, words: Words, about: str, prog: str, **more: Any) -> None:
        # What newer versions of argparse pass on to a command's parser comes in ``more``.
        super().__init__(
            prog=prog,
            description=about,
            epilog=exit_codes(words),
            add_help=False,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **more,
        )
        self.words = words
        self._titles = [words("What it takes"), words("Options"), words("Commands")]
        self._taken = self.add_argument_group(self._titles[0])
        self._options = self.add_argument_group(self._titles[1])
        self._options.add_argument(
            "-h", "--help", action="help", help=words("show this help and end")
        )

    def takes(self, name: str, about: str, **how: Any) -> None:
        """An argument that is given by its place."""
        self._taken.add_argument(name, help=about, **how)

    def option(self, name: str, about: str, **how: Any) -> None:
        """An argument that is given by its name."""
        self._options.add_argument(name, help=about, **how)

    def explains(self, text: str) -> None:
        """What stands below the options."""
        self.epilog = f"{text}\n\n{self.epilog}"

    def either(self) -> "argparse._MutuallyExclusiveGroup":
        """Arguments of which one must be given."""
        return self._taken.add_mutually_exclusive_group(required=True)

    def at_most_one(self) -> "argparse._MutuallyExclusiveGroup":
        """Options of which one may be given."""
        return self._options.add_mutually_exclusive_group()

    def choices(self, name: str, *, required: bool = True) -> "Choices":
        """Commands below this one; which was given is kept under ``name``."""
        below = self.add_subparsers(
            title=self._titles[2],
            dest=name,
            required=required,
            metavar=self.words("COMMAND"),
        )
        return Choices(self.words, below)

    def format_help(self) -> str:
        """The help, with argparse's own word for the usage in the operator's language, and the
        colon that goes with it."""
        said = self._usage_in_words(super().format_help())
        for title in self._titles:
            headed = self.words("{title}:", title=title)
            said = said.replace(f"\n{title}:\n", f"\n{headed}\n")
        above, *below = said.rpartition(str(self.epilog))
        return "".join([_aligned(above), *below])

    def format_usage(self) -> str:
        """How the command is written, likewise."""
        return self._usage_in_words(super().format_usage())

    def error(self, message: str) -> NoReturn:
        """End with what was wrong and where help is."""
        said = self.words(
            "This command can't be understood ({detail}). See: {command} --help",
            detail=usage_fault(self.words, message),
            command=self.prog,
        )
        sys.stderr.write(f"{self.format_usage()}{said}\n")
        raise SystemExit(WRONG_USAGE)

    def _usage_in_words(self, text: str) -> str:
        rest = text.removeprefix(_USAGE)
        return text if rest == text else self.words("Usage: {command}", command=rest)


def _aligned(said: str) -> str:
    """The help with its explanations below each other: a Chinese character takes two places, and
    argparse counts it as one."""
    explained = list(_EXPLAINED.finditer(said))
    column = max((len(each[0]) for each in explained), default=0)
    needed = max((cell_len(each[1]) for each in explained), default=0) + 2
    wider = max(0, needed - column)

    def padded(found: re.Match[str]) -> str:
        return found[1] + " " * (column + wider - cell_len(found[1]))

    further = re.compile(rf"^ {{{column}}}(?=\S)", re.MULTILINE)
    return further.sub(" " * (column + wider), _EXPLAINED.sub(padded, said))


class Choices:
    """The commands below a command."""

    def __init__(self, words: Words, parsers: "argparse._SubParsersAction[Parser]") -> None:
        self._words = words
        self._parsers = parsers

    def add(self, name: str, about: str) -> Parser:
        """One more command."""
        return self._parsers.add_parser(name, help=about, words=self._words, about=about)


def exit_codes(words: Words) -> str:
    """What a script can tell from the exit code."""
    codes: Sequence[str] = (
        words("what was asked for is done"),
        words("a fault was found: in the settings, in a file, in what was asked for"),
        words("the command was not written as it must be"),
        words("not now: no network, or the database is busy, out of reach or too new"),
        words("a fault in Sanxue itself"),
    )
    listed = "\n".join(f"  {code}  {said}" for code, said in enumerate(codes))
    return words("Exit codes:") + f"\n{listed}"
