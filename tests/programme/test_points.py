"""What a day is worth: each of the daily acts once, however often it was done."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from programme.points import points_of
from storage.values.days import MemberDay
from storage.values.people import PersonId, UnitId
from storage.values.programme_files import Points

NOTHING = MemberDay(PersonId(1), UnitId(1), date(2026, 5, 20))
ACTS = ("check_ins", "answered", "right", "notes")

times = st.integers(0, 3)
days = st.builds(MemberDay, *map(st.just, (PersonId(1), UnitId(1), NOTHING.day)), *[times] * 4)
worths = st.builds(Points, *(st.integers(0, 10) for _ in ACTS))


@pytest.mark.parametrize(
    ("done", "points"),
    [
        (NOTHING, 0),
        (replace(NOTHING, check_ins=1), 1),
        (replace(NOTHING, answered=1), 1),
        (replace(NOTHING, answered=1, right=1), 2),
        (replace(NOTHING, notes=1), 2),
        (replace(NOTHING, check_ins=1, answered=1, right=1, notes=1), 5),
        (replace(NOTHING, answered=3, right=2, notes=9), 4),
    ],
)
def test_a_day_by_the_usual_points(done: MemberDay, points: int) -> None:
    assert points_of(done, Points()) == points


@given(days, worths)
def test_a_programme_says_what_each_act_is_worth(done: MemberDay, worth: Points) -> None:
    by_act = dict(zip(ACTS, (worth.morning, worth.answer, worth.right, worth.note), strict=True))
    expected = sum(each for act, each in by_act.items() if getattr(done, act))
    assert points_of(done, worth) == expected


def more(done: MemberDay, act: str) -> MemberDay:
    """The day with an act done once more."""
    counts: dict[str, Any] = {act: getattr(done, act) + 1}
    return replace(done, **counts)


@given(days, worths, st.sampled_from(ACTS))
def test_doing_it_again_adds_nothing_and_never_takes_away(
    done: MemberDay, worth: Points, act: str
) -> None:
    once = more(done, act)
    again = more(once, act)
    assert points_of(again, worth) == points_of(once, worth) >= points_of(done, worth)
