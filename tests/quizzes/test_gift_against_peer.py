"""Our reading of GIFT agrees with another parser's, on the files that test that parser."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from quizzes.gift import parse_gift
from quizzes.gift_tree import (
    GiftAnswer,
    GiftChoices,
    GiftDescription,
    GiftEssay,
    GiftMatching,
    GiftNumber,
    GiftNumerical,
    GiftNumericalAnswer,
    GiftQuestion,
    GiftRange,
    GiftShort,
    GiftText,
    GiftTrueFalse,
)

DATA = Path(__file__).parent.parent / "data" / "gift"
TYPES = {
    GiftChoices: "MC",
    GiftDescription: "Description",
    GiftEssay: "Essay",
    GiftMatching: "Matching",
    GiftNumerical: "Numerical",
    GiftShort: "Short",
    GiftTrueFalse: "TF",
}


def words(text: str) -> str:
    """A text without what may differ: the length of a blank and the spaces about it."""
    return re.sub(r"\s*_{4,5}\s*", "____", text)


def as_text(text: GiftText | None) -> dict[str, str] | None:
    return {"format": text.format.value, "text": words(text.text)} if text else None


def as_answer(answer: GiftAnswer) -> dict[str, Any]:
    return {
        "isCorrect": answer.is_marked_right,
        "weight": answer.weight,
        "text": as_text(answer.text),
        "feedback": as_text(answer.feedback),
    }


def as_number(number: GiftNumber | GiftRange | None) -> dict[str, Any]:
    if isinstance(number, GiftNumber):
        return {"type": "range", "number": number.value, "range": number.tolerance}
    if number is not None:
        return {"type": "high-low", "numberHigh": number.high, "numberLow": number.low}
    return {"format": "moodle", "text": "*"}


def as_numerical(answers: tuple[GiftNumericalAnswer, ...]) -> list[dict[str, Any]]:
    return [
        {
            "isCorrect": answer.is_marked_right,
            "weight": answer.weight,
            "text": as_number(answer.expected),
            "feedback": as_text(answer.feedback),
        }
        for answer in answers
    ]


def of_body(question: GiftQuestion) -> dict[str, Any]:
    body = question.body
    if isinstance(body, GiftChoices | GiftShort):
        return {"choices": [as_answer(answer) for answer in body.answers]}
    if isinstance(body, GiftNumerical):
        return {"choices": as_numerical(body.answers)}
    if isinstance(body, GiftMatching):
        pairs = [{"subquestion": as_text(p.left), "subanswer": p.right} for p in body.pairs]
        return {"matchPairs": pairs}
    if isinstance(body, GiftTrueFalse):
        # The peer calls the first feedback the one for "true", whichever is right; Moodle, and
        # we, take the first for those who answered wrong. The order is what can be compared.
        return {
            "isTrue": body.is_true,
            "trueFeedback": as_text(body.wrong_feedback),
            "falseFeedback": as_text(body.right_feedback),
        }
    return {}


def as_peer(question: GiftQuestion) -> dict[str, Any]:
    told = {
        "type": TYPES[type(question.body)],
        "title": question.title,
        "id": question.id,
        "tags": list(question.tags) or None,
        "stem": as_text(question.stem),
        "hasEmbeddedAnswers": question.has_blank,
        **of_body(question),
    }
    if not isinstance(question.body, GiftDescription):
        told["globalFeedback"] = as_text(question.general_feedback)
    return told


def expected(question: dict[str, Any]) -> dict[str, Any]:
    """The peer's words, its shorthand for a single number written out."""
    told = dict(question)
    told["stem"] = {**told["stem"], "text": words(told["stem"]["text"])}
    choices = told.get("choices")
    if isinstance(choices, dict):
        if choices["type"] == "simple":
            choices = {"type": "range", "number": choices["number"], "range": 0}
        told["choices"] = [{"isCorrect": True, "weight": None, "text": choices, "feedback": None}]
    return told


@pytest.mark.parametrize("path", sorted(DATA.glob("*.gift")), ids=lambda path: path.stem)
def test_agrees_with_peer(path: Path) -> None:
    tree = parse_gift(path.read_text("utf-8"))
    peer = json.loads(path.with_suffix(".json").read_text("utf-8"), parse_float=Decimal)
    assert tree.faults == ()
    assert [as_peer(question) for question in tree.questions] == [
        expected(question) for question in peer if question["type"] != "Category"
    ]


def test_the_peers_files_are_there() -> None:
    assert len(list(DATA.glob("*.gift"))) == len(list(DATA.glob("*.json"))) == 34
