"""When a key is doubted: what the best chose against what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.key_doubts import FEWEST_BEST, FEWEST_OTHERS, Answer, Doubt, doubt

KEY, OTHER, THIRD = (1,), (2,), (0,)


def answers(*groups: tuple[int, tuple[int, ...], int]) -> list[Answer]:
    """So many, who chose this, with so many of ten others right."""
    return [Answer(chosen, right, 10) for count, chosen, right in groups for _ in range(count)]


def test_the_best_third_against_the_key_raise_a_doubt() -> None:
    given = answers((4, OTHER, 9), (1, KEY, 9), (10, KEY, 4))
    assert doubt(given, KEY) == Doubt(OTHER, best=5, for_chosen=4, for_key=1)


@pytest.mark.parametrize(
    "given",
    [
        # The best agree with the key, however many of the others do not.
        answers((5, KEY, 9), (10, OTHER, 4)),
        # As many for the one as for the other; a lead of one only.
        answers((2, OTHER, 9), (2, KEY, 9), (1, THIRD, 9), (10, OTHER, 4)),
        answers((3, OTHER, 9), (2, KEY, 9), (10, OTHER, 4)),
        # Too few to tell.
        answers((3, OTHER, 9), (6, KEY, 4)),
        [],
    ],
)
def test_else_there_is_none(given: list[Answer]) -> None:
    assert doubt(given, KEY) is None


def test_ten_answers_are_enough_and_nine_are_not() -> None:
    ten = answers((4, OTHER, 9), (6, KEY, 4))
    assert doubt(ten, KEY) == Doubt(OTHER, FEWEST_BEST, 4, 0)
    assert doubt(ten[:-1], KEY) is None


def test_who_has_hardly_answered_before_is_not_looked_at() -> None:
    new = [Answer(OTHER, FEWEST_OTHERS - 1, FEWEST_OTHERS - 1)] * 20
    assert doubt([*new, *answers((15, KEY, 5))], KEY) is None


def test_who_is_as_good_as_the_last_of_the_best_is_one_of_them() -> None:
    found = doubt(answers((1, KEY, 10), (12, OTHER, 9), (2, KEY, 3)), KEY)
    assert found == Doubt(OTHER, best=13, for_chosen=12, for_key=1)


def test_several_right_options_are_one_answer() -> None:
    found = doubt(answers((5, (0, 1), 9), (10, (0, 2), 4)), (0, 2))
    assert found is not None and found.chosen == (0, 1)


CHOSEN = st.sampled_from([KEY, OTHER, THIRD])
ANSWER = st.builds(
    lambda chosen, right, more: Answer(chosen, right, right + more),
    CHOSEN,
    st.integers(0, 9),
    st.integers(0, 9),
)


@given(st.lists(ANSWER, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(given: list[Answer], random: object) -> None:
    found = doubt(given, KEY)
    shuffled = random.sample(given, len(given))  # type: ignore[attr-defined]
    assert doubt(shuffled, KEY) == found
    if found is not None:
        assert found.chosen != KEY and found.for_key < found.for_chosen <= found.best
