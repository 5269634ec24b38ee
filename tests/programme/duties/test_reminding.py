"""On which days somebody hears of an obligation: in time, not too often, and never on a day off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from programme.calendar import is_day_off
from programme.duties.obligations import Obligation
from programme.duties.periods import periods_between
from programme.duties.reminding import (
    Occasion,
    Window,
    days_to_put_off,
    is_newly_overdue,
    is_overdue_day,
    is_told,
    occasion_of,
    occasions,
    remind_days,
    window_of,
)
from programme.duties.standing import Standing
from storage.values.duties import Amount, DutyBook, Often, State, Step, Subject, When, YearDay
from storage.values.programme_files import DaysOff
from tests.programme.duties.branch_seven import BRANCH, a_duty

DAY = timedelta(days=1)
NONE = DaysOff()
WEEKENDS = DaysOff(weekdays=frozenset({5, 6}))
NATIONAL_DAY = DaysOff(weekdays=frozenset({5, 6}), country="CN")
QUARTERLY = a_duty("meeting", When(Often.QUARTER))


def d(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def on(day: date) -> Window:
    """A reminder on a day, after one on the day before."""
    return Window(day - DAY, day)


def standing(due: date, state: State = State.NOT_BEGUN) -> Standing:
    [period] = periods_between(QUARTERLY.when, due, due)
    obligation = Obligation(QUARTERLY, Subject(BRANCH), period, Amount())
    return Standing(obligation, state)


def told_on(due: date, days_off: DaysOff, first: date, last: date) -> list[date]:
    """On which days the meeting of the quarter that is due then is spoken of, if never held."""
    book = DutyBook((QUARTERLY,))
    found = []
    for n in range((last - first).days + 1):
        day = first + n * DAY
        told = {due for _, _, due in occasions(book, on(day), days_off)}
        found += [day] if due in told else []
    return found


def test_two_weeks_one_week_three_days_one_day_and_on_the_day() -> None:
    told = told_on(d("06-30"), NONE, d("04-01"), d("06-30"))
    assert told == [d("06-16"), d("06-23"), d("06-27"), d("06-29"), d("06-30")]


def test_what_falls_on_a_day_off_is_said_before() -> None:
    # 27 June is a Saturday.
    told = told_on(d("06-30"), WEEKENDS, d("04-01"), d("06-30"))
    assert told == [d("06-16"), d("06-23"), d("06-26"), d("06-29"), d("06-30")]


def test_what_is_due_in_a_run_of_days_off_is_said_before_it_begins() -> None:
    yearly = a_duty("yearly", When(Often.YEAR, by=YearDay(10, 5)))
    told = remind_days(yearly, d("10-05"), d("01-01"), NATIONAL_DAY)
    assert told == {d("09-21"), d("09-28"), d("09-30")}


def test_nothing_is_said_before_the_period_has_begun() -> None:
    weekly = replace(QUARTERLY, when=When(Often.RULE, rule="FREQ=WEEKLY;BYDAY=WE"))
    assert remind_days(weekly, d("06-17"), d("06-11"), NONE) == {d("06-14"), d("06-16"), d("06-17")}
    # All of this week is free: it is said before it, as there is no day left in it.
    week = remind_days(weekly, d("10-07"), d("10-01"), NATIONAL_DAY)
    assert week == {d("09-30")}
    # Its first days are: it is said once there is a day on which it can be done.
    most = replace(QUARTERLY, remind=(8, 0))
    assert remind_days(most, d("10-09"), d("10-01"), NATIONAL_DAY) == {d("10-08"), d("10-09")}


def test_overdue_is_said_the_day_after_and_then_each_monday() -> None:
    told = told_on(d("06-30"), NONE, d("07-01"), d("07-21"))
    assert told == [d("07-01"), d("07-06"), d("07-13"), d("07-20")]
    # The Monday right after a Friday is not a week later.
    friday = [day for day in days("10-02", "10-20") if is_overdue_day(d("10-01"), on(day), NONE)]
    assert friday == [d("10-02"), d("10-12"), d("10-19")]


def test_an_overdue_week_begins_with_its_first_study_day_and_may_have_none() -> None:
    told = [d_ for d_ in days("09-19", "10-13") if is_overdue_day(d("09-18"), on(d_), NATIONAL_DAY)]
    # 20 September is worked on; 25 to 27 September is the Mid-Autumn Festival, 1 to 7 October free.
    assert told == [d("09-20"), d("09-28"), d("10-08"), d("10-12")]


def days(first: str, last: str) -> list[date]:
    return [d(first) + n * DAY for n in range((d(last) - d(first)).days + 1)]


@pytest.mark.parametrize("state", list(State))
def test_nothing_is_said_once_it_is_met(state: State) -> None:
    due = d("06-30")
    window = on(due)
    told = is_told(standing(due, state), None, window, NONE, occasions_of(window))
    assert told == (state in (State.NOT_BEGUN, State.ON_THE_WAY, State.OVERDUE))


def occasions_of(window: Window) -> frozenset[Occasion]:
    return occasions(DutyBook((QUARTERLY,)), window, NONE)


def test_what_is_put_off_is_said_on_the_day_of_choice_and_not_before() -> None:
    due, until = d("06-30"), d("06-28")
    told = [
        day
        for day in days("06-23", "06-30")
        if is_told(standing(due), until, on(day), NONE, occasions_of(on(day)))
    ]
    # Not on the 23rd and 27th; the due date is the same.
    assert told == [d("06-28"), d("06-29"), d("06-30")]
    # A day of choice that is free: on the next one.
    sunday = [day for day in days("06-23", "06-30") if _put_off_over_weekend(day)]
    assert sunday == [d("06-29"), d("06-30")]


def _put_off_over_weekend(day: date) -> bool:
    today = occasions(DutyBook((QUARTERLY,)), on(day), WEEKENDS)
    return is_told(standing(d("06-30")), d("06-27"), on(day), WEEKENDS, today)


def test_it_can_be_put_off_until_it_is_due_and_for_a_month_once_overdue() -> None:
    assert days_to_put_off(d("06-30"), d("06-27")) == (d("06-28"), d("06-30"))
    first, last = days_to_put_off(d("06-30"), d("06-30"))
    assert last < first
    assert days_to_put_off(d("06-30"), d("07-02")) == (d("07-03"), d("08-02"))


def test_steps_are_spoken_of_by_their_own_day() -> None:
    first = Step(1, YearDay(5, 31))
    visits = a_duty("visit", When(Often.YEAR), amount=Amount(least=3, steps=(first,)))
    told = occasions(DutyBook((visits,)), on(d("05-28")), NONE)
    assert told == {("visit", "2026", d("05-31"))}
    late = occasions(DutyBook((visits,)), on(d("06-01")), NONE)
    assert ("visit", "2026", d("05-31")) in late


def test_days_on_which_the_bot_was_down_are_covered_by_the_next() -> None:
    assert window_of(d("06-24"), [d("06-20"), d("06-22")]) == Window(d("06-22"), d("06-24"))
    told = {
        due for _, _, due in occasions(DutyBook((QUARTERLY,)), Window(d("06-22"), d("06-24")), NONE)
    }
    assert told == {d("06-30")}, "what was to be said on the 23rd"
    # Nothing of what was to be said longer ago than a fortnight, and nothing twice.
    assert window_of(d("06-24"), []) == Window(d("06-09"), d("06-24"))
    assert window_of(d("06-24"), [d("06-24")]) == Window(d("06-09"), d("06-24"))


def test_newly_overdue_is_only_the_first_time() -> None:
    overdue = standing(d("06-30"), State.OVERDUE)
    assert [day for day in days("06-30", "07-14") if is_newly_overdue(overdue, on(day), NONE)] == [
        d("07-01")
    ]
    assert occasion_of(overdue) == ("meeting", "2026-Q2", d("06-30"))


off = st.builds(
    DaysOff,
    st.frozensets(st.integers(0, 6), max_size=5),
    st.frozensets(st.dates(date(2025, 12, 1), date(2027, 2, 1)), max_size=60),
)
dues = st.dates(date(2026, 2, 1), date(2026, 12, 31))
ahead = st.lists(st.integers(0, 40), min_size=1, max_size=6).map(tuple)


@given(off, dues, ahead, st.integers(0, 90))
def test_never_on_a_day_off_and_always_before_it_is_overdue(
    days_off: DaysOff, due: date, remind: tuple[int, ...], length: int
) -> None:
    first = due - length * DAY
    duty = replace(QUARTERLY, remind=remind)
    told = remind_days(duty, due, first, days_off)
    assert all(not is_day_off(day, days_off) and day <= due for day in told)
    free = [not is_day_off(first + n * DAY, days_off) for n in range(length + 1)]
    assert not any(free) or all(day >= first for day in told)
    assert told or min(remind) > length


@given(off, dues)
def test_overdue_once_a_week_at_most_and_never_on_a_day_off(days_off: DaysOff, due: date) -> None:
    told = [
        day for day in (due + n * DAY for n in range(60)) if is_overdue_day(due, on(day), days_off)
    ]
    assert all(day > due and not is_day_off(day, days_off) for day in told)
    weeks = [(day - day.weekday() * DAY) for day in told]
    assert len(weeks) == len(set(weeks))


@given(off, dues, st.lists(st.booleans(), min_size=30, max_size=30))
def test_whatever_days_the_bot_was_down_nothing_is_lost_and_nothing_said_twice(
    days_off: DaysOff, due: date, up: list[bool]
) -> None:
    """Each day on which something is to be said lies in exactly one of the reminders' windows."""
    start = due - 20 * DAY
    taken: list[date] = [start - DAY]
    windows = []
    for n, is_up in enumerate([*up, True]):
        day = start + n * DAY
        if is_up and not is_day_off(day, days_off):
            windows.append(window_of(day, taken))
            taken.append(day)
    for n in range(len(up)):
        day = start + n * DAY
        if day <= taken[-1]:
            held_by = [window for window in windows if day in window]
            gap = min(w.today for w in windows if w.today >= day) - max(t for t in taken if t < day)
            assert len(held_by) == 1 or gap > timedelta(days=15)
