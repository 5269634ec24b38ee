"""Statistics of questions and quizzes: held against Moodle's own figures.

The marks are those of set 00 of Moodle's quiz statistics test; what is expected of them was worked
out for Moodle in a spreadsheet, apart from its program. The tolerances are Moodle's
(``stats_from_steps_walkthrough_test``): relative, 1e-5 or 1e-6 for questions, 1.5e-5 for the quiz.
"""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple

from quizzes.statistics import (
    count_pairs,
    question_statistics,
    quiz_statistics,
    random_guess_score,
)
from storage.values.question_figures import FEWEST_ANSWERS, QuestionStatistics
from storage.values.questions import Question, QuestionKind, QuestionText, Spelling

# An attempt a line: the marks in questions 1 to 7.
MARKS = """
1 1 1 1 1 0 1         | 1 1 1 1 .5 1 0   | 1 1 1 1 .5 0 1   | 0 0 1 1 1 0 0    | 1 0 1 0 0 1 .5
1 1 1 1 .5 0 .5       | 0 1 1 1 .5 1 .5  | 1 1 1 0 .5 1 .5  | 1 0 1 1 1 1 1    | 0 1 1 0 .5 1 .5
.8 0 1 1 .5 1 .5      | 1 1 1 0 .5 1 1   | 1 0 1 1 .5 1 .5  | 1 0 1 1 1 0 .5   | 0 0 1 1 0 1 1
1 0 1 0 .5 1 1        | .8 0 1 1 .5 0 1  | 1 0 1 1 0 1 .5   | 1 0 1 1 .5 0 .5  | 0 1 1 0 .5 1 0
1 1 .3333333 1 .5 0 .5 | 1 1 1 0 .5 0 .5 | 1 1 1 1 0 1 .5   | 0 0 1 0 .5 1 1   | 0 0 1 1 1 1 1
"""
ATTEMPTS = [tuple(map(float, each.split())) for each in MARKS.replace("\n", "|").split("|") if each]

# Facility, deviation, effective weight, discrimination index, discriminative efficiency.
QUESTIONS = (
    (0.704, 0.4513682901, 21.2922742344, -7.0650767526, -9.4550536967),
    (0.48, 0.5099019514, 18.8979800309, -28.8982125772, -36.7834118938),
    (0.973333332, 0.13333334, 4.443012573, -9.1230674268, -21.6545012165),
    (0.68, 0.4760952286, 18.9347251357, -22.6306444113, -31.4411395613),
    (0.52, 0.3055050463, 11.1450138688, -17.6997047674, -21.1794802584),
    (0.64, 0.4898979486, 9.8081339177, -45.3785178421, -56.9365974439),
    (0.62, 0.331662479, 15.4788602394, -5.6543166602, -6.5043742058),
)


def counted(
    attempts: list[tuple[float, ...]], question: int
) -> Counter[tuple[float, float | None]]:
    """The pairs of marks of a question."""
    return count_pairs(dict(enumerate(each)) for each in attempts)[question]


@pytest.mark.parametrize("question", range(7))
def test_a_questions_figures_are_moodles(question: int) -> None:
    facility, deviation, weight, index, efficiency = QUESTIONS[question]
    found = question_statistics(counted(ATTEMPTS, question))
    assert found.count == len(ATTEMPTS) == 25
    assert found.facility == pytest.approx(facility, rel=1e-6)
    assert found.deviation == pytest.approx(deviation, rel=1e-6)
    assert found.discrimination == pytest.approx(index, rel=1e-5)
    assert found.efficiency == pytest.approx(efficiency, rel=1e-5)
    assert quiz_statistics(ATTEMPTS).weights[question] == pytest.approx(weight, rel=1e-5)


# Those of the attempts, by number from 1, in which question 1 was drawn as a certain one, or
# question 2 came in a variant; each with its facility, deviation, index and efficiency.
DRAWN = (1, 3, 5, 6, 7, 8, 10, 13, 15, 19, 24, 25)
VARIANTS = {
    (1, 2, 6, 9, 14, 24): (0.5, 0.5477225575, -10.5999788, -14.28571429),
    (12, 13, 19, 21, 25): (0.4, 0.547722558, -57.77466679, -71.05263241),
}


def test_a_drawn_questions_figures_are_moodles() -> None:
    # It is held against the whole total, as it has no place of its own.
    chosen = [ATTEMPTS[number - 1] for number in DRAWN]
    found = question_statistics(Counter((each[0], sum(each)) for each in chosen))
    expected = (12, 0.583333333, 0.514928651, 35.803933, 39.39393939)
    assert astuple(found) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variants_figures_are_moodles(variant: tuple[int, ...]) -> None:
    found = question_statistics(counted([ATTEMPTS[number - 1] for number in variant], 1))
    assert astuple(found) == pytest.approx((len(variant), *VARIANTS[variant]), rel=1e-5)


def test_the_quizs_figures_are_moodles() -> None:
    found = quiz_statistics(ATTEMPTS)
    expected = {
        "median": 4.5,
        "mean": 4.617333332,
        "deviation": 0.8117265554,
        "skewness": -0.092502502,
        "kurtosis": -0.7073968557,
        "consistency": -87.2230935542,
        "error_ratio": 136.8294900795,
        "standard_error": 1.1106813066,
    }
    assert {name: getattr(found, name) for name in expected} == pytest.approx(expected, rel=1.5e-5)


