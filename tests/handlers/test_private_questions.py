"""What the buttons of a question in private mean, and what was typed; forged ones are refused."""

import pytest

from handlers.private_questions import Step, step_of, typed_in
from reports.private_questions import Private, private
from reports.wording import words
from storage.values.given import Given
from storage.values.messages import Refused
from storage.values.questions import Question
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


def of(one: Question) -> Private:
    return private(words("en"), one, "s", "w")


def done(*chosen: int) -> Step:
    return Step(Given(chosen), is_complete=True)


def half(*chosen: int) -> Step:
    return Step(Given(chosen), is_complete=False)


@pytest.mark.parametrize(
    ("one", "parts", "step"),
    [
        (ONE, "a:1", done(0)),
        (ONE, "a:8", done(3)),
        (TRUE_FALSE, "a:2", done(1)),
        (SEVERAL, "p:5", half(0, 2)),
        (SEVERAL, "p:0", half()),
        (SEVERAL, "a:5", done(0, 2)),
        (MATCHING, "m:", half()),
        (MATCHING, "m:2", half(2)),
        (MATCHING, "m:00", half(0, 0)),
        (MATCHING, "a:01", done(0, 1)),
        (CARD, "k:0", done(0)),
        (CARD, "k:1", done(1)),
        (CARD, "t:0", Step(Given(), is_complete=False, is_turned=True)),
    ],
)
def test_buttons(one: Question, parts: str, step: Step) -> None:
    assert step_of(of(one), parts.split(":")) == step


@pytest.mark.parametrize("one", EVERY, ids=lambda each: each.kind.value)
@pytest.mark.parametrize(
    "parts",
    [
        *("", "a", "a:", "a:0", "a:16", "a:x", "a:-1", "a:1:1", "a:0٣", "a:3333"),
        *("p:99", "m:9", "m:012", "m:é", "k:2", "t:1", "z:1", "a:99999999999999999999"),
    ],
)
def test_what_no_button_carries_is_refused(one: Question, parts: str) -> None:
    with pytest.raises(Refused):
        step_of(of(one), parts.split(":"))


@pytest.mark.parametrize(("one", "parts"), [(ONE, "a:3"), (ONE, "p:1"), (SEVERAL, "m:1")])
def test_what_another_kinds_button_carries_is_refused(one: Question, parts: str) -> None:
    with pytest.raises(Refused):
        step_of(of(one), parts.split(":"))


def test_what_was_typed() -> None:
    assert typed_in(of(SHORT), "  Beijing \n") == Given(text="Beijing")
    assert typed_in(of(NUMERICAL), "24小时") == Given(text="24小时")
    assert len(typed_in(of(SHORT), "x" * 4096).text) == 400
    for one, text in ((SHORT, " "), (NUMERICAL, "many"), (NUMERICAL, "1 or 2"), (NUMERICAL, "")):
        with pytest.raises(Refused):
            typed_in(of(one), text)
