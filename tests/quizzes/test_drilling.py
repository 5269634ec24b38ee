"""What comes today, when it comes again, and the row of days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quizzes.drilling import A_DAY, next_due, practised, todays
from quizzes.spacing import recall, recall_once, reviewed
from storage.values.days import QuestionId
from storage.values.drills import Memory, Row

DAY = date(2026, 5, 20)
DAYS = st.integers(-30, 30).map(lambda days: DAY + timedelta(days=days))
MEMORIES = st.dictionaries(
    st.integers(1, 40).map(QuestionId),
    st.builds(Memory, st.floats(0.1, 300), st.floats(1, 10), DAYS, DAYS),
    max_size=20,
)
FRESH = st.lists(st.integers(1, 60).map(QuestionId), unique=True, max_size=12)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


@given(MEMORIES, FRESH, st.integers(0, 7))
def test_what_is_due_comes_first_and_no_more_than_five_a_day(
    memories: dict[QuestionId, Memory], fresh: list[QuestionId], done: int
) -> None:
    left = todays(memories, fresh, DAY, done)
    assert len(left) == len(set(left)) <= max(0, A_DAY - done)
    due = {each for each, memory in memories.items() if memory.due <= DAY}
    new = [each for each in fresh if each not in memories]
    assert set(left) <= due | set(new)
    # Coverage before repetition has no place here: what is due goes before what is new.
    kinds = [each in due for each in left]
    assert kinds == sorted(kinds, reverse=True)
    assert [each for each in left if each not in due] == new[: len(left) - sum(kinds)]
    recalls = [recall(memories[each], DAY) for each in left if each in due]
    assert recalls == sorted(recalls)
    assert len(left) == min(max(0, A_DAY - done), len(due) + len(new))


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_what_was_wrong_comes_tomorrow_and_what_is_known_ever_later(rights: list[bool]) -> None:
    memory, day = None, DAY
    for right in rights:
        before, memory = memory, reviewed(memory, day, right=right)
        assert memory.last == day
        if not right:
            assert memory.due == day + timedelta(days=1)
        else:
            assert memory.due > day
            if before is not None and day > before.last:
                assert memory.stability > before.stability
        day = memory.due
    assert memory is not None and 1 <= memory.difficulty <= 10


def test_the_published_parameters_give_the_published_days() -> None:
    memory, day, days = None, DAY, []
    for _ in range(6):
        memory = reviewed(memory, day, right=True)
        days.append((memory.due - day).days)
        day = memory.due
    assert days == [2, 11, 46, 163, 365, 365]


def test_an_answer_that_comes_to_light_late_counts_as_of_the_last_one() -> None:
    memory = reviewed(None, DAY, right=True)
    assert reviewed(memory, later(-3), right=False).last == DAY


@given(st.integers(0, 400))
def test_less_is_remembered_by_the_day_and_by_who_was_wrong(days: int) -> None:
    right, wrong = recall_once(days, right=True), recall_once(days, right=False)
    assert 0 < wrong <= right <= 1
    assert recall_once(days + 1, right=True) < right


def test_the_next_day_with_something_to_practise() -> None:
    soon = Memory(1, 5, DAY, later(1))
    late = Memory(9, 5, DAY, later(9))
    overdue = Memory(9, 5, later(-20), later(-9))
    assert next_due([late, soon], DAY, more=False) == later(1)
    assert next_due([late], DAY, more=False) == later(9)
    assert next_due([late, overdue], DAY, more=False) == later(1)
    assert next_due([late], DAY, more=True) == later(1)
    assert next_due([], DAY, more=False) is None


def test_a_row_goes_on_over_days_on_which_nothing_was_due() -> None:
    row = practised(Row(), DAY, later(4))
    assert (row.length, row.on(DAY), row.on(later(4)), row.on(later(5))) == (1, 1, 1, 0)
    assert practised(row, DAY, later(2)).length == 1
    assert practised(row, later(4), later(5)).length == 2
    assert practised(row, later(5), later(6)).length == 1
    assert practised(row, later(2), None) == Row(2, later(2), later(3))
