"""What is counted: topics of a list, shares by topic, speeches of whoever holds an office."""

from datetime import date
from typing import Any

import pytest

from programme.duties.obligations import obligations
from programme.duties.standing import Standing, standing
from storage.values.duties import (
    Amount,
    Counting,
    DutyBook,
    Measure,
    Often,
    Part,
    State,
    Topic,
    When,
)
from storage.values.people import Role
from storage.values.records import Record, TookPart
from tests.programme.duties.branch_seven import MEMBERS, SECRETARY, a_duty, a_record, the_facts

TOPICS = tuple(Topic(key, {}, words) for key, words in (("a", ("甲", "Alpha")), ("b", ("乙",))))


def stands(amount: Amount, *records: Record, **changes: Any) -> Standing:
    """How it stands in December with a duty of the year."""
    counting = Counting(("meeting",), **changes)
    duty = a_duty("meet", When(Often.YEAR), amount=amount, counting=counting)
    book = DutyBook((duty,), topics=TOPICS)
    (one,) = obligations(book, the_facts(), date(2026, 1, 1), date(2026, 12, 31))
    return standing(one, records, (), the_facts(), book, date(2026, 12, 1))


def on(*topics: str) -> list[Record]:
    """Records on these topics, one a month, an hour each."""
    return [a_record(f"2026-{n:02}-09", n, topic=t, minutes=60) for n, t in enumerate(topics, 1)]


def part(number: int, of: int, topic: str = "", day: str = "2026-04-02") -> Record:
    return a_record(day, number + of, number=number, of=of, topic=topic)


@pytest.mark.parametrize(
    ("topics", "have"),
    [
        (("甲", "乙"), 2),
        (("甲的一半", "甲的另一半"), 1),
        (("甲和乙",), 2),
        (("ALPHA", "甲"), 1),
        (("丙",), 0),
    ],
)
def test_topics_of_a_list_count_once_each(topics: tuple[str, ...], have: int) -> None:
    found = stands(Amount(Measure.TOPICS, 2), *on(*topics), topics=("a", "b"))
    assert found.have == have
    assert (found.state is State.DONE) == (have == 2)


def test_what_is_on_two_topics_gives_its_hours_to_both() -> None:
    amount = Amount(Measure.TOPICS, 2, topic_hours=2)
    assert stands(amount, *on("甲和乙", "甲"), topics=("a", "b")).have == 1
    assert stands(amount, *on("甲和乙", "乙", "甲"), topics=("a", "b")).have == 2


def test_shares_by_topic_are_as_good_as_the_least() -> None:
    amount = Amount(Measure.PART, 0.1, by_topic=True)
    school = part(20, 100, "教育")
    found = stands(amount, school, part(4, 50, "卫生", "2026-05-02"))
    assert found.state is State.ON_THE_WAY
    assert found.have == pytest.approx(0.08)
    more = part(1, 50, "卫 生", "2026-06-02")
    found = stands(amount, school, part(4, 50, "卫生", "2026-05-02"), more)
    assert (found.state, found.done_on) == (State.DONE, date(2026, 6, 2))
    together = Amount(Measure.PART, 0.1)
    assert stands(together, school, part(4, 50, "卫生", "2026-05-02")).state is State.DONE


def test_what_was_enough_and_is_so_no_more_is_not() -> None:
    """Ten of a hundred, until it was found that there are two hundred."""
    found = stands(Amount(Measure.PART, 0.1), part(10, 100), part(0, 200, day="2026-05-02"))
    assert (found.state, found.done_on) == (State.ON_THE_WAY, None)


def test_nothing_of_nothing_is_the_whole_and_no_number_is_none() -> None:
    assert stands(Amount(Measure.PART, 1), part(0, 0)).state is State.DONE
    missing = stands(Amount(Measure.PART, 1), a_record("2026-04-02", of=0))
    assert str(missing.passed_over[0].why) == (
        "The numbers are missing: how many, out of how many."
    )


def test_hours_add_up() -> None:
    amount = Amount(Measure.HOURS, 2.5)
    assert stands(amount, *on("x", "y")).have == 2
    assert stands(amount, *on("x", "y", "z")).state is State.DONE
    silent = stands(amount, a_record("2026-04-02"))
    assert str(silent.passed_over[0].why) == "How long it took isn't written down."


def test_somebody_in_office_has_to_speak() -> None:
    def held(speaker: int) -> Record:
        people = tuple(TookPart(p, Part.SPEAKER if p == speaker else Part.PRESENT) for p in MEMBERS)
        return a_record("2026-04-02", people=people)

    assert stands(Amount(), held(SECRETARY), spoken_by=(Role.SECRETARY,)).state is State.DONE
    found = stands(Amount(), held(MEMBERS[1]), spoken_by=(Role.SECRETARY,))
    assert [str(each.why) for each in found.passed_over] == [
        "The speech of whoever holds the office is missing."
    ]


def test_a_speech_is_not_asked_where_nobody_holds_the_office() -> None:
    found = stands(Amount(), a_record("2026-04-02"), spoken_by=(Role.COMMITTEE,))
    assert found.state is State.DONE
