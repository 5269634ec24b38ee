"""The evening: the noon's result, and the prompt."""

import pytest

from reports.evening import Outcome, evening_post, result_post
from storage.values.questions import QuestionKind, QuestionText
from tests.reports.plain import ENGLISH

TEXT = QuestionText("Which <one>?", ("duty", "right", "both"), "Because of <article> 3.")


def result(answered: int, right: int, correct: tuple[int, ...] = (1,), reached: int = 500) -> str:
    return result_post(
        ENGLISH, QuestionKind.ONE, TEXT, Outcome(correct, answered, right, reached)
    ).text


def test_the_result_has_numbers_the_right_answer_and_the_whole_explanation() -> None:
    said = result(4, 3)
    assert "4 people answered, 75 % right." in said
    assert "Right: right" in said
    assert "Because of &lt;article&gt; 3." in said
    assert "Which &lt;one&gt;?" in said


@pytest.mark.parametrize(
    ("answered", "right", "share"),
    [(300, 1, "1 %"), (300, 299, "99 %"), (300, 300, "100 %"), (6, 4, "67 %"), (4, 4, "100 %")],
)
def test_all_and_nobody_are_told_only_when_true(answered: int, right: int, share: str) -> None:
    assert f" {share} right" in result(answered, right)


def test_a_question_nobody_had_right_is_a_hard_one() -> None:
    assert "A hard one" in result(4, 0) and "%" not in result(4, 0)


def test_no_share_is_told_that_would_name_a_person() -> None:
    assert "3 people answered." in result(3, 3) and "%" not in result(3, 3)
    assert "hard one" not in result(1, 0)
    for answered in (0, 1, 3):
        small = result(answered, answered, reached=3)
        assert "nswered" not in small and "Nobody" not in small and "%" not in small
        assert "Right: right" in small and "Because of" in small


def test_a_question_nobody_answered_is_told_kindly() -> None:
    assert "Nobody got round to this one" in result(0, 0)


def test_a_rehearsed_result_says_where_its_numbers_will_stand() -> None:
    said = result_post(ENGLISH, QuestionKind.ONE, TEXT, Outcome((1,), None, 0)).text
    assert "Here it will say how many answered" in said and "Right: right" in said
    assert "Nobody" not in said


def test_several_right_options_stand_one_a_line() -> None:
    assert "Right are:\n· duty\n· both" in result(2, 1, (0, 2))


def test_options_with_letters_are_all_told() -> None:
    text = QuestionText("Which?", ("a", "b" * 150))
    said = result_post(ENGLISH, QuestionKind.ONE, text, Outcome((1,), 1, 1)).text
    assert f"Right: B\nA. a\nB. {'b' * 150}" in said


def test_true_and_false_are_worded() -> None:
    text = QuestionText("The earth is round.")
    said = result_post(ENGLISH, QuestionKind.TRUE_FALSE, text, Outcome((0,), 1, 1)).text
    assert "Right: True" in said


def test_a_corrected_key_is_owned_up_to() -> None:
    said = result_post(ENGLISH, QuestionKind.ONE, TEXT, Outcome((1,), 1, 1), corrected=True)
    assert "Our answer key was wrong" in said.text
    assert "Our answer key was wrong" not in result(1, 1)


def test_the_prompt() -> None:
    assert "a photo of your notebook" in evening_post(ENGLISH).text
    own = evening_post(ENGLISH, "What did <you> see?", late=True).text
    assert "What did &lt;you&gt; see?" in own and "Late by our fault" in own


def test_a_question_that_was_answered_by_letters_tells_them_again() -> None:
    outcome = Outcome((0, 2), 1, 1, lettered=True)
    said = result_post(ENGLISH, QuestionKind.SEVERAL, TEXT, outcome).text
    assert "Right: A, C\nA. duty\nB. right\nC. both" in said
