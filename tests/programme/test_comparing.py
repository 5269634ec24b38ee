"""Branches of different size compare fairly."""

import math
import random
import statistics
from fractions import Fraction

import pytest

from programme.comparing import (
    Side,
    Third,
    average,
    compare,
    fair_share,
    participation,
    thirds,
    upper_half,
)
from storage.values.people import UnitId
from storage.values.standings import Sums


def side(number: int, right: int, answered: int, members: int = 20, acts: int = 0) -> Side:
    sums = Sums(due=members, acts=acts, answered=answered, right=right)
    return Side(UnitId(number), f"Branch {number:02}", sums, members)


def test_the_share_is_shrunk_to_the_mean() -> None:
    mean, three = Fraction(3, 5), Sums(answered=3, right=3)
    assert fair_share(three, mean, 20.0) == Fraction(3 + 12, 23)
    assert fair_share(Sums(answered=300, right=300), mean, 20.0) == Fraction(312, 320)
    assert fair_share(three, mean, 0.0) == 1
    assert fair_share(three, mean, math.inf) == mean


def test_the_weight_by_kleinmans_moments() -> None:
    # Worked out by hand: m = 0.6, S = 10·(0.2² + 0.1² + 0.3²) = 1.4, S/(m(1-m)) = 5.8333,
    # ρ = (5.8333 - 2) / (30 - 10 - 2) = 0.21296, M = 3.6957.
    found = average([(8, 10), (7, 10), (3, 10)])
    assert found is not None
    assert (found.share, found.weight) == (0.6, pytest.approx(3.69565, abs=1e-5))


@pytest.mark.parametrize(
    ("counted", "weight"),
    [
        # No more apart than chance has it, all right, all wrong, one alone.
        ([(6, 10), (6, 10), (6, 10)], math.inf),
        ([(10, 10), (4, 4)], math.inf),
        # One answer each says nothing of how far they are apart.
        ([(1, 1), (0, 1), (1, 1)], math.inf),
        ([(1, 1)], math.inf),
        ([(0, 10), (0, 4)], math.inf),
        ([(6, 10)], math.inf),
        # As far apart as can be: each speaks for itself.
        ([(10, 10), (0, 10)], 0.0),
    ],
)
def test_the_weight_at_the_ends(counted: list[tuple[int, int]], weight: float) -> None:
    found = average(counted)
    assert found is not None and found.weight == weight


def test_without_answers_there_is_no_average() -> None:
    assert average([]) is None and average([(0, 0)]) is None


@pytest.mark.parametrize("precision", [8, 30])
def test_the_weight_finds_the_precision_of_a_beta_distribution(precision: int) -> None:
    dice = random.Random(1)
    counted = []
    for _ in range(3000):
        able = dice.betavariate(0.7 * precision, 0.3 * precision)
        answered = dice.randint(10, 200)
        counted.append((sum(dice.random() < able for _ in range(answered)), answered))
    found = average(counted)
    assert found is not None
    assert found.weight == pytest.approx(precision, rel=0.1)


