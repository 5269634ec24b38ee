"""What a branch gets next: all items in their order before any comes again."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.choosing import next_items, next_questions
from storage.had import Had
from storage.questions import Askable
from storage.values.days import QuestionId
from storage.values.programme_files import Item, ItemText, WhenFinished

DAY = date(2026, 5, 20)
SEED = "3:2026-05-20"
REPEAT, STOP = WhenFinished.REPEAT, WhenFinished.STOP

orders = st.lists(st.text("abcdefgh", min_size=1, max_size=2), unique=True, max_size=8)
counts = st.integers(1, 3)


def mornings(order: list[str], count: int, finished: WhenFinished, days: int) -> list[list[str]]:
    """What a branch is given on so many days."""
    had: Counter[str] = Counter()
    given = []
    for _ in range(days):
        keys = next_items(order, had, count, finished)
        had.update(keys)
        given.append(list(keys))
    return given


@given(orders, counts)
def test_stopping_gives_each_item_once_in_order(order: list[str], count: int) -> None:
    given = mornings(order, count, STOP, len(order) + 2)
    assert [key for keys in given for key in keys] == order
    assert given[-1] == []


@given(orders, counts, st.integers(1, 20))
def test_repeating_covers_all_before_any_comes_again(
    order: list[str], count: int, days: int
) -> None:
    given = mornings(order, count, REPEAT, days)
    had: Counter[str] = Counter()
    for keys in given:
        assert len(keys) == len(set(keys)) == min(count, len(order))
        had.update(keys)
        assert (
            max(had[key] for key in order or ["-"]) - min(had[key] for key in order or ["-"]) <= 1
        )
    one_after_another = [key for keys in given for key in keys]
    if count <= len(order):
        assert one_after_another[: len(order)] == order[: len(one_after_another)]


@given(orders, st.data())
def test_a_branch_in_the_middle_gets_new_items_first(order: list[str], data: st.DataObject) -> None:
    had = set(data.draw(st.lists(st.sampled_from(order)))) if order else set()
    fresh = [key for key in order if key not in had]
    for finished in (REPEAT, STOP):
        given = next_items(order, dict.fromkeys(had, 1), len(order) or 1, finished)
        assert list(given[: len(fresh)]) == fresh


def test_items_of_an_older_version_are_not_given() -> None:
    assert next_items(["new"], {"gone": 4}, 3, REPEAT) == ("new",)


def askable(number: int, *tags: str) -> Askable:
    return Askable(QuestionId(number), 1, f"q{number}", tags)


def item(key: str, *tags: str, document: str = "") -> Item:
    return Item(key, document or key, {"en": ItemText("T", "body")}, tags=tags)


NOTHING_HAD = Had({}, {}, None)
BANK = (askable(1, "duties"), askable(2, "rights"), askable(3, "charter"), askable(4))


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        (item("rights"), "q2"),
        (item("else", "duties"), "q1"),
        # A part of a long document is asked about with the document's questions.
        (item("charter#2", document="charter"), "q3"),
    ],
)
def test_the_question_is_about_the_mornings_item(today: Item, asked: str) -> None:
    assert [q.key for q in next_questions(SEED, BANK, [today], NOTHING_HAD, 1)] == [asked]


def test_as_many_as_the_programme_says_and_no_more_than_there_are() -> None:
    assert len(next_questions(SEED, BANK, [], NOTHING_HAD, 3)) == 3
    assert len(set(next_questions(SEED, BANK, [], NOTHING_HAD, 9))) == 4
    assert next_questions(SEED, [], [item("rights")], NOTHING_HAD, 1) == ()


def test_what_was_asked_longest_ago_comes_again_first() -> None:
    asked = {q.id: DAY - timedelta(days=10 + q.id) for q in BANK}
    had = Had({}, asked, None)
    assert [q.key for q in next_questions(SEED, BANK, [], had, 1)] == ["q4"]


def test_not_the_topic_of_the_last_question() -> None:
    bank = (askable(1, "a"), askable(2, "a"), askable(3, "b"))
    had = Had({}, {QuestionId(1): DAY - timedelta(days=1)}, QuestionId(1))
    assert [q.key for q in next_questions(SEED, bank, [], had, 1)] == ["q3"]


def test_questions_of_another_version_do_not_matter() -> None:
    gone = QuestionId(99)
    had = Had({}, {gone: DAY}, gone)
    expected = next_questions(SEED, BANK, [], NOTHING_HAD, 2)
    assert next_questions(SEED, BANK, [], had, 2) == expected


@given(st.integers(1, 50), st.integers(0, 300))
def test_the_same_branch_and_day_get_the_same(unit: int, ahead: int) -> None:
    seed = f"{unit}:{DAY + timedelta(days=ahead)}"
    first = next_questions(seed, BANK, [], NOTHING_HAD, 2)
    assert first == next_questions(seed, tuple(reversed(BANK)), [], NOTHING_HAD, 2)
