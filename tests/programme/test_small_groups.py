"""Where a figure would name a person."""

import pytest

from programme.small_groups import is_small, tells_share


@pytest.mark.parametrize(("reached", "small"), [(0, True), (3, True), (4, False), (17, False)])
def test_a_branch_of_three_is_small(reached: int, small: bool) -> None:
    assert is_small(reached) is small


@pytest.mark.parametrize(
    ("answered", "reached", "told"),
    [(4, 4, True), (3, 17, False), (3, 3, False), (4, 3, False), (17, 17, True), (0, 17, False)],
)
def test_a_share_needs_four_who_answered_in_a_branch_that_is_not_small(
    answered: int, reached: int, told: bool
) -> None:
    assert tells_share(answered, reached) is told
