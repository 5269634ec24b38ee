"""A life of the bot's process: ``sanxue run``, from a program that is loaded already."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.command_line import main

# What running it loads late; a process that is forked has it at once.
from bot.running import run as _run  # noqa: F401


def live(folder: Path, environment: Mapping[str, str]) -> None:
    """Run the bot in ``folder`` with this environment; what it says goes to ``bot.log`` there."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with open("bot.log", "ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    sys.exit(main(["run"]))
