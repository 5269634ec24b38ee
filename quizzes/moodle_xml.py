"""Moodle XML: the questions of a ``<quiz>``, with their weights, feedback, tags and categories."""

from collections.abc import Callable, Iterator, Mapping

from quizzes.building import Choice, Made, Maker, decimal_in, fraction_of, number_around
from quizzes.markup import from_html, has_picture
from quizzes.readings import (
    Reading,
    Sourced,
    left_out_cloze,
    left_out_description,
    left_out_essay,
    left_out_other,
    left_out_wordless,
    notice,
    picture_missing,
)
from quizzes.xml_tree import Node, parse_xml
from storage.values.messages import Finding, Message, Place
from storage.values.questions import AcceptedNumber, Spelling


def read_moodle_xml(data: bytes, file: str, language: str) -> Reading:
    """The questions of a file. Raises :class:`BadInput` if it is no XML."""
    sourced: list[Sourced] = []
    findings: list[Finding] = []
    for read in _read(parse_xml(data), file, language):
        if isinstance(read, Finding):
            findings.append(read)
        else:
            sourced.append(read)
    return Reading(tuple(sourced), tuple(findings))


def _read(root: Node, file: str, language: str) -> Iterator[Made]:
    topic: tuple[str, ...] = ()
    for node in root.all("question"):
        kind = node.get("type").lower()
        if kind == "category":
            topic = _topic(node.inner("category", "text"))
            continue
        place = Place(file, node.line)
        if kind in _LEFT_OUT:
            yield notice(place, _LEFT_OUT[kind]())
            continue
        maker = _maker(node, place, language, topic)
        make = _KINDS.get(kind)
        if not maker.stem:
            yield notice(place, left_out_wordless())
        elif make is None:
            yield notice(place, left_out_other(kind))
        else:
            made = make(node, maker)
            yield made
            if isinstance(made, Sourced) and has_picture(node.inner("questiontext", "text")):
                yield notice(place, picture_missing())


def _maker(node: Node, place: Place, language: str, topic: tuple[str, ...]) -> Maker:
    tags = node.child("tags")
    said = [tag.inner("text") for tag in tags.children] if tags else []
    return Maker(
        place,
        language,
        _said(node, "questiontext"),
        _said(node, "generalfeedback"),
        tuple(dict.fromkeys(each for each in said if each)) or topic,
        node.inner("idnumber"),
    )


def _multiple_choice(node: Node, maker: Maker) -> Made:
    answers = _answers(node)
    several = node.inner("single").lower() in ("false", "0")
    fractions = [_fraction(each) for each in answers]
    best = max(fractions, default=0)
    choices = [
        Choice(_words(each), f > 0 and (several or f == best), f, _said(each, "feedback"))
        for each, f in zip(answers, fractions, strict=True)
    ]
    return maker.choice(choices, several=several)


def _true_false(node: Node, maker: Maker) -> Made:
    feedback = {each.inner("text").lower(): _said(each, "feedback") for each in _answers(node)}
    right = [each.inner("text").lower() for each in _answers(node) if _fraction(each) > 0]
    return maker.true_false(
        right == ["true"], [feedback.get("true", ""), feedback.get("false", "")]
    )


def _short(node: Node, maker: Maker) -> Made:
    answers = _answers(node)
    accepted = [Spelling(each.inner("text"), _fraction(each)) for each in answers]
    case = node.inner("usecase") == "1"
    return maker.short(accepted, [_said(each, "feedback") for each in answers], case=case)


def _numerical(node: Node, maker: Maker) -> Made:
    accepted: list[AcceptedNumber] = []
    feedback = []
    for each in _answers(node):
        value, tolerance = (
            decimal_in(each.inner("text")),
            decimal_in(each.inner("tolerance") or "0"),
        )
        if value is not None and tolerance is not None:
            accepted.append(number_around(value, tolerance, _fraction(each)))
            feedback.append(_said(each, "feedback"))
    return maker.numerical(accepted, feedback)


def _matching(node: Node, maker: Maker) -> Made:
    pairs = [
        (from_html(each.inner("text")), from_html(each.inner("answer", "text")))
        for each in node.children
        if each.name == "subquestion"
    ]
    return maker.matching([(left, right) for left, right in pairs if right])


_KINDS: Mapping[str, Callable[[Node, Maker], Made]] = {
    "multichoice": _multiple_choice,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
}
_LEFT_OUT: Mapping[str, Callable[[], Message]] = {
    "essay": left_out_essay,
    "cloze": left_out_cloze,
    "multianswer": left_out_cloze,
    "description": left_out_description,
}


def _answers(node: Node) -> list[Node]:
    return [each for each in node.children if each.name == "answer"]


def _words(answer: Node) -> str:
    return from_html(answer.inner("text"))


def _said(node: Node, name: str) -> str:
    return from_html(node.inner(name, "text"))


def _fraction(answer: Node) -> float:
    worth = decimal_in(answer.get("fraction") or "0")
    return fraction_of(worth) if worth is not None else 0.0


def _topic(path: str) -> tuple[str, ...]:
    """The last part of a category's path, which is what its author calls the topic."""
    last = path.rpartition("/")[2].strip()
    return (last,) if last and not last.startswith("$") else ()
