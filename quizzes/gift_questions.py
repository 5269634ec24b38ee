"""From a GIFT tree to questions that can be asked, and findings about those that can't."""

from collections.abc import Mapping

from quizzes.gift import parse_gift
from quizzes.gift_tree import (
    GiftAnswer,
    GiftBody,
    GiftChoices,
    GiftEssay,
    GiftMatching,
    GiftNumerical,
    GiftQuestion,
    GiftShort,
    GiftTrueFalse,
)
from quizzes.identity import question_key
from quizzes.readings import Reading, Sourced, doubled_option, left_out, left_out_essay, notice
from storage.values.messages import Finding, Message, Place, message
from storage.values.questions import Question, QuestionKind, QuestionText


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


def _read(question: GiftQuestion, place: Place, language: str) -> Sourced | Finding:
    body = question.body
    if not question.stem.plain:
        return notice(place, _without_words())
    if isinstance(body, GiftTrueFalse):
        return _true_false(question, body, place, language)
    if isinstance(body, GiftChoices):
        return _choices(question, body, place, language)
    return notice(place, _why_left_out(body))


def _why_left_out(body: GiftBody) -> Message:
    if isinstance(body, GiftShort):
        return left_out(QuestionKind.SHORT)
    if isinstance(body, GiftNumerical):
        return left_out(QuestionKind.NUMERICAL)
    if isinstance(body, GiftMatching):
        return left_out(QuestionKind.MATCHING)
    if isinstance(body, GiftEssay):
        return left_out_essay()
    return message("Left out: a text without answers asks nothing.")


def _without_words() -> Message:
    return message("Left out: the question or an option has no words, perhaps only a picture.")


def _true_false(
    question: GiftQuestion, body: GiftTrueFalse, place: Place, language: str
) -> Sourced:
    explanation = question.general_feedback or body.right_feedback or body.wrong_feedback
    text = QuestionText(question.stem.plain, (), explanation.plain if explanation else "")
    return _sourced(
        question,
        place,
        kind=QuestionKind.TRUE_FALSE,
        texts={language: text},
        correct=(0,) if body.is_true else (1,),
    )


def _choices(
    question: GiftQuestion, body: GiftChoices, place: Place, language: str
) -> Sourced | Finding:
    options = tuple(answer.text.plain for answer in body.answers)
    correct = right_answers(body.answers)
    if not correct:
        said = message(
            "No answer is marked as right. Put = instead of ~ before the right one, or give the "
            "right ones a weight above 0."
        )
        return Finding(place, said)
    if len(options) < 2:
        return Finding(place, message("A choice needs at least two options."))
    if not all(options):
        return notice(place, _without_words())
    said_twice = doubled_option(options)
    if said_twice is not None:
        return notice(place, said_twice)
    kind = QuestionKind.ONE if len(correct) == 1 else QuestionKind.SEVERAL
    text = QuestionText(question.stem.plain, options, _explanation(question, body, correct))
    return _sourced(question, place, kind=kind, texts={language: text}, correct=correct)


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


def _explanation(question: GiftQuestion, body: GiftChoices, correct: tuple[int, ...]) -> str:
    if question.general_feedback:
        return question.general_feedback.plain
    feedbacks = (body.answers[index].feedback for index in correct)
    return "\n".join(dict.fromkeys(feedback.plain for feedback in feedbacks if feedback))


def _sourced(
    question: GiftQuestion,
    place: Place,
    *,
    kind: QuestionKind,
    texts: Mapping[str, QuestionText],
    correct: tuple[int, ...],
) -> Sourced:
    (text,) = texts.values()
    key = question.id or question_key(text)
    tags = question.tags or _category_tag(question.category)
    return Sourced(Question(key, kind, texts, correct, tags), place)


def _category_tag(category: str | None) -> tuple[str, ...]:
    """The last part of a category's path, which is what its author calls the topic."""
    last = (category or "").rpartition("/")[2].strip()
    return (last,) if last and not last.startswith("$") else ()
