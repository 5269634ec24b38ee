"""A question of any kind in private: what is shown, what its buttons carry, what is said to it."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.marking import mark
from reports.private_questions import (
    Private,
    asked,
    asked_again,
    given_in_words,
    key_in_words,
    private,
    turned,
    verdict,
)
from reports.said import Said
from reports.splitting import visible_length
from reports.wording import words
from storage.values.given import Given, given_in
from storage.values.questions import Question, QuestionKind
from tests.reports.private_cases import (
    CARD,
    EVERY,
    MATCHING,
    NUMERICAL,
    ONE,
    SEVERAL,
    SHORT,
    TRUE_FALSE,
)
from tests.reports.private_cases import asked as question

EN = words("en")
WORD = "w" * 40


def of(one: Question, seed: str = "s") -> Private:
    return private(EN, one, seed, WORD)


def plain(html: str) -> str:
    return unescape(html.replace("<b>", "").replace("</b>", ""))


def labels(said: Said) -> list[str]:
    return [button.text for row in said.buttons for button in row]


def data(said: Said) -> list[str]:
    return [(button.data or "").removeprefix(f"{WORD}:") for row in said.buttons for button in row]


@pytest.mark.parametrize("one", EVERY, ids=lambda each: each.kind.value)
def test_what_is_inserted_is_escaped_and_buttons_fit(one: Question) -> None:
    said = asked(EN, of(one), "<b>head</b>")
    assert "<b>head</b>" in said.text
    if one is not CARD:
        assert "What &amp; &lt;why&gt;?" in said.text
    for button in [b for row in said.buttons for b in row]:
        assert len((button.data or "").encode()) <= 64


def test_options_stand_in_an_order_of_ones_own_and_buttons_carry_their_own_numbers() -> None:
    seen = set()
    for seed in "abcdefgh":
        it = of(ONE, seed)
        said = asked(EN, it, "head")
        assert it == of(ONE, seed)
        assert labels(said) == ["A", "B", "C", "D"]
        at = it.order.index(0)
        assert f"{'ABCD'[at]}. a &lt; b" in said.text
        assert data(said)[at] == "a:1"
        seen.add(it.order)
    assert len(seen) > 4


@pytest.mark.parametrize(
    "options", [("one", "two", "all of the above"), ("甲", "乙", "以上都对"), ("x", "y", "A and B")]
)
def test_what_speaks_of_the_order_keeps_it(options: tuple[str, ...]) -> None:
    it = question(QuestionKind.ONE, options=options, correct=(2,))
    assert {of(it, seed).order for seed in "abcdefgh"} == {(0, 1, 2)}
    assert {of(TRUE_FALSE, seed).order for seed in "abcdefgh"} == {(0, 1)}


def test_several_are_picked_and_submitted() -> None:
    it = of(SEVERAL)
    assert "Submit" not in labels(asked(EN, it, ""))
    said = asked(EN, it, "", Given((0, 2)))
    assert len([label for label in labels(said) if label.startswith("✓ ")]) == 2
    assert data(said)[-1] == "a:5"
    assert labels(said)[-1] == "Submit"
    # Tapping a picked one leaves it again.
    assert data(said)[it.order.index(0)] == "p:4"
    assert data(said)[it.order.index(1)] == "p:7"


def test_partners_are_sought_one_after_the_other() -> None:
    it = of(MATCHING)
    first = asked(EN, it, "head")
    assert "<b>cat</b>: which letter belongs to it? (1 of 2)" in first.text
    assert labels(first) == ["A", "B", "C"]
    assert data(first)[it.order.index(2)] == "m:2"
    second = asked(EN, it, "head", Given((2,)))
    assert "cat — moo" in second.text and "<b>dog</b>" in second.text
    assert data(second)[it.order.index(0)] == "m:20"
    assert data(second)[-1] == "m:"
    whole = asked(EN, it, "head", Given((0, 1)))
    assert "dog — bow &amp; wow" in whole.text
    assert data(whole) == ["a:01", "m:"]
    assert labels(whole) == ["Submit", "Begin anew"]


def test_typed_kinds_have_no_buttons_and_say_what_to_do() -> None:
    assert asked(EN, of(SHORT), "").text.endswith("Write your answer here and send it.")
    assert asked(EN, of(NUMERICAL), "").text.endswith("Write the number here and send it.")
    assert of(SHORT).is_typed and of(NUMERICAL).is_typed and not of(ONE).is_typed
    assert not asked(EN, of(SHORT), "").buttons


def test_a_card_is_turned_over() -> None:
    assert data(asked(EN, of(CARD), "")) == ["t:0"]
    said = turned(EN, of(CARD), "")
    assert said.text.endswith("<b>back</b>\n<b>&amp; more</b>")
    assert data(said) == ["k:0", "k:1"]


def told(one: Question, given: Given) -> str:
    return plain(verdict(EN, of(one), given, mark(one, given)))


def test_verdicts() -> None:
    assert told(ONE, Given((0,))) == "Right!\n\nSince <a>."
    at = "ABCD"[of(ONE).order.index(0)]
    assert told(ONE, Given((2,))) == f"Look again: it's {at}.\n{at}. a < b\n\nSince <a>."
    assert "A part of it is right already." in told(SEVERAL, Given((0,)))
    assert "A part of it" not in told(SEVERAL, Given((2,)))
    assert told(TRUE_FALSE, Given((0,))) == "Look again: it's B.\nB. False\n\nNo & no."
    assert told(TRUE_FALSE, Given((1,))) == "Right!\n\nYes & yes."
    assert told(SHORT, Given(text="Nanjing")) == "Look again: the answer is Beijing or 北京."
    assert told(SHORT, Given(text="peking")).endswith("A part of it is right already.")
    assert (
        told(NUMERICAL, Given(text="3")) == "Look again: the answer is 24 (23.5 to 24.5 will do)."
    )
    assert told(MATCHING, Given((0, 2))) == (
        "Look again:\ncat — miaow\ndog — bow & wow\nA part of it is right already."
    )
    assert told(CARD, Given((0,))) == "Good, you knew it."
    assert told(CARD, Given((1,))) == "No matter."


def test_what_was_answered_is_said_again() -> None:
    at = "ABCD"[of(ONE).order.index(2)]
    said = asked_again(EN, of(ONE), Given((2,)), "head")
    assert plain(said).endswith(f"Your answer: {at}") and "a &lt; b" in said
    assert given_in_words(EN, of(SHORT), Given(text="x<y")) == "x<y"
    assert "x&lt;y" in asked_again(EN, of(SHORT), Given(text="x<y"), "")
    assert given_in_words(EN, of(MATCHING), Given((2, 0))) == "cat — moo\ndog — miaow"
    assert given_in_words(EN, of(CARD), Given((1,))) == "Not sure yet"
    assert key_in_words(EN, of(CARD)) == "back\n& more"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("one", EVERY, ids=lambda each: each.kind.value)
def test_every_kind_is_said_in_both_languages(one: Question, language: str) -> None:
    said = words(language)
    it = private(said, one, "s", WORD)
    given = Given((1, 0) if one is MATCHING else (1,), "x" if it.is_typed else "")
    over = asked_again(said, it, given, "")
    for text in (asked(said, it, "").text, over, verdict(said, it, given, 0.0)):
        assert 0 < visible_length(text) < 4096
    assert key_in_words(said, it)


@given(st.lists(st.integers(0, 25), unique=True), st.text())
def test_an_answer_comes_back_from_its_column(chosen: list[int], text: str) -> None:
    assert given_in(Given(tuple(chosen)).kept(), typed=False) == Given(tuple(chosen))
    assert given_in(Given(text=text).kept(), typed=True) == Given(text=text)
