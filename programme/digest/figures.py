"""A digest as values, and its plain rules: what comes first, and what is not told of a few."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import astuple

from programme.comparing import SMALLEST
from storage.digest_sums import DutySums, Size
from storage.values.people import UnitId
from storage.values.standings import Sums

WEEK = timedelta(days=7)
_RISE = 0.05
"""By so much more of the three studies must have been done to be worth a word."""


class Need(StrEnum):
    """Why somebody is needed, the most urgent first."""

    NEWLY = "newly"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    MISSED = "missed"
    COMING = "coming"
    ALARM = "alarm"


class Named(Struct, frozen=True):
    """A unit that is named, and how many things there are to be told of it."""

    unit_id: UnitId
    name: str
    number: int = 1


class Figures(Struct, frozen=True):
    """A unit with all below it: its size, the week's deeds and those of the week before, its
    duties, and how many of its branches need somebody."""

    size: Size = field(default_factory=Size)
    week: Sums = field(default_factory=Sums)
    before: Sums = field(default_factory=Sums)
    duties: DutySums = field(default_factory=DutySums)
    silent: int = 0
    unreachable: int = 0
    missed: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Figures(*(mine + theirs for mine, theirs in pairs))

    @property
    def needs(self) -> int:
        """How many things need somebody. That a few people are silent is none of them: the place
        in a list would tell of it."""
        silent = 0 if self.is_small else self.silent
        return self.duties.newly + silent + self.unreachable + self.missed

    @property
    def is_small(self) -> bool:
        """Whether so few belong here that the figures would be theirs."""
        return is_small(self.size)


class Line(Struct, frozen=True):
    """One of the units right below the one that the digest is of. ``days``: each of the week's
    seven days. ``is_above``: it is that unit itself, without those below it."""

    unit_id: UnitId
    name: str
    figures: Figures
    days: tuple[Sums, ...] = ()
    is_above: bool = False


class Needed(Struct, frozen=True):
    """What needs a person for one reason: how much it is in all, in how many units (None: not
    counted), and some of them by name."""

    need: Need
    number: int
    units: int | None = None
    named: tuple[Named, ...] = ()


class Risen(Struct, frozen=True):
    """A unit in which more was done than the week before: the shares of the three studies."""

    name: str
    before: float
    now: float


class Better(Struct, frozen=True):
    """What got better: branches that were silent and are no more, who rose most, and the shares of
    right answers where they rose."""

    back: tuple[Named, ...] = ()
    back_number: int = 0
    risen: Risen | None = None
    right: tuple[float, float] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.back_number or self.risen or self.right)


class Burden(Struct, frozen=True):
    """What is asked: minutes of each member a week, by an estimate, and reminders that were sent to
    those in office."""

    minutes: int
    reminders: int


class Digest(Struct, frozen=True):
    """A week of one unit, or of several, on the day after it.

    ``day``: the local day on which it was worked out; the week are the seven days before it.
    ``lines``: the units right below, those that need somebody first. ``records``: how many were put
    down in the week, and in the one before. ``note``: the number of one worth reading.
    """

    units: tuple[Named, ...]
    day: date
    total: Figures
    lines: tuple[Line, ...]
    days: tuple[Sums, ...]
    needed: tuple[Needed, ...] = ()
    better: Better = Better()
    records: tuple[int, int] = (0, 0)
    without_group: int = 0
    alarms: tuple[int, ...] = ()
    note: int | None = None
    burden: Burden = Burden(0, 0)

    @property
    def first(self) -> date:
        """The week's first day."""
        return self.day - WEEK

    @property
    def last(self) -> date:
        """The week's last day."""
        return self.day - timedelta(days=1)

    def of(self, need: Need) -> Needed | None:
        """What needs a person for a reason; None when nothing does."""
        return next((each for each in self.needed if each.need is need), None)


def is_small(size: Size) -> bool:
    """Whether so few belong to a unit that what its members did is not told above."""
    return 0 < size.members < SMALLEST


def share_done(sums: Sums) -> float | None:
    """Of the studies that were asked for on all member-days that were due, the share that was
    done. What was done besides, as a note where none is asked for, makes it no more than all."""
    return min(1.0, sums.acts / sums.asked) if sums.asked else None


def worst_first(lines: Collection[Line]) -> list[Line]:
    """Those first in which the most needs somebody for each branch; then by how little was done.
    The unit itself, without those below it, comes last. The share of a small one says nothing."""
    return sorted(lines, key=_goodness)


def _goodness(line: Line) -> tuple[bool, float, float, str, int]:
    figures = line.figures
    share = None if figures.is_small else share_done(figures.week)
    needs = figures.needs / max(1, figures.size.branches)
    return line.is_above, -needs, 1.0 if share is None else share, line.name, line.unit_id


def better(lines: Sequence[Line], total: Figures, back: Sequence[Named], number: int) -> Better:
    """What got better in the week. A small unit is not named for what its few members did."""
    rises = []
    for line in lines:
        now, then = (share_done(s) for s in (line.figures.week, line.figures.before))
        if line.figures.is_small or now is None or then is None:
            continue
        if now - then >= _RISE:
            rises.append(Risen(line.name, then, now))
    risen = max(rises, key=lambda each: (each.now - each.before, each.name), default=None)
    return Better(tuple(back), number, risen, _right(total))


def _right(total: Figures) -> tuple[float, float] | None:
    week, before = total.week, total.before
    if total.is_small or not (week.answered and before.answered):
        return None
    then, now = before.right / before.answered, week.right / week.answered
    return (then, now) if round(now * 100) > round(then * 100) else None
