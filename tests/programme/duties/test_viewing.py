"""Which obligations are told of, and what comes next."""

from datetime import UTC, date, datetime

from programme.duties.loading import UnitMatters
from programme.duties.standing import Standing
from programme.duties.viewing import (
    coming,
    of_persons,
    of_unit,
    overdue,
    pressing,
    span_in_view,
    tally,
)
from programme.duties.working_out import work_out
from storage.duty_books import KeptBook
from storage.values.days import VersionId
from storage.values.duties import Amount, DutyBook, Often, When, Who, Whom, YearDay
from storage.values.records import Record
from tests.programme.duties.branch_seven import MEMBERS, a_duty, a_record, the_facts

TODAY = date(2026, 5, 20)
MONTHLY = a_duty("month", When(Often.MONTH))
YEARLY = a_duty("year", When(Often.YEAR, by=YearDay(7, 1)), amount=Amount(least=3))
OWN = a_duty("own", When(Often.YEAR), who=Who(Whom.PERSONS))


def told(*records: Record, today: date = TODAY) -> list[Standing]:
    """How it stands with the three duties of the branch."""
    book = KeptBook(
        VersionId(1), DutyBook((MONTHLY, YEARLY, OWN)), datetime(2026, 1, 1, tzinfo=UTC)
    )
    matters = UnitMatters(the_facts(), [book], today, own=records)
    return work_out(matters, *span_in_view(today))


def days(standings: list[Standing]) -> list[tuple[str, int]]:
    return [(each.obligation.duty.key, each.due.month) for each in standings]


def test_of_each_duty_the_next_is_told_once_it_has_begun_or_soon_does() -> None:
    before = date(2026, 5, 17)
    listed = of_unit(told(a_record("2026-05-03"), today=before))
    assert days(coming(listed, before)) == [("year", 7)]
    assert days(overdue(listed)) == [("month", n) for n in (1, 2, 3, 4)]
    # June begins in a fortnight.
    soon = date(2026, 5, 18)
    listed = of_unit(told(a_record("2026-05-03"), today=soon))
    assert days(coming(listed, soon)) == [("month", 6), ("year", 7)]


def test_what_is_due_within_a_week_presses_most_and_then_what_was_missed_last() -> None:
    def first(day: date, *records: Record) -> list[tuple[str, int]]:
        found = pressing(of_unit(told(*records, today=day)), day)
        return [] if found is None else days([found])

    assert first(date(2026, 5, 24)) == [("month", 5)]
    # A week and a day before the end of May, the four months missed press, April most.
    assert first(date(2026, 5, 23)) == [("month", 4)]
    done = [a_record(f"2026-0{month}-03") for month in range(1, 6)]
    assert first(date(2026, 5, 24), *done) == []


def test_only_what_has_begun_is_counted() -> None:
    counted = tally(of_unit(told(a_record("2026-05-03"))), TODAY)
    assert (counted.met, counted.all, len(counted.overdue)) == (1, 6, 4)
    each = tally(of_persons(told()), TODAY)
    assert (each.met, each.all) == (0, len(MEMBERS))


def test_what_was_due_last_year_is_told_of_for_a_quarter() -> None:
    assert span_in_view(date(2027, 2, 1)) == (date(2026, 11, 1), date(2027, 12, 31))
    assert span_in_view(date(2026, 12, 20))[1] == date(2027, 2, 18)
