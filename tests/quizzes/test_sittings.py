"""What a sitting comes to, how long it lasts, and which question comes next."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizzes.sittings import Score, best, ends_at, may_begin_another, next_place

NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)


def test_what_is_shown_reaches_the_pass_mark_when_the_score_does() -> None:
    assert Score((1.0, 1.0, 0.0)).percent == 66
    assert not Score((1.0, 1.0, 0.0)).passes(67)
    assert Score((1 / 3, 1 / 3, 1 / 3, 1.0, 1.0)).passes(60)
    assert Score((0.1,) * 10).percent == 10
    assert Score(()).percent == 0 and Score(()).passes(0)


@given(st.lists(st.sampled_from([0.0, 1 / 3, 0.5, 2 / 3, 1.0]), min_size=1), st.integers(0, 100))
def test_nobody_is_shown_enough_and_fails(marks: list[float], wanted: int) -> None:
    score = Score(tuple(marks))
    assert score.passes(wanted) == (score.percent >= wanted)
    assert 0 <= score.percent <= 100


def test_the_time_never_goes_beyond_the_window() -> None:
    closes = NOON + timedelta(hours=1)
    assert ends_at(NOON, 15, closes) == NOON + timedelta(minutes=15)
    assert ends_at(NOON, 90, closes) == closes
    assert ends_at(NOON, None, closes) == closes


def test_how_often() -> None:
    assert may_begin_another(0, 1) and not may_begin_another(1, 1)
    assert may_begin_another(99, 0)


def test_skipped_questions_come_again_at_the_end() -> None:
    assert next_place([False, False, False], 0) == 1
    assert next_place([False, True, False], 0) == 2
    assert next_place([False, True, True], 2) == 0
    assert next_place([True, False, True], 1) == 1
    assert next_place([True, True], 1) is None
    assert next_place([], 0) is None


@given(st.lists(st.booleans(), min_size=1), st.data())
def test_going_on_comes_by_every_open_question(answered: list[bool], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(answered) - 1))
    seen = []
    for _ in answered:
        following = next_place(answered, place)
        if following is None:
            break
        seen.append(following)
        place = following
    assert set(seen) == {n for n, each in enumerate(answered) if not each}


def test_the_best_counts_and_of_equals_the_first() -> None:
    poor, good = Score((0.0, 1.0)), Score((1.0, 1.0))
    assert best([poor, good, good]) == 1
    assert best([]) is None
