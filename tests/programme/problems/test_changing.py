"""What can be said about a problem."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from programme.problems.changing import (
    NONE,
    as_recorded,
    days_offered,
    read_problem,
    with_chosen,
    with_typed,
)
from programme.records.kinds import Part, code
from programme.records.scene import Scene
from programme.records.typed import LONGEST_LINE
from storage.values.duties import DutyBook, Topic
from storage.values.messages import BadInput
from storage.values.people import Person, PersonId
from storage.values.problems import Problem
from storage.values.records import ProblemId, RecordId
from tests.programme.duties.branch_seven import BRANCH, SECRETARY, a_unit

NOW = datetime(2026, 5, 20, tzinfo=UTC)
TODAY = NOW.date()
ROOF = Topic("roof", {"zh": "屋顶", "en": "roof"}, ("漏",))
AT = Scene(a_unit(), DutyBook(topics=(ROOF,)), TODAY, [Person(SECRETARY, "李")])
LEAKS = Problem(ProblemId(1), BRANCH, "活动室漏雨", RecordId(1), SECRETARY, NOW, NOW)


def test_what_is_offered_can_be_chosen_and_nothing_else() -> None:
    given_to = with_chosen(LEAKS, Part.SEES_TO, str(SECRETARY), AT)
    assert given_to == replace(LEAKS, person_id=SECRETARY)
    assert given_to and with_chosen(given_to, Part.SEES_TO, NONE, AT) == LEAKS
    assert with_chosen(LEAKS, Part.SEES_TO, str(PersonId(99)), AT) is None
    day = days_offered(TODAY)[0]
    assert with_chosen(LEAKS, Part.DUE, day.isoformat(), AT) == replace(LEAKS, due=day)
    assert with_chosen(LEAKS, Part.DUE, "2020-01-01", AT) is None
    assert with_chosen(LEAKS, Part.TOPIC, code("roof"), AT) == replace(LEAKS, kind="roof")
    assert with_chosen(LEAKS, Part.MEASURE, "x", AT) is None


def test_days_are_those_ahead() -> None:
    assert days_offered(date(2026, 5, 20)) == [
        *(date(2026, 5, 27), date(2026, 5, 31), date(2026, 6, 3)),
        *(date(2026, 6, 30), date(2026, 12, 31)),
    ]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_some_days_are_always_offered(today: date) -> None:
    days = days_offered(today)
    assert len(days) >= 2 and days == sorted(set(days)) and min(days) > today
    assert max(days) <= max(date(today.year, 12, 31), today + timedelta(days=14))


def test_a_typed_day_lies_ahead() -> None:
    assert with_typed(LEAKS, Part.DUE, "6.25", TODAY).due == date(2026, 6, 25)
    with pytest.raises(BadInput):
        with_typed(LEAKS, Part.DUE, "5.1", TODAY)


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 301])
def test_a_problem_is_a_few_words(text: str) -> None:
    with pytest.raises(BadInput):
        read_problem(text)


def test_the_record_names_what_it_is_about() -> None:
    told = replace(LEAKS, measure="请瓦工", kind="roof")
    assert as_recorded(told, AT) == ("屋顶 活动室漏雨", "活动室漏雨\n请瓦工")
    topic, text = as_recorded(replace(LEAKS, problem="漏" * 300), AT)
    assert len(topic) == LONGEST_LINE and len(text) == 300
