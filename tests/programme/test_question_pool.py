"""What may be practised: nothing before it was studied, what was asked first, each thing once."""

from datetime import date, timedelta

from msgspec.structs import replace

from programme.question_pool import Pool
from storage.had import Had
from storage.questions import Askable
from storage.values.days import QuestionId
from storage.values.people import PersonId
from storage.values.programme_files import Item, ItemText

DAY = date(2026, 5, 20)
LI = PersonId(1)


def item(key: str, document: str = "") -> Item:
    return Item(key, document or key, {"en": ItemText("T", "body")})


def askable(number: int, *tags: str) -> Askable:
    return Askable(QuestionId(number), 1, f"q{number}", tags)


def had(items: list[str], questions: dict[int, date]) -> Had:
    days = {QuestionId(number): day for number, day in questions.items()}
    return Had(dict.fromkeys(items, 1), days, None)


def fresh(
    pool: Pool, known: Had, today: list[str], still_open: list[int] | None = None
) -> list[int]:
    found = pool.fresh(LI, known, today, [QuestionId(each) for each in still_open or []])
    return list(dict.fromkeys(found))


BANK = [
    askable(1, "a"),
    askable(2, "a"),
    askable(3, "b"),
    askable(4, "b#1"),
    askable(5),
    askable(6),
]
POOL = Pool([BANK], [item("a"), item("b#1", "b"), item("c")])


def test_what_belongs_to_an_item_waits_until_it_was_studied() -> None:
    assert set(fresh(POOL, had([], {}), [])) == {5, 6}
    assert set(fresh(POOL, had(["a"], {}), ["a"])) == {5, 6}
    assert fresh(POOL, had(["a"], {}), [])[:2] == [1, 2]
    assert set(fresh(POOL, had(["a", "b#1"], {}), ["a"])) == {3, 4, 5, 6}


def test_what_the_branch_was_asked_leads_the_newest_first() -> None:
    asked = {3: DAY - timedelta(days=9), 1: DAY - timedelta(days=5), 99: DAY}
    assert fresh(POOL, had(["a"], asked), [])[:3] == [1, 3, 2]
    assert fresh(POOL, had(["a"], asked), [], [1])[:2] == [3, 2]


def test_what_belongs_to_no_item_begins_for_each_elsewhere() -> None:
    pool = Pool([[askable(number) for number in range(50)]], [])
    firsts = {next(pool.fresh(PersonId(who), had([], {}), [], [])) for who in range(20)}
    assert len(firsts) > 10
    assert sorted(fresh(pool, had([], {}), [])) == list(range(50))


def test_a_question_of_two_sources_is_there_once() -> None:
    pool = Pool([[askable(1)], [replace(askable(2), key="q1"), askable(3)]], [])
    assert set(pool.by_id) == {1, 3}
