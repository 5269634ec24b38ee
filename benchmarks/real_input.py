"""A week rehearsed and a day lived with question banks that nobody here wrote.

``python -m benchmarks.real_input --bank FILE [--bank FILE …] [--branches 200] [--people 3000]``

An organisation of branches in four time zones goes in by the console's own commands, every group
is bound by the deep link, the week is rehearsed, and one whole local day is lived over HTTP
against the practice server, which enforces Telegram's limits. Then everything is counted.
"""

import argparse
import asyncio
import io
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from benchmarks import real_checks as checks
from benchmarks.real_day import Gathering, World, live
from benchmarks.real_files import (
    Branch,
    draw,
    write_organisation,
    write_programme,
    write_roster,
)
from bot.application import opened
from bot.clock import GivenClock
from bot.command_line import new_parser
from bot.commands.operator import Operator, show_findings
from bot.connection import Connection
from bot.practice.server import PracticeServer
from bot.rehearsal import rehearse
from bot.settings import Settings
from programme.folder import read_programme
from programme.importing import NothingImported
from programme.importing import Progress as ProgressTold
from reports.rehearsal import Rehearsal
from reports.wording import words
from storage.database import Database, open_database
from storage.units import Defaults

DAY = date(2026, 5, 20)
_BEGINS_AT = datetime(2026, 5, 20, 6, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
_OPENED_PRIVATELY = 0.5
_SHOWN_FAULTS = 20
_SEED = 1


class Report(Struct):
    """What was counted, in the order of telling, and what was found wrong."""

    counts: list[tuple[str, str, int | str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def count(self, part: str, what: str, number: int | str) -> None:
        """Put one number down."""
        self.counts.append((part, what, number))

    def number(self, part: str, what: str) -> int | str:
        """A number that was put down; 0 when there is none."""
        return next((n for p, w, n in self.counts if (p, w) == (part, what)), 0)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Put down how many seconds the block took."""
        began = time.perf_counter()
        yield
        self.count("seconds", what, f"{time.perf_counter() - began:.1f}")


class Stage(Struct, frozen=True):
    """Where a run takes place: its folder, clock and progress bars."""

    folder: Path
    clock: GivenClock
    progress: Progress
    report: Report
    dice: random.Random

    @property
    def settings(self) -> Settings:
        """The settings of every command."""
        address = f"sqlite:///{(self.folder / 'sanxue.db').as_posix()}"
        return Settings(database=address, time_zone="Asia/Shanghai", language="zh")

    @property
    def defaults(self) -> Defaults:
        """What holds for units that say nothing else."""
        return Defaults(self.settings.time_zone, self.settings.language)

    async def command(self, *line: str) -> str:
        """Run one console command as it is typed; what it printed."""
        printed = io.StringIO()
        console = Console(file=printed, width=200, highlight=False)
        operator = Operator(self.settings, words("en"), console, self.clock)
        given = new_parser(operator.words).parse_args(line)
        try:
            code = await given.command(operator, given)
        except NothingImported as refused:
            show_findings(operator.words, console, refused.findings)
            code = 1
        if code != 0:
            raise SystemExit(f"sanxue {' '.join(line)} ended with {code}:\n{printed.getvalue()}")
        return printed.getvalue()


async def run(
    banks: Sequence[Path], branches: int, people: int, progress: Progress, *, days: int = 7
) -> Report:
    """Rehearse the coming days, live the first, check and count; no file of it stays."""
    report, dice = Report(), random.Random(_SEED)
    with tempfile.TemporaryDirectory(prefix="sanxue-real-", ignore_cleanup_errors=True) as folder:
        stage = Stage(Path(folder), GivenClock(_BEGINS_AT), progress, report, dice)
        drawn = draw(branches, people, dice)
        await take_in(stage, drawn, banks)
        with report.timed(f"rehearse {days} days"):
            printed = await stage.command(*f"rehearse --from {DAY} --days {days}".split())
        async with _database(stage) as database:
            rehearsal = await rehearse(database, stage.settings, DAY, days, None)
            count_rehearsal(report, rehearsal, printed)
            await live_and_check(stage, database, drawn, rehearsal)
    return report


async def take_in(stage: Stage, branches: Sequence[Branch], banks: Sequence[Path]) -> None:
    """Write the organiser's files and import them by the console's commands."""
    tree, roster, programme = (stage.folder / name for name in ("tree.csv", "people.csv", "study"))
    write_organisation(tree, branches)
    write_roster(roster, branches)
    write_programme(programme, banks)
    for kind, path in (("organisation", tree), ("roster", roster), ("programme", programme)):
        with stage.report.timed(f"import {kind}"):
            await stage.command("import", kind, str(path))
    reading = read_programme(programme)
    assert reading.programme is not None
    stage.report.count("organisation", "branches", len(branches))
    everybody = sum(len(branch.people) for branch in branches)
    stage.report.count("organisation", "people", everybody)
    reachable = sum(len(branch.reachable) for branch in branches)
    stage.report.count("organisation", "people with Telegram", reachable)
    stage.report.count("questions", "taken in", len(reading.programme.questions))
    for sentence, times in Counter(_reason(each.said.id) for each in reading.findings).items():
        stage.report.count("questions", sentence, times)


def _reason(sentence: str) -> str:
    return sentence.split(".", 1)[0]


def count_rehearsal(report: Report, rehearsal: Rehearsal, printed: str) -> None:
    """Count the rehearsed posts, and see that every branch has each of them every day."""
    report.count("rehearsed week", "posts", len(rehearsal.posts))
    report.count("rehearsed week", "lines printed", len(printed.splitlines()))
    if f": messages {len(rehearsal.posts)}, " not in printed:
        report.faults.append("rehearsal: the command tells of another number of messages")
    for kind, times in Counter(post.kind for post in rehearsal.posts).items():
        report.count("rehearsed week", kind, times)
    asked = {post.text for post in rehearsal.posts if post.kind == "noon"}
    report.count("rehearsed week", "different polls", len(asked))
    each = Counter((p.unit.id, p.at.date(), p.kind) for p in rehearsal.posts)
    days = (rehearsal.last - rehearsal.first).days + 1
    wanted = len(rehearsal.branches) * days * 4
    once = sum(times == 1 for (*_, kind), times in each.items() if kind != "question-text")
    if once != wanted:
        report.faults.append(f"rehearsal: {once} posts stand once, {wanted} should")


async def live_and_check(
    stage: Stage, database: Database, branches: Sequence[Branch], rehearsal: Rehearsal
) -> None:
    """Bind every group, live the day in all time zones, and look at what came of it."""
    report, defaults = stage.report, stage.defaults
    async with PracticeServer(stage.clock) as server:
        connection = Connection(server.token, server.api_url, server.file_url)
        async with opened(database, connection, stage.clock, defaults) as bot:
            world = World(server, bot, stage.clock)
            gatherings = [world.gather(branch) for branch in branches]
            with report.timed("bind all groups"):
                await bind(stage, world, gatherings)
            with report.timed("live a day"):
                told = _bar(stage.progress, "Living a day")
                lived = await live(world, gatherings, DAY, stage.dice, told)
            report.faults += checks.posts_at_their_time(world, gatherings, DAY)
            report.faults += checks.rehearsal_came_true(world, gatherings, DAY, rehearsal)
            report.faults += checks.numbers_shown(world, gatherings, lived)
            async with database.reading() as tx:
                report.faults += await checks.deeds_counted_once(tx, gatherings, lived, defaults)
                report.faults += await checks.nothing_left(tx, world)
            for kind, times in lived.acts.items():
                report.count("what people did", kind, times)
            count_day(report, world, gatherings)


async def bind(stage: Stage, world: World, gatherings: Sequence[Gathering]) -> None:
    """Each secretary follows the link that ``sanxue invite`` printed; half the people open the
    bot's private chat."""
    told = _bar(stage.progress, "Binding groups")
    for number, gathering in enumerate(gatherings, 1):
        printed = await stage.command("invite", gathering.branch.code)
        code = printed.strip().rsplit("startgroup=", 1)[1]
        secretary, *others = gathering.users.values()
        world.server.add_bot(gathering.group, secretary, start_parameter=code)
        for user in [secretary, *(u for u in others if stage.dice.random() < _OPENED_PRIVATELY)]:
            world.server.start_private(user)
        told(number, len(gatherings))
    await world.settle()


def count_day(report: Report, world: World, gatherings: Sequence[Gathering]) -> None:
    """Count what the bot posted and what the server saw; refusals that must not be are faults."""
    posted = Counter(
        checks.kind_of(message) or "other" for g in gatherings for message in world.said(g)
    )
    for kind, times in sorted(posted.items()):
        report.count("posts in groups", kind, times)
    wrong, not_started = checks.refusals(world)
    report.faults += [f"refused {times} times: {reason}" for reason, times in wrong.items()]
    report.count("server", "updates handled", world.updates)
    report.count("server", "calls", world.server.call_count)
    report.count("server", "refused", sum(wrong.values()))
    report.count("server", "refused: private chat not opened", sum(not_started.values()))


def _bar(progress: Progress, label: str) -> ProgressTold:
    task = progress.add_task(label, total=None)
    return lambda done, total: progress.update(task, completed=done, total=total)


@asynccontextmanager
async def _database(stage: Stage) -> AsyncIterator[Database]:
    database = open_database(stage.settings.database)
    try:
        yield database
    finally:
        await database.close()


def show(console: Console, report: Report) -> None:
    """Print the counts as a table, then what is wrong."""
    table = Table(show_edge=False)
    for heading in ("", "what", "count"):
        table.add_column(heading, justify="right" if heading == "count" else "left")
    before = ""
    for part, what, number in sorted(report.counts, key=lambda row: row[0] == "seconds"):
        shown = f"{number:,}" if isinstance(number, int) else number
        table.add_row("" if part == before else part, what, shown)
        before = part
    console.print(table)
    for fault in report.faults[:_SHOWN_FAULTS]:
        console.print(f"wrong: {fault}", markup=False)
    console.print(f"Wrong: {len(report.faults)}.")


def main(given: Sequence[str] | None = None) -> int:
    """Do what the command line says; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_input", description=__doc__)
    parser.add_argument("--bank", type=Path, action="append", required=True, metavar="FILE")
    parser.add_argument("--branches", type=int, default=200)
    parser.add_argument("--people", type=int, default=3000)
    wanted = parser.parse_args(given)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(highlight=False)
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        report = asyncio.run(run(wanted.bank, wanted.branches, wanted.people, progress))
    show(console, report)
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
