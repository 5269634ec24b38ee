"""The rows of the table: what was measured, both figures, their ratio, and section 7's goal."""

import asyncio
import os
import tempfile
import time

from benchmarks import answers, banks, broadcast, cards, commands, digest, drill, looking, starting
from benchmarks.broadcast import Broadcast

Row = tuple[str, str, str, str, str]


def answers_rows() -> list[Row]:
    """Section 7, first row."""
    found = asyncio.run(answers.measure())
    name = "durably stored, marked and scored answers a second ÷ empty stock handler"
    return [(name, f"{found.ours:,.0f}", f"{found.stock:,.0f}", f"{found.ratio:.2f}", "≥ 1.5")]


def broadcast_rows(groups: int) -> list[Row]:
    """Section 7, second row."""
    ours, stock = asyncio.run(broadcast.measure(groups))
    name = f"broadcast to {groups:,} groups: share of 30 a second"
    for side, each in (("Sanxue", ours), ("stock", stock)):
        if each.stopped:
            name += f" ({side} was stopped after {each.stopped:,.0f} s, unfinished)"
    return [
        (
            name,
            f"{ours.share:.1%}",
            f"{stock.share:.1%}",
            _ratio(ours.share, stock.share),
            "≥ 98 %",
        ),
        ("… refusals", f"{ours.refused:,}", f"{stock.refused:,}", "", "0"),
        ("… groups not reached", f"{ours.lost:,}", f"{stock.lost:,}", "", "0"),
        *_lag_rows(ours, stock),
        (
            "… memory growth, in all and in the second half",
            f"{ours.growth:+.1f}, {ours.late_growth:+.1f} MB",
            f"{stock.growth:+.1f}, {stock.late_growth:+.1f} MB",
            _ratio(ours.growth, stock.growth),
            "flat",
        ),
    ]


def _lag_rows(ours: Broadcast, stock: Broadcast) -> list[Row]:
    lags = [
        (
            f"… event loop lag, {label}",
            f"{mine:,.1f} ms",
            f"{theirs:,.1f} ms",
            _ratio(mine, theirs),
            "≤ 50 ms",
        )
        for label, mine, theirs in (
            ("p99", ours.lag_p99, stock.lag_p99),
            ("most", ours.lag_most, stock.lag_most),
        )
    ]
    # What the machine itself is to blame for.
    mine, theirs = (f"{each.idle_p99:,.1f}, {each.idle_most:,.1f} ms" for each in (ours, stock))
    return [*lags, ("… that of an idle program meanwhile, p99 and most", mine, theirs, "", "")]


def commands_rows(seconds: int) -> list[Row]:
    """Section 7, third row."""
    ours, stock = asyncio.run(commands.ours(seconds)), asyncio.run(commands.stock(seconds))
    name = "command to answer at 100 updates a second"
    return [
        (
            f"{name}, {label}",
            f"{mine:.1f} ms",
            f"{theirs:.1f} ms",
            _ratio(mine, theirs),
            goal,
        )
        for label, mine, theirs, goal in (
            ("median", ours.p50, stock.p50, ""),
            ("p99", ours.p99, stock.p99, "≤ 50 ms"),
        )
    ]


def looking_rows() -> list[Row]:
    """Section 7, fourth row: both figures are ours, the long history's first."""
    short, long = asyncio.run(looking.measure())
    return [
        (
            f"{name} with {long.answers:,} answers ÷ with {short.answers:,}",
            f"{after:.1f}, {before:.1f} ms",
            "",
            _ratio(after, before),
            goal,
        )
        for name, after, before, goal in (
            ("/status of a branch", long.status, short.status, "≤ 2"),
            ("/standings, the week", long.week, short.week, "≤ 2"),
            ("/standings, the year", long.year, short.year, "≤ 2"),
            ("/standings, the campaign", long.campaign, short.campaign, "≤ 2"),
            (
                "/standings of 200 branches, the week",
                long.branches_week,
                short.branches_week,
                "≤ 2",
            ),
            ("… the year", long.branches_year, short.branches_year, "≤ 2"),
        )
    ]


def starting_rows() -> list[Row]:
    """Section 7, fifth row, and how soon it is back after a kill."""
    found = asyncio.run(starting.measure())
    with_all = "with 1,000 branches and 15,000 members"
    return [
        (f"start to first getUpdates {with_all}", f"{found.again:.2f} s", "", "", "≤ 1.5 s"),
        ("… after kill -9", f"{found.after_kill:.2f} s", "", "", "≤ 2 s"),
        (f"idle memory {with_all}", f"{found.memory:.0f} MB", "", "", "≤ 100 MB"),
    ]


def digest_rows(branches: int) -> list[Row]:
    """Issue 7: the digest of a root, on either database; 150,000 branches are the goal's."""
    small, large = digest.measure("sqlite", 1_000), digest.measure("postgres", branches)
    return [
        ("digest of 1,000 branches on SQLite", f"{small.digest:.2f} s", "", "", "≤ 1 s"),
        ("… the first page of its tree", f"{small.page:.2f} s", "", "", ""),
        (
            f"digest of {large.branches:,} branches on PostgreSQL",
            f"{large.digest:.2f} s",
            "",
            "",
            "≤ 10 s for 150,000",
        ),
        ("… the first page of its tree", f"{large.page:.2f} s", "", "", ""),
        ("… the most memory in the run", f"{large.memory:.0f} MB", "", "", "≤ 500 MB"),
    ]


def cards_rows() -> list[Row]:
    """Issue 7: each picture in a tenth of a second."""
    first, kinds = cards.measure()
    rows = [
        (f"drawing: {each.name}", f"{each.milliseconds:.0f} ms", "", "", "≤ 100 ms")
        for each in kinds
    ]
    return [*rows, ("… the first picture, with the fonts", f"{first:.0f} ms", "", "", "")]


def import_rows() -> list[Row]:
    """Issue 5: a large bank of questions."""
    found = asyncio.run(banks.measure())
    name = f"{found.questions:,} questions from a sheet into the database"
    return [
        (name, f"{found.first:.1f} s", "", "", "≤ 10 s"),
        ("… the same sheet once more", f"{found.again:.1f} s", "", "", ""),
    ]


def drill_rows() -> list[Row]:
    """Issue 5: which question is asked next."""
    found = asyncio.run(drill.measure())
    name = f"the next question to practise, for one of {found.members:,} members"
    return [
        (f"{name}, median and p99", f"{found.median:.1f}, {found.p99:.1f} ms", "", "", ""),
        ("… the first time, with 60 answers in the group", f"{found.first:.1f} ms", "", "", ""),
        ("a branch's noon question, by what is forgotten", f"{found.noon:.1f} ms", "", "", ""),
    ]


def disk_rows() -> list[Row]:
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
    figures = f"{took[100]:.1f}, {took[197]:.1f} ms"
    return [("the disk's own fsync, median and p99", "", "", figures, "")]


def _ratio(ours: float, stock: float) -> str:
    return f"{ours / stock:.2f}" if stock else "–"
