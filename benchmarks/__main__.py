"""``make bench``: measures, and prints one table of ratios; meanwhile how long each part took.

``--full`` sends to 10,000 groups (a quarter of an hour), ``--groups`` to as many as it says;
``--only`` measures just one or some of the parts; ``--branches`` says how many branches lie below
the unit whose digest is worked out on PostgreSQL.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable

from rich.console import Console
from rich.table import Table
from telegram import __version__

from benchmarks.rows import (
    Row,
    answers_rows,
    broadcast_rows,
    cards_rows,
    commands_rows,
    digest_rows,
    disk_rows,
    drill_rows,
    import_rows,
    looking_rows,
    starting_rows,
)

_GROUPS, _ALL_GROUPS = 900, 10_000
_COMMAND_SECONDS = 15
_BRANCHES = 10_000
_HEADINGS = ("what", "Sanxue", "stock", "ratio or result", "goal")


def main() -> None:
    """Measure, and print the table and the same as Markdown."""
    parts = (
        "answers",
        "broadcast",
        "commands",
        "looking",
        "starting",
        "import",
        "drill",
        "cards",
        "digest",
    )
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=parts, nargs="+", default=parts, metavar="PART")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--groups", type=int, default=_GROUPS)
    size.add_argument("--full", action="store_const", dest="groups", const=_ALL_GROUPS)
    parser.add_argument("--branches", type=int, default=_BRANCHES, help="of the digest's root")
    given = parser.parse_args()
    measured: dict[str, Callable[[], list[Row]]] = {
        "answers": answers_rows,
        "broadcast": lambda: broadcast_rows(given.groups),
        "commands": lambda: commands_rows(_COMMAND_SECONDS),
        "looking": looking_rows,
        "starting": starting_rows,
        "import": import_rows,
        "drill": drill_rows,
        "cards": cards_rows,
        "digest": lambda: digest_rows(given.branches),
    }
    rows = []
    for part in parts:
        if part in given.only:
            began = time.monotonic()
            rows += measured[part]()
            print(f"{part}: {time.monotonic() - began:.0f} s", file=sys.stderr)
    _show([*rows, *disk_rows()])


def _show(rows: list[Row]) -> None:
    python = f"{platform.python_implementation()} {platform.python_version()}"
    title = f"{os.cpu_count()} cores, {python}, python-telegram-bot {__version__}, one run"
    table = Table(*_HEADINGS, title=title)
    for row in rows:
        table.add_row(*row)
    Console(width=140).print(table)
    print("\n".join(_markdown([_HEADINGS, tuple("---" for _ in _HEADINGS), *rows])))


def _markdown(rows: list[tuple[str, ...]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in rows]


if __name__ == "__main__":
    main()
