"""``make bench``: measures, and prints one table of ratios; ``--full`` sends to 10,000 groups."""

import argparse
import asyncio
import os
import platform
import tempfile
import time

from rich.console import Console
from rich.table import Table

from benchmarks import answers, broadcast, commands

Row = tuple[str, str, str, str, str]


def answers_row() -> Row:
    """Section 7, first row."""
    found = asyncio.run(answers.measure())
    return (
        "durably stored, marked and scored answers a second ÷ empty stock handler",
        f"{found.ours:,.0f}",
        f"{found.stock:,.0f}",
        f"{found.ratio:.2f}",
        "≥ 1.5",
    )


def broadcast_rows(groups: int) -> list[Row]:
    """Section 7, second row."""
    found = asyncio.run(broadcast.measure(groups))
    lag = f"{found.lag_p99:.1f} ms, {found.lag_most:.1f} ms"
    return [
        (
            f"broadcast to {groups:,} groups: share of 30 a second",
            "",
            "",
            f"{found.share:.1%}",
            "≥ 98 %",
        ),
        ("… refusals", "", "", str(found.refused), "0"),
        ("… event loop lag, p99 and most", "", "", lag, "≤ 50 ms"),
        ("… memory growth", "", "", f"{found.growth:+.1f} MB", "flat"),
    ]


def commands_rows(seconds: int) -> list[Row]:
    """Section 7, third row."""
    ours, stock = asyncio.run(commands.ours(seconds)), asyncio.run(commands.stock(seconds))
    name = "command to answer at 100 updates a second"
    return [
        (
            f"{name}, {label}",
            f"{mine:.1f} ms",
            f"{theirs:.1f} ms",
            f"{mine / theirs:.2f}",
            goal,
        )
        for label, mine, theirs, goal in (
            ("median", ours.p50, stock.p50, ""),
            ("p99", ours.p99, stock.p99, "≤ 50 ms"),
        )
    ]


def disk_row() -> Row:
    """What a commit costs here at the least: others on the machine may be busy with its disk."""
    took = []
    with tempfile.TemporaryFile() as file:
        for _ in range(200):
            file.write(bytes(40_960))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return (
        "the disk's own fsync, median and p99",
        "",
        "",
        f"{took[100]:.1f}, {took[197]:.1f} ms",
        "",
    )


def main() -> None:
    """Measure all, and print the table and the same as Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true", help="broadcast to 10,000 groups")
    groups = 10_000 if parser.parse_args().full else 1_500
    rows = [answers_row(), *broadcast_rows(groups), *commands_rows(15), disk_row()]
    headings = ("what", "Sanxue", "stock", "ratio or result", "goal")
    python = f"{platform.python_implementation()} {platform.python_version()}"
    title = f"{os.cpu_count()} cores, {python}, python-telegram-bot 22.8, one run"
    table = Table(*headings, title=title)
    for row in rows:
        table.add_row(*row)
    Console(width=140).print(table)
    print("\n".join(_markdown([headings, tuple("---" for _ in headings), *rows])))


def _markdown(rows: list[tuple[str, ...]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in rows]


if __name__ == "__main__":
    main()
