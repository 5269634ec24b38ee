"""Marking: exactly the right options, and what an answer of each kind is worth."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.marking import is_right, mark, mark_of_several
from storage.values.given import Given
from storage.values.questions import (
    AcceptedNumber,
    Question,
    QuestionKind,
    QuestionText,
    Spelling,
)

CHOICES = st.sets(st.integers(0, 5))


def asked(
    kind: QuestionKind,
    correct: tuple[int, ...] = (),
    weights: tuple[float, ...] = (),
    **text: object,
) -> Question:
    return Question("q", kind, {"en": QuestionText("stem", **text)}, correct, weights=weights)  # type: ignore[arg-type]


@given(CHOICES, CHOICES)
def test_right_is_exactly_the_right_ones(chosen: set[int], correct: set[int]) -> None:
    assert is_right(sorted(chosen), tuple(correct)) is (chosen == correct)


def test_half_right_is_not_right() -> None:
    assert not is_right((0,), (0, 1))
    assert not is_right((0, 1, 2), (0, 1))


@given(CHOICES, CHOICES.filter(bool))
def test_several_are_summed_and_never_below_nothing(chosen: set[int], correct: set[int]) -> None:
    worth = mark_of_several(chosen, correct)
    assert 0 <= worth <= 1
    assert (worth == 1) == (chosen == correct)
    wrong = len(chosen - correct)
    assert worth == max(0, (len(chosen & correct) - wrong) / len(correct)) or chosen == correct


@pytest.mark.parametrize(
    ("chosen", "worth"),
    [((0, 1), 1), ((0,), 0.5), ((0, 2), 0), ((0, 1, 2), 0), ((), 0), ((2,), 0), ((0, 1, 3), 0.75)],
)
def test_weights_are_summed_as_moodle_does(chosen: tuple[int, ...], worth: float) -> None:
    question = asked(QuestionKind.SEVERAL, (0, 1), (0.5, 0.5, -1.0, -0.25))
    assert mark(question, Given(chosen)) == worth


def test_thirds_make_a_whole() -> None:
    question = asked(QuestionKind.SEVERAL, (0, 1, 2, 3), (0.33333, 0.33333, 0.33333, 0.0))
    assert mark(question, Given((0, 1, 2))) == 1


def test_one_of_several_may_be_worth_a_part() -> None:
    question = asked(QuestionKind.ONE, (0,), (1.0, 0.5, -0.5))
    assert [mark(question, Given((each,))) for each in (0, 1, 2)] == [1, 0.5, 0]
    assert mark(asked(QuestionKind.TRUE_FALSE, (1,)), Given((1,))) == 1
    assert mark(asked(QuestionKind.TRUE_FALSE, (1,)), Given((0,))) == 0


@pytest.mark.parametrize(
    ("typed", "worth"),
    [
        ("北京", 1),
        (" 北 京。", 1),
        ("Ｂｅｉｊｉｎｇ", 1),
        ("BEIJING", 1),
        ("Peking", 0.5),
        ("the capital, Beijing", 0),
        ("北京 市", 1),
        ("", 0),
    ],
)
def test_accepted_spellings(typed: str, worth: float) -> None:
    accepted = (Spelling("北京"), Spelling("beijing"), Spelling("Peking", 0.5), Spelling("北京市"))
    question = asked(QuestionKind.SHORT, spellings=accepted)
    assert mark(question, Given(text=typed)) == worth


def test_capitals_count_where_they_matter() -> None:
    text = {"en": QuestionText("stem", spellings=(Spelling("pH"),))}
    question = Question("q", QuestionKind.SHORT, text, (), case_matters=True)
    assert [mark(question, Given(text=each)) for each in ("pH", "ph", "ｐＨ")] == [1, 0, 1]


@pytest.mark.parametrize(
    ("typed", "worth"),
    [("24", 1), ("24小时", 1), ("２４", 1), ("23.5", 1), ("23.4", 0.5), ("30", 0), ("many", 0)],
)
def test_numbers_between_their_bounds(typed: str, worth: float) -> None:
    numbers = (
        AcceptedNumber(Decimal("23.5"), Decimal("24.5"), Decimal(24)),
        AcceptedNumber(Decimal(20), Decimal(28), fraction=0.5),
    )
    question = Question(
        "q", QuestionKind.NUMERICAL, {"en": QuestionText("stem")}, (), numbers=numbers
    )
    assert mark(question, Given(text=typed)) == worth


def test_partners_are_worth_their_share_and_what_reads_alike_is_alike() -> None:
    options, partners = ("one", "two", "three"), ("odd", "even", "odd", "neither")
    question = asked(QuestionKind.MATCHING, options=options, partners=partners)
    assert mark(question, Given((0, 1, 2))) == 1
    assert mark(question, Given((2, 1, 0))) == 1
    assert mark(question, Given((0, 0, 0))) == pytest.approx(2 / 3)
    assert mark(question, Given((3, 3, 9))) == 0
    assert mark(question, Given(())) == 0


def test_a_card_is_worth_what_its_reader_says() -> None:
    question = asked(QuestionKind.CARD, back="the back")
    assert [mark(question, Given((each,))) for each in (0, 1)] == [1, 0]
