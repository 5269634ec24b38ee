"""Reading the command line, in the operator's language."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from reports.wording import Words

WRONG_USAGE = 2
_USAGE = "usage: "


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
        self._taken = self.add_argument_group(words("What it takes"))
        self._options = self.add_argument_group(words("Options"))
        self._options.add_argument(
            "-h", "--help", action="help", help=words("show this help and end")
        )

    def takes(self, name: str, about: str, **how: Any) -> None:
        """An argument that is given by its place."""
        self._taken.add_argument(name, help=about, **how)

    def option(self, name: str, about: str, **how: Any) -> None:
        """An argument that is given by its name."""
        self._options.add_argument(name, help=about, **how)

    def either(self) -> "argparse._MutuallyExclusiveGroup":
        """Arguments of which one must be given."""
        return self._taken.add_mutually_exclusive_group(required=True)

    def at_most_one(self) -> "argparse._MutuallyExclusiveGroup":
        """Options of which one may be given."""
        return self._options.add_mutually_exclusive_group()

    def choices(self, name: str, *, required: bool = True) -> "Choices":
        """Commands below this one; which was given is kept under ``name``."""
        below = self.add_subparsers(
            title=self.words("Commands"),
            dest=name,
            required=required,
            metavar=self.words("COMMAND"),
        )
        return Choices(self.words, below)

    def format_help(self) -> str:
        """The help, with argparse's own word for the usage in the operator's language."""
        return self._usage_in_words(super().format_help())

    def format_usage(self) -> str:
        """How the command is written, likewise."""
        return self._usage_in_words(super().format_usage())

    def error(self, message: str) -> NoReturn:
        """End with what was wrong (argparse knows it in English only) and where help is."""
        said = self.words(
            "This command can't be understood ({detail}). See: {command} --help",
            # argparse puts this English word before an argument's name.
            detail=message.removeprefix("argument ").rstrip(".。"),
            command=self.prog,
        )
        sys.stderr.write(f"{self.format_usage()}{said}\n")
        raise SystemExit(WRONG_USAGE)

    def _usage_in_words(self, text: str) -> str:
        rest = text.removeprefix(_USAGE)
        return text if rest == text else self.words("Usage: {command}", command=rest)


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