def test_without_answers_there_are_no_figures() -> None:
    assert question_statistics({}) == QuestionStatistics(0)
    assert quiz_statistics([]).mean is None


def test_a_single_answer_tells_its_mark_and_no_more() -> None:
    found = question_statistics({(1.0, 0.5): 1})
    assert (found.facility, found.deviation, found.discrimination) == (1.0, None, None)
    assert quiz_statistics([(1.0, 0.0)]).median == 1.0


def test_who_answered_nothing_else_counts_for_the_facility_alone() -> None:
    pairs = {(1.0, 1.0): 5, (0.0, 0.0): 5}
    found = question_statistics({**pairs, (0.0, None): 10})
    assert found.facility == 0.25
    assert found.discrimination == question_statistics(pairs).discrimination
    assert found.discrimination == pytest.approx(100)


def test_an_absence_is_missing_and_not_wrong() -> None:
    attempts = [{1: 1.0, 2: 1.0, 3: 0.0}, {2: 0.5, 3: 1.0}, {3: 0.0}]
    assert count_pairs(attempts)[3] == {(0.0, 1.0): 1, (1.0, 0.5): 1, (0.0, None): 1}


def test_few_answers_are_marked_as_unsure() -> None:
    assert question_statistics({(1.0, 1.0): FEWEST_ANSWERS - 1}).unsure
    assert not question_statistics({(1.0, 1.0): FEWEST_ANSWERS}).unsure


MARK = st.sampled_from((0.0, 0.25, 1 / 3, 0.5, 1.0))
PAIRS = st.dictionaries(
    st.tuples(MARK, st.none() | st.floats(0, 1).map(lambda share: round(share, 3))),
    st.integers(1, 50),
    max_size=12,
)
QUIZ = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.tuples(*[MARK] * width), min_size=1, max_size=25)
)


def alike(one: float | None, other: float | None) -> bool:
    """Whether two figures are the same but for rounding."""
    if one is None or other is None:
        return one is other
    return one == pytest.approx(other, rel=1e-6, abs=1e-6)


@given(PAIRS)
def test_figures_keep_within_their_bounds(pairs: dict[tuple[float, float | None], int]) -> None:
    found = question_statistics(pairs)
    if found.facility is not None:
        assert -1e-9 <= found.facility <= 1 + 1e-9
    if found.discrimination is not None and found.efficiency is not None:
        assert -100.001 <= found.discrimination <= 100.001
        assert found.efficiency <= 100.001
        # The best that the marks allow is no better than a perfect line.
        assert abs(found.efficiency) >= abs(found.discrimination) - 0.001


@given(PAIRS, st.integers(2, 7))
def test_twice_the_answers_alike_say_the_same(
    pairs: dict[tuple[float, float | None], int], times: int
) -> None:
    once = question_statistics(pairs)
    more = question_statistics({pair: count * times for pair, count in pairs.items()})
    for name in ("facility", "discrimination", "efficiency"):
        assert alike(getattr(more, name), getattr(once, name))


@given(QUIZ, st.randoms(use_true_random=False))
def test_neither_order_nor_scale_of_attempts_matters(
    attempts: list[tuple[float, ...]], random: Random
) -> None:
    found = quiz_statistics(attempts)
    shuffled = quiz_statistics(random.sample(attempts, len(attempts)))
    tenfold = quiz_statistics([tuple(10 * mark for mark in each) for each in attempts])
    for name in ("skewness", "kurtosis", "consistency", "error_ratio"):
        assert alike(getattr(tenfold, name), getattr(found, name))
        assert alike(getattr(shuffled, name), getattr(found, name))
    assert tenfold.mean == pytest.approx(10 * (found.mean or 0))


@given(QUIZ)
def test_a_quizs_figures_keep_within_their_bounds(attempts: list[tuple[float, ...]]) -> None:
    found = quiz_statistics(attempts)
    if found.consistency is not None and found.error_ratio is not None:
        assert found.consistency <= 100 + 1e-6
        assert found.error_ratio >= 0
    told = [each for each in found.weights if each is not None]
    assert not told or sum(told) == pytest.approx(100)


FOUR = QuestionText("?", ("a", "b", "c", "d"))


@pytest.mark.parametrize(
    ("question", "score"),
    [
        (Question("q", QuestionKind.TRUE_FALSE, {"en": QuestionText("?")}, (0,)), 0.5),
        (Question("q", QuestionKind.ONE, {"en": FOUR}, (2,)), 0.25),
        (Question("q", QuestionKind.ONE, {"en": FOUR}, (2,), weights=(0, 0.5, 1, 0)), 0.375),
        (Question("q", QuestionKind.SEVERAL, {"en": FOUR}, (0, 2)), None),
        (
            Question(
                "q",
                QuestionKind.MATCHING,
                {"en": QuestionText("?", ("cat", "frog"), partners=("fur", "skin", "scales"))},
                (),
            ),
            1 / 3,
        ),
        (Question("q", QuestionKind.SHORT, {"en": QuestionText("?")}, ()), 0.0),
        (
            Question(
                "q",
                QuestionKind.SHORT,
                {"en": QuestionText("?", spellings=(Spelling("frog"), Spelling("*", 0.1)))},
                (),
            ),
            0.1,
        ),
        (Question("q", QuestionKind.NUMERICAL, {"en": QuestionText("?")}, ()), 0.0),
    ],
)
def test_what_guessing_gets(question: Question, score: float | None) -> None:
    assert random_guess_score(question) == score
