"""Keys: the same for the same words, whatever the typing; others for other words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quizzes.identity import normalise, question_key
from storage.values.questions import QuestionText


@given(st.text())
@example("a\u0301\u200b\u0327")  # marks that the dropped sign kept out of order
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("党员的 义务，有几项？", "党员的义务,有几项?"),
        ("ＡＢＣ１２", "abc12"),
        ("“一日三学”", "一日三学"),
        ("Straße", "STRASSE"),
        ("a\u200bb", "ab"),
    ],
)
def test_typing_does_not_matter(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("-1", "1"), ("1.5", "15"), ("50%", "50"), ("<", ">")])
def test_other_numbers_and_signs_are_other_words(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_key_is_stable() -> None:
    """Stored with every answer ever given: it must never change."""
    text = QuestionText("党员的义务有几项？", ("六项", "八项"), "见章程。")
    assert question_key(text) == "e161fcbd4b33de25"
    assert question_key(QuestionText("党员的义务有几项?", ("六项", "八项"))) == "e161fcbd4b33de25"


def test_other_options_are_another_question() -> None:
    keys = {
        question_key(QuestionText("?", options))
        for options in [(), ("a", "b"), ("b", "a"), ("ab",), ("=", "#"), ("#", "=")]
    }
    assert len(keys) == 6
