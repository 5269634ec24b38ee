"""When nothing can be on its way any more, though nobody fetches."""

from datetime import UTC, datetime, timedelta

from bot.doors.tide import Tide

START = datetime(2026, 5, 20, 12, tzinfo=UTC)
FIVE = timedelta(seconds=5)


def test_when_nothing_waits_all_is_caught_up_with() -> None:
    tide = Tide(START)
    assert tide.asked(START + FIVE, 0)
    assert tide.caught_up_until == START + FIVE


def test_what_waited_has_to_come_first() -> None:
    tide = Tide(START)
    tide.took(10)
    assert not tide.asked(START + FIVE, 3)
    assert not tide.took(2)
    assert tide.caught_up_until == START
    # More come all the time, yet those that waited have come.
    assert tide.took(5)
    assert tide.caught_up_until == START + FIVE
    assert not tide.took(5)


def test_a_later_question_does_not_put_it_off() -> None:
    tide = Tide(START)
    tide.asked(START + FIVE, 10)
    tide.took(4)
    # A busy noon: more wait now than then.
    assert not tide.asked(START + 2 * FIVE, 50)
    assert tide.took(6)
    assert tide.caught_up_until == START + FIVE


def test_what_was_counted_twice_is_put_right_by_the_next_question() -> None:
    tide = Tide(START)
    # Two of the five that wait were stored when the answer came: only three will come.
    tide.took(2)
    tide.asked(START + FIVE, 5)
    assert not tide.took(3)
    assert tide.asked(START + 2 * FIVE, 0)
    assert tide.caught_up_until == START + 2 * FIVE


def test_it_never_goes_back() -> None:
    tide = Tide(START)
    tide.asked(START + 2 * FIVE, 0)
    tide.asked(START + FIVE, 0)
    assert tide.caught_up_until == START + 2 * FIVE
