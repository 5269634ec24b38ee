"""Questions with lettered buttons: what is read out, and what the one who taps is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.lettered import ALERT_LIMIT, in_rows, lettered_post, over, picked, verdict
from reports.said import Button
from reports.wording import words
from storage.values.days import PostingId
from storage.values.questions import QuestionKind, QuestionText
from tests.reports.plain import ENGLISH

ONE, SEVERAL, TRUE_FALSE = QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.TRUE_FALSE
TEXT = QuestionText("What <comes> first?", ("duty", "right & rest", "luck"), "Duty does.")
POST = PostingId(12)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_the_post_reads_from_top_to_bottom_and_its_buttons_are_letters() -> None:
    said = lettered_post(ENGLISH, ONE, TEXT, POST)
    assert said.text == (
        "<b>Noon question</b>\nWhat &lt;comes&gt; first?\n\n"
        "A. duty\nB. right &amp; rest\nC. luck\n\n"
        "Tap a letter. Only you are told how it went."
    )
    assert said.buttons == (
        (Button("A", "quiz:0:12"), Button("B", "quiz:1:12"), Button("C", "quiz:2:12")),
    )


def test_several_are_picked_and_submitted_and_the_count_follows() -> None:
    said = lettered_post(ENGLISH, SEVERAL, TEXT, POST, answered=12)
    assert said.text.startswith("<b>Noon question (more than one)</b>")
    assert said.text.endswith("\n12 have answered.")
    assert said.buttons[-1] == (Button("Submit", "quiz:submit:12"),)


def test_true_and_false_have_letters_too() -> None:
    said = lettered_post(words("zh"), TRUE_FALSE, QuestionText("党员有权退党。"), POST)
    assert "A. 对\nB. 错" in said.text
    assert [button.text for button in said.buttons[0]] == ["A", "B"]


@pytest.mark.parametrize(
    ("count", "rows"), [(2, [2]), (4, [4]), (5, [3, 2]), (6, [3, 3]), (7, [4, 3]), (12, [4, 4, 4])]
)
def test_the_buttons_are_big_and_their_rows_even(count: int, rows: list[int]) -> None:
    buttons = [Button(str(number), data="d") for number in range(count)]
    found = in_rows(buttons)
    assert [len(row) for row in found] == rows
    assert [button for row in found for button in row] == buttons


def test_the_verdict_says_why() -> None:
    assert verdict(ENGLISH, ONE, TEXT, (0,), right=True) == "Right!\nDuty does."
    assert verdict(ENGLISH, ONE, TEXT, (1,), right=False) == (
        "Look again: it's B, right & rest\nDuty does."
    )
    assert verdict(ENGLISH, SEVERAL, TEXT, (2, 0), right=False) == (
        "Look again: it's A, C.\nDuty does."
    )
    assert verdict(ENGLISH, TRUE_FALSE, QuestionText("Water is wet."), (0,), right=False) == (
        "Look again: it's A, True"
    )


def test_a_later_choice_is_told_kindly_that_the_first_one_counts() -> None:
    said = verdict(ENGLISH, ONE, TEXT, (0,), right=True, first=(1,))
    assert said.splitlines() == [
        "Right!",
        "Your change is noted; your first choice, B, is the one that counts.",
        "Duty does.",
    ]


def test_what_does_not_fit_gives_way_the_explanation_first() -> None:
    long = QuestionText("?", ("a" * 59, "b"), "why " * 60)
    said = verdict(ENGLISH, ONE, long, (0,), right=False)
    assert said == (
        f"Look again: it's A, {'a' * 59}\n"
        "The explanation is long: it comes tonight with the result."
    )
    said = verdict(ENGLISH, ONE, long, (0,), right=False, first=(1,))
    assert said.startswith("Look again: it's A.\nYour change") and "tonight" in said


@given(
    st.lists(st.text(max_size=300), min_size=12, max_size=12),
    st.text(max_size=400),
    st.sets(st.integers(0, 11), min_size=1),
    st.sets(st.integers(0, 11), min_size=1),
    st.booleans(),
    st.sampled_from(["zh", "en"]),
)
def test_whatever_is_asked_the_alert_fits(
    options: list[str], why: str, correct: set[int], first: set[int], right: bool, language: str
) -> None:
    text = QuestionText("?", tuple(options), why)
    kind = ONE if len(correct) == 1 else SEVERAL
    said = verdict(words(language), kind, text, correct, right=right, first=tuple(first))
    assert 0 < _length(said) <= ALERT_LIMIT
    for each in (
        picked(words(language), tuple(first)),
        over(words(language), tuple(first), can_catch_up=True),
        over(words(language), None, can_catch_up=True),
    ):
        assert _length(each) <= ALERT_LIMIT


def test_what_is_picked_is_told_in_the_order_of_the_letters() -> None:
    assert picked(ENGLISH, (2, 0)) == "Chosen: A, C. Tap Submit when done."
    assert picked(words("zh"), (0, 2)) == "已选 A、C，没别的了就点“选好了”。"
    assert "Nothing is chosen now" in picked(ENGLISH, ())


def test_when_it_is_over_what_was_answered_stands_and_the_rest_can_be_caught_up() -> None:
    assert "Your answer is kept: B." in over(ENGLISH, (1,), can_catch_up=True)
    assert "/today" in over(ENGLISH, None, can_catch_up=True)
    assert "/today" not in over(ENGLISH, None, can_catch_up=False)
