"""``python -m tests.kill --kills 60``: the long form, which prints its table."""

import argparse
import asyncio
import tempfile
from pathlib import Path

from rich.console import Console

from tests.kill.day import kill_day

parser = argparse.ArgumentParser()
parser.add_argument("--kills", type=int, default=60)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--webhook", action="store_true", help="updates are brought, not fetched")
given = parser.parse_args()
with tempfile.TemporaryDirectory() as name:
    address = f"sqlite:///{Path(name) / 'kill.db'}"
    day = kill_day(address, Path(name), given.kills, given.seed, webhook=given.webhook)
    kills = asyncio.run(day)
Console(width=110).print(kills.table(), *kills.faults, sep="\n")