def _ranks(values: list[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(each) + (ordered.count(each) - 1) / 2 for each in values]


def spearman(one: list[float], other: list[float]) -> float:
    return statistics.correlation(_ranks(one), _ranks(other))


def some_days(number: int, size: int, able: float, days: int, dice: random.Random) -> Side:
    """A branch in which each member answers on four of five days, right as often as they are able
    to."""
    answered = sum(dice.random() < 0.8 for _ in range(size * days))
    right = sum(dice.random() < able for _ in range(answered))
    return side(number, right, answered, members=max(5, size))


def a_week(dice: random.Random) -> list[Side]:
    """Thirty branches of 3 to 60 members in which size has nothing to do with how able they are."""
    return [
        some_days(number, dice.randint(3, 60), dice.betavariate(14, 6), 5, dice)
        for number in range(30)
    ]


def test_thirty_branches_show_no_tie_to_size() -> None:
    """Over 200 seeds the tie's mean is 0.00 and its deviation 0.07, and 85 % of them are within
    0.1: this seed is no lucky one. Were the abilities drawn without pairs, chance alone would give
    a deviation of 0.17 (that of 30 random places), and 38 % within 0.1."""
    dice = random.Random(2026)
    # For each small branch there is a large one that is as able, so that what ties places to size
    # can only be the reckoning.
    able = [dice.betavariate(14, 6) for _ in range(15)]
    sizes = [3 + round(57 * number / 29) for number in range(30)]
    pairs = zip(sizes, [*able, *reversed(able)], strict=True)
    sides = [some_days(n, size, each, 20, dice) for n, (size, each) in enumerate(pairs)]
    (only,) = compare(sides).classes
    shares = [each.share for each in only.placed]
    assert len(shares) == 30
    assert abs(spearman(shares, [sizes[each.side.unit_id] for each in only.placed])) <= 0.1


def test_nor_do_a_hundred_weeks_of_them_nor_do_the_small_stand_at_the_ends() -> None:
    dice = random.Random(7)
    tied, fair, plain = [], [], []
    for _ in range(100):
        sides = a_week(dice)
        (only,) = compare(sides).classes
        sizes = [float(each.side.sums.answered) for each in only.placed]
        tied.append(spearman([each.share for each in only.placed], sizes))
        for shares, found in (
            ([each.share for each in only.placed], fair),
            ([s.side.sums.right / s.side.sums.answered for s in only.placed], plain),
        ):
            middle = statistics.mean(shares)
            found.append(spearman([abs(each - middle) for each in shares], sizes))
    assert abs(statistics.mean(tied)) <= 0.05
    # Plain shares put the small at both ends; fair ones don't.
    assert statistics.mean(plain) < -0.1 < statistics.mean(fair)


def test_ties_share_a_place_on_unrounded_values() -> None:
    sides = [side(1, 45, 50), side(2, 45, 50), side(3, 20, 50), side(4, 449, 500)]
    found = compare(sides)
    (only,) = found.classes
    assert [(each.place, each.side.unit_id) for each in only.placed] == [
        (1, 1),
        (1, 2),
        (3, 4),
        (4, 3),
    ]
    # To the eye three of them are the same.
    assert len({f"{each.share:.2f}" for each in only.placed}) == 2
    placed = found.of(UnitId(3))
    assert placed is not None and placed[0].place == 4 and found.of(UnitId(9)) is None


def test_whoever_has_the_mean_share_is_as_good_as_another_that_has_it() -> None:
    # The mean is 0.6; in floats 33 of 55 would stand before 3 of 5 and 6 of 10.
    counted = [(3, 5), (33, 55), (6, 10), (9, 10), (3, 10)]
    (only,) = compare([side(n, *each) for n, each in enumerate(counted)]).classes
    assert [each.place for each in only.placed] == [1, 2, 2, 2, 5]


def test_the_small_and_the_silent_have_no_place_and_count_all_the_same() -> None:
    sides = [side(1, 40, 50), side(2, 20, 50), side(3, 4, 4, members=4), side(4, 0, 0)]
    found = compare(sides)
    assert {each.side.unit_id for each in found.classes[0].placed} == {1, 2}
    assert (found.small, found.silent, found.together.answered) == (1, 1, 104)
    assert compare([]).classes == () and compare(sides[2:]).average is None


def test_size_classes() -> None:
    counted = [(1, 9), (2, 10), (3, 29), (4, 30), (5, 5)]
    sides = [side(n, 10 * n, 100, members=members) for n, members in counted]
    found = compare(sides, by_size=True)
    assert [
        (each.least, each.most, {one.side.unit_id for one in each.placed}) for each in found.classes
    ] == [(0, 9, {1, 5}), (10, 29, {2, 3}), (30, None, {4})]
    assert [one.place for each in found.classes for one in each.placed] == [1, 2, 1, 2, 1]


def test_only_the_upper_half_is_named_and_thirds() -> None:
    (only,) = compare([side(n, 10 * n, 100) for n in range(1, 8)]).classes
    named, tied, _ = upper_half(only.placed)
    assert ([each.side.unit_id for each in named], tied) == ([7, 6, 5, 4], 0)
    first, second, last = ([third] for third in Third)
    assert thirds(only.placed) == (*first * 3, *second * 2, *last * 2)
    (tie,) = compare(
        [side(1, 90, 100), *(side(n, 50, 100) for n in (2, 3, 4)), side(5, 1, 100)]
    ).classes
    named, tied, border = upper_half(tie.placed)
    assert ([each.side.unit_id for each in named], tied, border) == ([1], 3, 2)
    # A tie is named whole only where that leaves a third; four named of five would point at one.
    assert thirds(tie.placed) == (*first, *second * 3, *last)
    assert thirds(tie.placed[1:4]) == (*first * 3,)


def test_participation_is_acts_by_due_member_days() -> None:
    assert participation(Sums(due=40, acts=60)) == 1.5
    assert participation(Sums(acts=3)) is None
