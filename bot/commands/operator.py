"""What a command works with: the settings, the operator's language, the terminal, the database."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime

from msgspec import Struct
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from bot.clock import Clock
from bot.settings import Settings
from programme.importing import Progress as ProgressTold
from reports.wording import Words
from storage.backup import back_up_before_upgrade
from storage.database import Database
from storage.engines import shown_address
from storage.faults import reaching
from storage.schema import open_newest
from storage.units import Defaults
from storage.values.messages import Finding, Message


class Operator(Struct, frozen=True):
    """Who typed a command, and what for: everything a command may look at."""

    settings: Settings
    words: Words
    console: Console
    clock: Clock

    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    @property
    def defaults(self) -> Defaults:
        """What holds for units that say nothing else."""
        return Defaults(self.settings.time_zone, self.settings.language)

    def tell(self, sentence: str, /, **values: object) -> None:
        """Print a sentence of the catalogue."""
        self.show(self.words(sentence, **values))

    def say(self, said: Message) -> None:
        """Print what a lower floor says."""
        self.show(self.words.say(said))

    def show(self, text: str) -> None:
        """Print text as it is: square brackets in it mean nothing."""
        self.console.print(Text(text), soft_wrap=True)

    def show_beside(self, text: str) -> None:
        """Print what was not asked for, to the stream of errors: a file that takes the output must
        not get it."""
        Console(stderr=True, highlight=False).print(Text(text), soft_wrap=True)


@asynccontextmanager
async def opened(operator: Operator) -> AsyncIterator[Database]:
    """The database of the settings, brought to the newest schema after a backup of it."""
    with working(operator, operator.words("Opening the database")):
        address = operator.settings.database
        database, done = await open_newest(address, back_up_before_upgrade(operator.now()))
    try:
        if done.before is None:
            operator.show_beside(
                operator.words(
                    "There was no database yet. A new one was made: {where}",
                    where=shown_address(address),
                )
            )
        if done.backup is not None:
            operator.tell(
                "The database was brought to schema {version}. A backup from before is in {file}.",
                version=done.after,
                file=done.backup,
            )
        with reaching(database.url):
            yield database
    finally:
        await database.close()


@contextmanager
def working(operator: Operator, label: str) -> Iterator[ProgressTold]:
    """A bar on the terminal while the block works; call what it gives with (done, total)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = operator.console
    with Progress(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        task = progress.add_task(escape(label), total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield told


def show_findings(words: Words, console: Console, findings: tuple[Finding, ...]) -> None:
    """Print where something was found and what: the faults by line, then the notices by line."""
    table = Table(show_edge=False, pad_edge=False)
    files = list(dict.fromkeys(each.place.file for each in findings))
    headings = (
        words("Kind"),
        words("Where"),
        words("Line"),
        words("Column"),
        words("What is wrong"),
    )
    for heading in headings:
        table.add_column(heading, overflow="fold")

    def order(each: Finding) -> tuple[bool, int, int]:
        return not each.blocks, files.index(each.place.file), each.place.line or 0

    for each in sorted(findings, key=order):
        place = each.place
        table.add_row(
            Text(words("fault") if each.blocks else words("notice")),
            Text(place.file, style="bold" if each.blocks else ""),
            Text("" if place.line is None else str(place.line)),
            Text(place.column or ""),
            Text(words.say(each.said)),
        )
    console.print(table)
