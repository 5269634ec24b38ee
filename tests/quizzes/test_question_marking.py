"""Marking: exactly the right options."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.marking import is_right

CHOICES = st.sets(st.integers(0, 5))


@given(CHOICES, CHOICES)
def test_right_is_exactly_the_right_ones(chosen: set[int], correct: set[int]) -> None:
    assert is_right(sorted(chosen), tuple(correct)) is (chosen == correct)


def test_half_right_is_not_right() -> None:
    assert not is_right((0,), (0, 1))
    assert not is_right((0, 1, 2), (0, 1))
