"""Statistics of questions and quizzes, by Moodle's formulas.

The terms are the field's own (classical test theory). Sources: Moodle's developer documentation,
«Quiz statistics calculations» and «Quiz item analysis calculations in practise», as Moodle
computes them in ``question/classes/statistics`` and ``mod/quiz/report/statistics``.

Everything about a question follows from how often each pair of marks occurred: the mark in the
question itself, and the mark in the rest of the quiz. So answers are counted first
(:data:`Pairs`), and counts of several branches or weeks are simply added. Marks are shares of the
most that could be had, from 0 to 1.

**Answers that are missing.** In Moodle everybody answers the whole quiz. Of a daily question an
absence is missing, not wrong: the rest of the quiz is then the share of what was had in those
other questions that were answered (:func:`count_pairs`). For complete quizzes this is the mark in
the rest divided by a constant, which changes neither index nor efficiency.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import fsum, sqrt
from statistics import median
from typing import TypeVar

from msgspec import Struct

from storage.values.question_figures import QuestionStatistics
from storage.values.questions import Question, QuestionKind

K = TypeVar("K", bound=Hashable)

Pair = tuple[float, float | None]
"""The mark in a question, and the share in the rest of the quiz; None where nothing else was
answered."""

Pairs = Mapping[Pair, int]
"""How often each pair of marks occurred."""

# A variance that rounding leaves of marks that are all the same.
_NO_SPREAD = 1e-18
# Shares that differ by rounding alone are one.
_DIGITS = 9


class QuizStatistics(Struct, frozen=True):
    """How a quiz went, by the total marks of its attempts.

    ``mean``, ``median`` and ``deviation`` (standard deviation in the sample) are in marks, as is
    ``standard_error`` (of measurement). ``skewness`` and ``kurtosis`` are numbers.
    ``consistency`` is the coefficient of internal consistency (Cronbach's alpha), in per cent;
    ``error_ratio``, in per cent, is how much of the deviation is chance. ``weights`` are the
    effective weights of the questions in per cent, None for one whose marks run against the
    total. What can't be told is None.
    """

    count: int
    mean: float | None = None
    median: float | None = None
    deviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    consistency: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None
    weights: tuple[float | None, ...] = ()


def count_pairs(attempts: Iterable[Mapping[K, float]]) -> dict[K, Counter[Pair]]:
    """How often each pair of marks occurred in each question.

    An attempt holds the shares had by question, of those that were answered. All questions weigh
    the same.
    """
    found: dict[K, Counter[Pair]] = {}
    for marks in attempts:
        whole, others = fsum(marks.values()), len(marks) - 1
        # Marks are few and the same again and again: the rest is worked out once for each.
        rests: dict[float, float | None] = {}
        for question, mark in marks.items():
            if mark not in rests:
                rests[mark] = round((whole - mark) / others, _DIGITS) if others else None
            pairs = found.get(question)
            if pairs is None:
                pairs = found[question] = Counter()
            pair = mark, rests[mark]
            pairs[pair] = pairs.get(pair, 0) + 1
    return found


def question_statistics(pairs: Pairs) -> QuestionStatistics:
    """The statistics of a question from its counted answers."""
    count = sum(pairs.values())
    if count == 0:
        return QuestionStatistics(0)
    marks = _counted((mark, times) for (mark, _), times in pairs.items())
    facility = _mean(marks, count)
    deviation = _deviation(marks, facility, count)
    discrimination, efficiency = _discrimination(
        [(mark, rest, times) for (mark, rest), times in pairs.items() if rest is not None]
    )
    return QuestionStatistics(count, facility, deviation, discrimination, efficiency)


def _discrimination(
    pairs: Sequence[tuple[float, float, int]],
) -> tuple[float | None, float | None]:
    """The discrimination index and the discriminative efficiency."""
    count = sum(times for *_, times in pairs)
    if count < 2:
        return None, None
    marks = _counted((mark, times) for mark, _, times in pairs)
    rests = _counted((rest, times) for _, rest, times in pairs)
    mark_mean, rest_mean = _mean(marks, count), _mean(rests, count)
    spreads = _squares(marks, mark_mean) / count, _squares(rests, rest_mean) / count
    if min(spreads) < _NO_SPREAD:
        # All alike: nothing can go with it.
        return None, None
    covariance = fsum(
        times * (mark - mark_mean) * (rest - rest_mean) for mark, rest, times in pairs
    )
    most = fsum(
        times * (mark - mark_mean) * (rest - rest_mean)
        for mark, rest, times in _sorted_together(marks, rests)
    )
    index = 100 * covariance / count / sqrt(spreads[0] * spreads[1])
    return index, 100 * covariance / most


def _sorted_together(
    marks: Mapping[float, int], rests: Mapping[float, int]
) -> Iterable[tuple[float, float, int]]:
    """The pairs there would be if the best in the one were the best in the other too."""
    left, right = sorted(marks.items()), sorted(rests.items())
    at, to = 0, 0
    free, wanted = left[0][1], right[0][1]
    while True:
        times = min(free, wanted)
        yield left[at][0], right[to][0], times
        free, wanted = free - times, wanted - times
        if not free:
            at += 1
            if at == len(left):
                return
            free = left[at][1]
        if not wanted:
            to += 1
            wanted = right[to][1]


def quiz_statistics(attempts: Sequence[Sequence[float]]) -> QuizStatistics:
    """The statistics of a quiz from its attempts: the marks in each question, in the same order.

    A question without an answer has the mark 0. Marks may weigh differently.
    """
    count = len(attempts)
    if count == 0:
        return QuizStatistics(0)
    totals = [fsum(each) for each in attempts]
    mean = fsum(totals) / count
    middle = float(median(totals))
    if count == 1:
        return QuizStatistics(count, mean, middle)
    second, third, fourth = (fsum((each - mean) ** n for each in totals) for n in (2, 3, 4))
    variance = second / (count - 1)
    deviation = sqrt(variance)
    weights = _effective_weights(attempts, totals, mean)
    if count == 2 or variance < _NO_SPREAD:
        return QuizStatistics(count, mean, middle, deviation, weights=weights)
    skewness = count * third / ((count - 1) * (count - 2)) / variance**1.5
    consistency = _consistency(attempts, variance)
    ratio = None if consistency is None else 100 * sqrt(max(0.0, 1 - consistency / 100))
    return QuizStatistics(
        count=count,
        mean=mean,
        median=middle,
        deviation=deviation,
        skewness=skewness,
        kurtosis=_kurtosis(count, second, fourth, variance),
        consistency=consistency,
        error_ratio=ratio,
        standard_error=None if ratio is None else ratio * deviation / 100,
        weights=weights,
    )


def _kurtosis(count: int, second: float, fourth: float, variance: float) -> float | None:
    if count < 4:
        return None
    m2, m4 = second / count, fourth / count
    above = count**2 * ((count + 1) * m4 - 3 * (count - 1) * m2**2)
    return above / ((count - 1) * (count - 2) * (count - 3)) / variance**2


def _consistency(attempts: Sequence[Sequence[float]], variance: float) -> float | None:
    """The coefficient of internal consistency; it takes two questions."""
    questions = len(attempts[0])
    if questions < 2:
        return None
    of_questions = fsum(_variance([each[at] for each in attempts]) for at in range(questions))
    return 100 * questions / (questions - 1) * (1 - of_questions / variance)


def _effective_weights(
    attempts: Sequence[Sequence[float]], totals: Sequence[float], mean: float
) -> tuple[float | None, ...]:
    """How much of the spread of the totals each question makes."""
    covariances = []
    for at in range(len(attempts[0])):
        marks = [each[at] for each in attempts]
        average = fsum(marks) / len(marks)
        products = (
            (mark - average) * (total - mean) for mark, total in zip(marks, totals, strict=True)
        )
        covariances.append(fsum(products) / (len(marks) - 1))
    roots = [sqrt(each) if each >= 0 else None for each in covariances]
    whole = fsum(each for each in roots if each is not None)
    return tuple(None if each is None or not whole else 100 * each / whole for each in roots)


def _counted(given: Iterable[tuple[float, int]]) -> dict[float, int]:
    found: dict[float, int] = {}
    for value, times in given:
        if times:
            found[value] = found.get(value, 0) + times
    return found


def _mean(values: Mapping[float, int], count: int) -> float:
    return fsum(value * times for value, times in values.items()) / count


def _squares(values: Mapping[float, int], mean: float) -> float:
    return fsum(times * (value - mean) ** 2 for value, times in values.items())


def _deviation(values: Mapping[float, int], mean: float, count: int) -> float | None:
    return sqrt(_squares(values, mean) / (count - 1)) if count > 1 else None


def _variance(values: Sequence[float]) -> float:
    mean = fsum(values) / len(values)
    return fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def random_guess_score(question: Question) -> float | None:
    """The share that guessing alone gets on average, as Moodle has it: the mean worth of the
    options; of a matching question one of its partners; nothing of what is typed, unless
    everything is accepted. None where several options may be chosen: Moodle tells none there.
    """
    text = next(iter(question.texts.values()))
    match question.kind:
        case QuestionKind.TRUE_FALSE:
            return 0.5
        case QuestionKind.ONE:
            count = len(text.options)
            worth = fsum(question.weights) if question.weights else len(question.correct)
            return worth / count if count else None
        case QuestionKind.MATCHING:
            return 1 / len(set(text.partners)) if text.partners else None
        case QuestionKind.SHORT:
            return next((each.fraction for each in text.spellings if each.text == "*"), 0.0)
        case QuestionKind.NUMERICAL:
            return 0.0
    return None
