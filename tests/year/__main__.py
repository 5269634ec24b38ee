"""``python -m tests.year --branches 200``: the whole year, which prints its figures."""

import argparse
import asyncio
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from storage.database import open_database
from storage.schema import upgrade
from tests.databases import without_syncing, without_threads
from tests.year.living import LATEST_FIRST, Lived, live
from tests.year.people import TABLED

parser = argparse.ArgumentParser()
parser.add_argument("--branches", type=int, default=200, help=f"{TABLED} at the least")
parser.add_argument("--first", default="01-01", help=f"the first day, at the latest {LATEST_FIRST}")
parser.add_argument("--last", default="12-31")
given = parser.parse_args()
if given.first > LATEST_FIRST:
    parser.error(f"what is done by buttons from {LATEST_FIRST} on has to be lived through")
console = Console(width=110)


def _tell_months(day: date) -> None:
    if (day + timedelta(days=1)).day == 1:
        console.print(f"{day:%B}")


async def _lived() -> Lived:
    with tempfile.TemporaryDirectory() as name:
        database = open_database(f"sqlite:///{Path(name) / 'year.db'}")
        await upgrade(database)
        try:
            folder = Path(name) / "programme"
            return await live(
                database, folder, given.branches, given.first, given.last, _tell_months
            )
        finally:
            await database.close()


with pytest.MonkeyPatch.context() as patch:
    without_threads(patch)
    without_syncing(patch)
    lived = asyncio.run(_lived())
table = Table(title="a year of Two Studies")
table.add_column("what")
table.add_column("how many", justify="right")
for what, figure in lived.figures.items():
    table.add_row(what, str(figure))
console.print(table, *lived.faults, sep="\n")
sys.exit(1 if lived.faults else 0)
