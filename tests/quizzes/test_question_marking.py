"""Marking: exactly the right options, and tallies that add up."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.marking import Tally, is_right, tally

CHOICES = st.sets(st.integers(0, 5))


@given(CHOICES, CHOICES)
def test_right_is_exactly_the_right_ones(chosen: set[int], correct: set[int]) -> None:
    assert is_right(sorted(chosen), tuple(correct)) is (chosen == correct)


def test_half_right_is_not_right() -> None:
    assert not is_right((0,), (0, 1))
    assert not is_right((0, 1, 2), (0, 1))


def test_tally() -> None:
    answers = [(0,), (1,), (0, 1), (1, 0), (), (7,)]
    assert tally(answers, (0, 1), 3) == Tally(answered=5, right=2, by_option=(3, 3, 0))


def test_tally_of_nothing() -> None:
    assert tally([], (0,), 2) == Tally(0, 0, (0, 0))
