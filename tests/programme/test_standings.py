"""Places, the upper half, and periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from programme.standings import (
    CALENDAR,
    Days,
    Period,
    place_of,
    places,
    same_part_before,
    table,
    until_today,
    whole_before,
)
from storage.values.people import PersonId
from storage.values.standings import Standing


def members(*points: int) -> list[Standing]:
    return [
        Standing(PersonId(number), f"member {number}", some, some)
        for number, some in enumerate(points, start=1)
    ]


def test_equal_points_share_a_place_and_use_up_the_next() -> None:
    assert [one.place for one in places(members(9, 7, 7, 4, 4, 4, 1))] == [1, 2, 2, 4, 4, 4, 7]


@pytest.mark.parametrize(
    ("points", "named", "tied"),
    [
        ((), 0, 0),
        ((5,), 1, 0),
        ((5, 3), 1, 0),
        ((5, 3, 1), 2, 0),
        ((9, 7, 5, 3), 2, 0),
        # A tie inside the upper half is named.
        ((9, 9, 5, 3), 2, 0),
        # A tie across the border is told as a number.
        ((9, 7, 7, 3), 1, 2),
        ((7, 7, 7, 3), 0, 3),
        ((5, 5, 5, 5, 5, 0), 0, 5),
        # All are equal: nobody is left.
        ((5, 5, 5, 5), 4, 0),
        # Without points nobody is named, and nobody is counted as tied.
        ((5, 0, 0, 0), 1, 0),
        ((0, 0, 0, 0), 0, 0),
        ((5, 5, 0, 0), 2, 0),
        ((5, 5, 5, 0, 0), 3, 0),
        ((5, 4, 4, 4, 0, 0), 1, 3),
    ],
)
def test_who_is_named(points: tuple[int, ...], named: int, tied: int) -> None:
    told = table(members(*points))
    assert (len(told.named), told.tied, told.members) == (named, tied, len(points))


@given(st.lists(st.integers(min_value=0, max_value=4), max_size=30))
def test_nobody_below_the_median_is_named_and_no_tie_is_cut(points: list[int]) -> None:
    told = table(members(*points))
    named = [one.standing.points for one in told.named]
    assert 0 not in named
    if named and len(named) < len(points):
        assert len(named) <= (len(points) + 1) // 2
        ranked = sorted(points, reverse=True)
        assert ranked[: len(named)] == named
        assert ranked[len(named)] < named[-1]
    if told.tied:
        assert sorted(points, reverse=True)[told.tied_place - 1] > 0
        assert told.tied_place <= (len(points) + 1) // 2


def test_who_has_left_keeps_a_place_and_loses_the_name() -> None:
    found = members(9, 8, 8, 5, 3, 1)
    found[0] = replace(found[0], here=False)
    found[3] = replace(found[3], here=False)
    told = table(found)
    # Of the four who are there two are the upper half; their places are those they have earned.
    assert [(one.place, one.standing.person_id) for one in told.named] == [(2, 2), (2, 3)]
    assert (told.tied, told.members) == (0, 4)
    own = place_of(found, PersonId(5))
    assert own is not None and own.place == 5


def test_those_who_have_left_make_the_upper_half_no_larger() -> None:
    found = [*members(5, 4, 3, 2), *(replace(one, here=False) for one in members(0, 0, 0, 0))]
    assert len(table(found).named) == 2


def test_the_own_place() -> None:
    some = members(3, 8, 3, 0)
    own = place_of(some, PersonId(3))
    assert own is not None and own.place == 2
    assert place_of(some, PersonId(4)) is None
    assert place_of(some, PersonId(99)) is None


def test_running_periods() -> None:
    wednesday = date(2026, 5, 20)
    assert until_today(Period.WEEK, wednesday) == Days(date(2026, 5, 18), wednesday)
    assert until_today(Period.MONTH, wednesday) == Days(date(2026, 5, 1), wednesday)
    assert until_today(Period.YEAR, wednesday) == Days(date(2026, 1, 1), wednesday)
    begun, ahead = date(2025, 9, 1), date(2026, 9, 1)
    assert until_today(Period.CAMPAIGN, wednesday, begun) == Days(begun, wednesday)
    assert until_today(Period.CAMPAIGN, wednesday, ahead) == Days(wednesday, wednesday)
    assert until_today(Period.CAMPAIGN, wednesday) == Days(wednesday, wednesday)


def test_the_same_part_of_the_period_before() -> None:
    assert same_part_before(Period.WEEK, date(2026, 5, 20)) == Days(
        date(2026, 5, 11), date(2026, 5, 13)
    )
    assert same_part_before(Period.MONTH, date(2026, 3, 31)) == Days(
        date(2026, 2, 1), date(2026, 2, 28)
    )
    assert same_part_before(Period.YEAR, date(2026, 5, 20)).first == date(2025, 1, 1)
    assert whole_before(Period.WEEK, date(2026, 5, 20)) == Days(
        date(2026, 5, 11), date(2026, 5, 17)
    )


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(CALENDAR))
def test_the_part_before_ends_before_the_running_period_and_is_no_longer(
    today: date, period: Period
) -> None:
    now, before = until_today(period, today), same_part_before(period, today)
    assert before.first <= before.last < now.first
    assert before.last - before.first <= now.last - now.first
    assert whole_before(period, today).last == now.first - timedelta(days=1)
