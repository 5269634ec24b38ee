"""From a GIFT tree to questions that can be asked, and findings about those that can't."""

from collections.abc import Sequence

from msgspec.structs import replace

from quizzes.building import Choice, Made, Maker, fraction_of, number_around
from quizzes.gift import parse_gift
from quizzes.gift_tree import (
    GiftAnswer,
    GiftBody,
    GiftChoices,
    GiftCloze,
    GiftEssay,
    GiftMatching,
    GiftNumerical,
    GiftNumericalAnswer,
    GiftQuestion,
    GiftRange,
    GiftShort,
    GiftText,
    GiftTrueFalse,
)
from quizzes.readings import (
    Reading,
    Sourced,
    left_out_cloze,
    left_out_description,
    left_out_essay,
    left_out_wordless,
    notice,
)
from storage.values.messages import Finding, Place, message
from storage.values.questions import AcceptedNumber, Spelling


def read_gift(text: str, file: str, language: str) -> Reading:
    """The questions of a GIFT file, all in ``language``; ``file`` is its name in findings."""
    tree = parse_gift(text)
    findings = [Finding(Place(file, fault.line), fault.said) for fault in tree.faults]
    sourced: list[Sourced] = []
    for question in tree.questions:
        read = _read(question, Place(file, question.line), language)
        if isinstance(read, Finding):
            findings.append(read)
        else:
            sourced.append(read)
    findings.sort(key=lambda finding: finding.place.line or 0)
    return Reading(tuple(sourced), tuple(findings))


def _read(question: GiftQuestion, place: Place, language: str) -> Made:
    stem = question.stem.plain
    if not stem:
        return notice(place, left_out_wordless())
    maker = Maker(
        place,
        language,
        stem,
        _plain(question.general_feedback),
        question.tags or _category_tag(question.category),
        question.id or "",
    )
    return _made(maker, question.body)


def _made(maker: Maker, body: GiftBody) -> Made:
    match body:
        case GiftTrueFalse():
            made = _true_false(maker, body)
        case GiftChoices():
            made = _choices(maker, body)
        case GiftShort():
            accepted = [Spelling(a.text.plain, _fraction(a, right=True)) for a in body.answers]
            made = maker.short(accepted, [_plain(answer.feedback) for answer in body.answers])
        case GiftNumerical():
            made = _numerical(maker, body)
        case GiftMatching():
            made = maker.matching([(pair.left.plain, pair.right) for pair in body.pairs])
        case GiftEssay():
            made = maker.left_out(left_out_essay())
        case GiftCloze():
            made = maker.left_out(left_out_cloze())
        case _:
            made = maker.left_out(left_out_description())
    return made


def _true_false(maker: Maker, body: GiftTrueFalse) -> Made:
    right, wrong = _plain(body.right_feedback), _plain(body.wrong_feedback)
    maker = replace(maker, explanation=maker.explanation or right or wrong)
    return maker.true_false(body.is_true, [right, wrong] if body.is_true else [wrong, right])


def _choices(maker: Maker, body: GiftChoices) -> Made:
    correct = right_answers(body.answers)
    if not correct:
        said = message(
            "No answer is marked as right. Put = instead of ~ before the right one, or give the "
            "right ones a weight above 0."
        )
        return Finding(maker.place, said)
    if not maker.explanation:
        maker = replace(maker, explanation=_said_to([body.answers[at] for at in correct]))
    is_weighted = any(answer.weight is not None for answer in body.answers)
    choices = [
        Choice(
            answer.text.plain,
            at in correct,
            _fraction(answer, right=answer.is_marked_right) if is_weighted else None,
            _plain(answer.feedback),
        )
        for at, answer in enumerate(body.answers)
    ]
    return maker.choice(choices, several=len(correct) > 1)


def right_answers(answers: tuple[GiftAnswer, ...]) -> tuple[int, ...]:
    """The indexes of the right ones: those marked ``=``; where none is, those that earn marks.

    With one ``=`` beside partial weights the ``=`` alone is right: half right is not right.
    """
    marked = tuple(
        index
        for index, answer in enumerate(answers)
        if answer.is_marked_right and (answer.weight is None or answer.weight > 0)
    )
    if marked:
        return marked
    return tuple(
        index for index, answer in enumerate(answers) if answer.weight and answer.weight > 0
    )


def _numerical(maker: Maker, body: GiftNumerical) -> Made:
    accepted, feedback = [], []
    for answer in body.answers:
        number = _accepted(answer)
        if number is not None:
            accepted.append(number)
            feedback.append(_plain(answer.feedback))
    return maker.numerical(accepted, feedback)


def _accepted(answer: GiftNumericalAnswer) -> AcceptedNumber | None:
    expected, fraction = answer.expected, _fraction(answer, right=answer.is_marked_right)
    if expected is None:
        return None
    if isinstance(expected, GiftRange):
        low, high = sorted((expected.low, expected.high))
        return AcceptedNumber(low, high, fraction=fraction)
    return number_around(expected.value, expected.tolerance, fraction)


def _fraction(answer: GiftAnswer | GiftNumericalAnswer, *, right: bool) -> float:
    return float(right) if answer.weight is None else fraction_of(answer.weight)


def _said_to(answers: Sequence[GiftAnswer]) -> str:
    said = (_plain(answer.feedback) for answer in answers)
    return "\n".join(dict.fromkeys(each for each in said if each))


def _plain(text: GiftText | None) -> str:
    return text.plain if text else ""


def _category_tag(category: str | None) -> tuple[str, ...]:
    """The last part of a category's path, which is what its author calls the topic."""
    last = (category or "").rpartition("/")[2].strip()
    return (last,) if last and not last.startswith("$") else ()
