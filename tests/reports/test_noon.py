"""Any question that can be asked becomes a poll that Telegram takes, and nothing of it is lost."""

from collections.abc import Sequence
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.asking import can_be_asked
from reports.noon import QuizPost, is_lettered, options_of, quiz
from storage.values.questions import QuestionKind, QuestionText
from tests.reports.plain import ENGLISH

ONE, SEVERAL, TRUE_FALSE = QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.TRUE_FALSE
NOT_BLANK = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029")


def length(text: str) -> int:
    """As Telegram counts at the most: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def texts(longest: int) -> st.SearchStrategy[str]:
    return st.text(NOT_BLANK | st.sampled_from("\n <&🌹"), min_size=1, max_size=longest)


@st.composite
def questions(draw: st.DrawFn) -> tuple[QuestionKind, QuestionText, tuple[int, ...], bool]:
    kind = draw(st.sampled_from([ONE, SEVERAL, TRUE_FALSE]))
    stem = draw(texts(20) | texts(700))
    explanation = draw(st.just("") | texts(20) | texts(500))
    late = draw(st.booleans())
    if kind is TRUE_FALSE:
        correct: tuple[int, ...] = (draw(st.integers(0, 1)),)
        return kind, QuestionText(stem, (), explanation), correct, late
    options = draw(st.lists(texts(6) | texts(250), min_size=2, max_size=12))
    most = 1 if kind is ONE else len(options)
    indexes = st.integers(0, len(options) - 1)
    correct = tuple(sorted(draw(st.sets(indexes, min_size=1, max_size=most))))
    return kind, QuestionText(stem, tuple(options), explanation), correct, late


def check_limits(post: QuizPost) -> None:
    assert 1 <= length(post.question) <= 300 and post.question.strip()
    assert 2 <= len(post.options) <= 12
    assert len(set(post.options)) == len(post.options)
    assert all(1 <= length(option) <= 100 for option in post.options)
    assert post.correct and list(post.correct) == sorted(set(post.correct))
    assert post.correct[-1] < len(post.options)
    assert post.explanation is None or 1 <= length(post.explanation) <= 200
    assert post.explanation is None or post.explanation.count("\n") <= 2
    assert post.description is None or length(post.description) <= 1024


@given(questions())
def test_any_question_fits_and_nothing_is_lost(
    question: tuple[QuestionKind, QuestionText, tuple[int, ...], bool],
) -> None:
    kind, text, correct, late = question
    assert can_be_asked(kind, text, correct)
    post = quiz(ENGLISH, kind, text, correct, late)
    check_limits(post)
    assert post.correct == correct
    preface = unescape(post.preface.text) if post.preface else ""
    assert text.stem.strip() in post.question or text.stem in preface
    options = options_of(ENGLISH, kind, text)
    if is_lettered(ENGLISH, kind, text):
        assert all(f"{'ABCDEFGHIJKL'[n]}. {each}" in preface for n, each in enumerate(options))
        assert post.options == tuple("ABCDEFGHIJKL"[: len(options)])
        assert not post.shuffle
    else:
        assert post.options == tuple(each.strip() for each in options)
    apology = "Late by our fault"
    assert (apology in (post.description or "") or apology in preface) == late


def ask(stem: str, options: Sequence[str], explanation: str = "", late: bool = False) -> QuizPost:
    return quiz(ENGLISH, ONE, QuestionText(stem, tuple(options), explanation), (0,), late)


def test_a_question_that_fits_is_asked_as_it_is() -> None:
    post = ask("What comes first?", ["duty", "right"], "Article 3")
    assert post == QuizPost(
        "What comes first?", ("duty", "right"), (0,), False, True, explanation="Article 3"
    )


def test_several_right_options_are_announced() -> None:
    text = QuestionText("Which?", ("a", "b", "c"))
    post = quiz(ENGLISH, SEVERAL, text, (0, 2))
    assert post.question == "Which? (more than one)"
    assert post.several and post.correct == (0, 2)


def test_true_and_false_are_worded_and_keep_their_order() -> None:
    post = quiz(ENGLISH, TRUE_FALSE, QuestionText("The earth is round."), (0,))
    assert post.options == ("True", "False") and not post.shuffle


@pytest.mark.parametrize(("size", "preface"), [(300, False), (301, True)])
def test_the_stem_at_its_limit(size: int, preface: bool) -> None:
    assert (ask("字" * size, ["a", "b"]).preface is not None) == preface


@pytest.mark.parametrize(("size", "preface"), [(100, False), (101, True)])
def test_an_option_at_its_limit(size: int, preface: bool) -> None:
    post = ask("stem", ["a", "字" * size])
    assert (post.preface is not None) == preface
    assert post.question == "stem"


@pytest.mark.parametrize(
    "options", [("same", " same "), ("a", "\u200b"), ("a", "\u3164"), ("a", "b\nc")]
)
def test_options_that_cannot_stand_side_by_side_get_letters(options: tuple[str, ...]) -> None:
    assert ask("stem", options).options == ("A", "B")


@pytest.mark.parametrize(
    ("explanation", "shown"),
    [
        ("", None),
        ("  ", None),
        ("a\nb\nc", "a\nb\nc"),
        ("a\nb\nc\nd", "a b c d"),
        ("字" * 200, "字" * 200),
        ("字" * 201, "The explanation is long: it comes tonight with the result."),
    ],
)
def test_the_explanation(explanation: str, shown: str | None) -> None:
    assert ask("stem", ["a", "b"], explanation).explanation == shown


@pytest.mark.parametrize(
    "option", ["以上都对", "上述各项", "A和B", "All of the above", "none of these", "Both A and B"]
)
def test_options_that_speak_of_the_others_are_not_shuffled(option: str) -> None:
    assert not ask("stem", ["one", "two", option]).shuffle


def test_an_apology_stands_above_the_question() -> None:
    assert "Late by our fault" in (ask("stem", ["a", "b"], late=True).description or "")
    long = ask("stem" * 100, ["a", "b"], late=True)
    assert long.description is None and long.preface is not None
    assert "Late by our fault" in long.preface.text


@pytest.mark.parametrize(
    ("kind", "options", "correct", "can"),
    [
        (ONE, ("a", "b"), (0,), True),
        (ONE, ("a",), (0,), False),
        (ONE, ("a", "b"), (), False),
        (ONE, ("a", "b"), (2,), False),
        (SEVERAL, tuple("abcdefghijkl"), (0, 11), True),
        (SEVERAL, tuple("abcdefghijklm"), (0,), False),
        (TRUE_FALSE, (), (1,), True),
        (TRUE_FALSE, (), (0, 1), False),
        (QuestionKind.SHORT, (), (0,), False),
    ],
)
def test_what_can_be_asked(
    kind: QuestionKind, options: tuple[str, ...], correct: tuple[int, ...], can: bool
) -> None:
    assert can_be_asked(kind, QuestionText("stem", options), correct) == can
