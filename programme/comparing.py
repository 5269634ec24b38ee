"""Comparing branches, or units, of different size fairly. Plain rules.

The share of right answers of a small branch jumps about by chance: of three people one has all
right, another none, and in any table the smallest stand at both ends. So each share is shrunk to
the mean, as if *M* answers of the average came on top of its own: (k + M·m) / (n + M), with *k* of
*n* answers right and *m* the share of all together. That is the posterior mean of the
beta-binomial model, in which the branches' true shares are spread by a beta distribution of mean
*m* and precision *M*.

*M* is not chosen but follows from the figures by the method of moments, with the pooled share and
each branch weighed by its answers: J. C. Kleinman, "Proportions with extraneous variance: single
and independent samples", Journal of the American Statistical Association 68 (1973), 46-54. With
*G* branches, *N* answers in all and S = Σ n·(k/n - m)²,

    ρ = (S / (m(1-m)) - (G - 1)) / (N - Σn²/N - (G - 1)),    M = 1/ρ - 1.

Where the shares differ no more than chance alone lets them, ρ is not above 0 and nobody is ahead.

Participation stands beside it and is not ranked: acts ÷ due member-days, how many of the three
studies a member did a day (:mod:`storage.due`).
"""

import math
from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from storage.values.people import UnitId
from storage.values.standings import Sums

SMALLEST = 5
"""A group of fewer people is not told by itself to those above: its figures would be theirs."""

_NOTHING = 1e-9
"""A likeness (ρ) so small is what rounding leaves of none."""

SIZES = (10, 30)
"""Where size classes begin, where branches are compared with those of their size only."""


class Side(Struct, frozen=True):
    """One of those that are compared: a branch, or a unit with all below it. ``members`` are at
    home there today."""

    unit_id: UnitId
    name: str
    sums: Sums
    members: int


class Average(Struct, frozen=True):
    """The share of all together, and how many answers of it each is given (*M*).

    ``weight`` is infinite where the shares differ no more than by chance.
    """

    share: float
    weight: float


class Placed(Struct, frozen=True):
    """One of those compared, its fair share of right answers, and the place that it gives."""

    place: int
    side: Side
    share: float


class Third(Enum):
    """The thirds of a table."""

    FIRST = auto()
    SECOND = auto()
    LAST = auto()


class Class(Struct, frozen=True):
    """Those compared with each other, best first. ``least`` and ``most`` are the members of their
    size class; None: no bound."""

    placed: tuple[Placed, ...]
    least: int | None = None
    most: int | None = None


class Comparison(Struct, frozen=True):
    """What is to be told. ``small`` are too small to be told by themselves, ``silent`` have no
    answers yet; ``together`` sums up all of them. ``average`` is None where nobody has answered."""

    classes: tuple[Class, ...]
    average: Average | None
    together: Sums
    small: int = 0
    silent: int = 0

    @property
    def by_chance(self) -> bool:
        """Whether the shares differ no more than by chance, so that nobody is ahead."""
        return self.average is not None and math.isinf(self.average.weight)

    def of(self, unit_id: UnitId) -> tuple[Placed, Class] | None:
        """One of those compared, and its class; None for who has no place."""
        for each in self.classes:
            for placed in each.placed:
                if placed.side.unit_id == unit_id:
                    return placed, each
        return None


def average(counted: Sequence[tuple[int, int]]) -> Average | None:
    """The mean and the weight of it that fit these (right, answered); None without answers."""
    known = [(k, n) for k, n in counted if n > 0]
    right, total = sum(k for k, _ in known), sum(n for _, n in known)
    if not total:
        return None
    share = right / total
    chance = len(known) - 1
    room = total - sum(n * n for _, n in known) / total - chance
    if not 0 < share < 1 or room <= 0:
        return Average(share, math.inf)
    spread = sum(n * (k / n - share) ** 2 for k, n in known)
    likeness = (spread / (share * (1 - share)) - chance) / room
    return Average(share, max(0.0, 1 / likeness - 1) if likeness > _NOTHING else math.inf)


def fair_share(sums: Sums, mean: Fraction, weight: float) -> Fraction:
    """A share of right answers shrunk to the mean, without rounding: 6 of 10 and 60 of 100 are as
    good as each other where the mean is 0.6, and in floats they are not."""
    if math.isinf(weight):
        return mean
    given = Fraction(weight)
    return (sums.right + given * mean) / (sums.answered + given)


def participation(sums: Sums) -> float | None:
    """How many of the three studies a member did a day; None where nothing was due."""
    return sums.acts / sums.due if sums.due else None


def compare(sides: Sequence[Side], *, by_size: bool = False) -> Comparison:
    """Those that can be told by themselves, with places; all share one average."""
    told = [side for side in sides if side.members >= SMALLEST]
    answering = [side for side in told if side.sums.answered]
    of_all = average([(side.sums.right, side.sums.answered) for side in answering])
    classes: list[Class] = []
    if of_all is not None:
        answers = sum((side.sums for side in answering), Sums())
        mean = Fraction(answers.right, answers.answered)
        bounds = (0, *SIZES, None) if by_size else (0, None)
        for least, end in pairwise(bounds):
            here = [s for s in answering if _is_in(s.members, least or 0, end)]
            if here:
                placed = _places(here, of_all, mean)
                most = end - 1 if end else None
                classes.append(Class(placed, least if by_size else None, most))
    return Comparison(
        classes=tuple(classes),
        average=of_all,
        together=sum((side.sums for side in sides), Sums()),
        small=len(sides) - len(told),
        silent=len(told) - len(answering),
    )


def upper_half(placed: Sequence[Placed]) -> tuple[tuple[Placed, ...], int, int]:
    """Whom a table names: the upper half, as :func:`programme.standings.table` does it for members.

    Then how many share a place across its border without being named, and that place.
    """
    half = (len(placed) + 1) // 2
    if len(placed) <= half or placed[0].share == placed[-1].share:
        return tuple(placed), 0, 0
    border = placed[half].place
    named = tuple(one for one in placed if one.place < border)
    if len(named) == half:
        return named, 0, 0
    return named, sum(one.place == border for one in placed), border


def thirds(placed: Sequence[Placed]) -> tuple[Third, ...]:
    """In which third of a table each stands. A tie across a border stands in the lower one, so that
    naming the first third never points at the few who are left; where all are equal, all are first.
    """
    tied = Counter(one.place for one in placed)
    if len(tied) <= 1:
        return (Third.FIRST,) * len(placed)
    return tuple(_third(one.place + tied[one.place] - 1, len(placed)) for one in placed)


def _third(position: int, count: int) -> Third:
    before = (position - 1) * 3
    if before < count:
        return Third.FIRST
    return Third.SECOND if before < 2 * count else Third.LAST


def _is_in(members: int, least: int, end: int | None) -> bool:
    return members >= least and (end is None or members < end)


def _places(sides: Sequence[Side], of_all: Average, mean: Fraction) -> tuple[Placed, ...]:
    shares = [(fair_share(s.sums, mean, of_all.weight), s) for s in sides]
    # Who is as good as another stands in the order of the names, the same every time.
    shares.sort(key=lambda each: (-each[0], each[1].name, each[1].unit_id))
    placed: list[Placed] = []
    for position, (share, side) in enumerate(shares, start=1):
        equal = position > 1 and shares[position - 2][0] == share
        placed.append(Placed(placed[-1].place if equal else position, side, float(share)))
    return tuple(placed)
