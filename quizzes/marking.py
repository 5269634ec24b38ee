"""Marking: what an answer is worth, from 0 (nothing right) to 1 (all right)."""

from collections.abc import Collection, Sequence

from quizzes.typed import is_spelled, read_number
from storage.values.given import Given
from storage.values.questions import Question, QuestionKind

# Thirds are written 33.333: what is missing from a whole is rounding.
_NEARLY = 0.0001


def is_right(chosen: Collection[int], correct: Collection[int]) -> bool:
    """Whether exactly the right options were chosen. Options are counted from 0."""
    return set(chosen) == set(correct)


def mark(question: Question, given: Given) -> float:
    """What an answer is worth. Of several right options, as Moodle has it: what each choice is
    worth is summed, and the sum is not below 0. Of a matching question it is the share of the
    partners that are right. A card is worth what its reader says of it."""
    match question.kind:
        case QuestionKind.SEVERAL:
            worth = mark_of_several(given.chosen, question.correct, question.weights)
        case QuestionKind.SHORT:
            worth = _mark_of_words(question, given.text)
        case QuestionKind.NUMERICAL:
            worth = _mark_of_number(question, given.text)
        case QuestionKind.MATCHING:
            worth = _mark_of_partners(question, given.chosen)
        case QuestionKind.CARD:
            worth = float(given.chosen == (0,))
        case _:
            worth = _mark_of_one(given.chosen, question.correct, question.weights)
    return 1.0 if worth > 1 - _NEARLY else max(0.0, worth)


def mark_of_several(
    chosen: Collection[int], correct: Collection[int], weights: Sequence[float] = ()
) -> float:
    """The sum of what each choice is worth, between 0 and 1. Without ``weights`` the right ones
    share equally, and a wrong one takes a right one's share away."""
    if is_right(chosen, correct):
        return 1.0
    if not weights:
        right = len(set(chosen) & set(correct))
        return max(0.0, (2 * right - len(set(chosen))) / max(1, len(set(correct))))
    summed = sum(weights[each] for each in set(chosen) if each < len(weights))
    return min(1.0, max(0.0, summed))


def _mark_of_one(
    chosen: Collection[int], correct: Collection[int], weights: Sequence[float]
) -> float:
    if is_right(chosen, correct):
        return 1.0
    if len(chosen) != 1:
        return 0.0
    (option,) = chosen
    return weights[option] if option < len(weights) else 0.0


def _mark_of_words(question: Question, typed: str) -> float:
    accepted = (each for text in question.texts.values() for each in text.spellings)
    matters = question.case_matters
    return max(
        (s.fraction for s in accepted if is_spelled(typed, s, case_matters=matters)), default=0
    )


def _mark_of_number(question: Question, typed: str) -> float:
    number = read_number(typed)
    if number is None:
        return 0.0
    return max((n.fraction for n in question.numbers if n.low <= number <= n.high), default=0)


def _mark_of_partners(question: Question, chosen: Sequence[int]) -> float:
    """In any language the same partner may stand there twice: what reads alike is alike."""
    text = next(iter(question.texts.values()))
    partners, count = text.partners, len(text.options)
    right = [
        at < len(partners) and partners[at] == partners[own]
        for own, at in enumerate(chosen[:count])
    ]
    return sum(right) / max(1, count)
