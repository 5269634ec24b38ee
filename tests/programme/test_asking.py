"""Which questions fit a group: the bounds of what a poll, with a message before it, can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.asking import LONGEST_STEM, MOST_OPTIONS, can_be_asked
from reports.noon import quiz
from reports.splitting import visible_length
from reports.wording import words
from storage.values.questions import QuestionKind, QuestionText

ONE, SEVERAL, TRUE_FALSE = QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.TRUE_FALSE


@pytest.mark.parametrize("over", [0, 1])
def test_stem_and_options_share_one_message(over: int) -> None:
    options = ("a" * 500, "b" * 500)
    text = QuestionText("s" * (LONGEST_STEM - 1000 + over), options)
    assert can_be_asked(ONE, text, (0,)) == (not over)
    assert can_be_asked(TRUE_FALSE, QuestionText("s" * (LONGEST_STEM + over)), (0,)) == (not over)


@pytest.mark.parametrize("correct", [(2,), (-1,), (0, 2), ()])
def test_true_and_false_are_two_and_one_of_them_is_right(correct: tuple[int, ...]) -> None:
    assert not can_be_asked(TRUE_FALSE, QuestionText("stem"), correct)


words_of_many = st.text(max_size=120)
texts = st.builds(
    QuestionText,
    words_of_many.filter(str.strip),
    st.lists(words_of_many.filter(str.strip), max_size=MOST_OPTIONS + 1).map(tuple),
)


@given(st.sampled_from(QuestionKind), texts, st.sets(st.integers(-1, 13), max_size=3))
def test_what_can_be_asked_makes_a_poll_that_telegram_takes(
    kind: QuestionKind, text: QuestionText, correct: set[int]
) -> None:
    right = tuple(sorted(correct))
    if not can_be_asked(kind, text, right):
        return
    post = quiz(words("en"), kind, text, right, False)
    assert 2 <= len(post.options) <= 12
    assert len(set(post.options)) == len(post.options)
    assert set(post.correct) == correct
    assert post.preface is None or visible_length(post.preface.text) <= 4096
