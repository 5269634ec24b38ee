"""How long an activity day has been held month after month."""

from datetime import UTC, date, datetime

import pytest

from programme.duties.obligations import obligations
from programme.duties.standing import standing
from programme.duties.unbroken import Unbroken, unbroken
from storage.values.duties import DutyBook, Often, Subject, When
from storage.values.records import Ruling, RulingKind
from tests.programme.duties.branch_seven import BRANCH, a_duty, a_record, the_facts

MONTHLY = a_duty("day", When(Often.MONTH), unbroken_since="since")
BOOK = DutyBook((MONTHLY,))
TODAY = date(2026, 6, 10)


def a_row(*held: str, entered: str = "", excused: str = "") -> Unbroken | None:
    """The row on 10 June of a branch whose duties are kept here since January."""
    records = [a_record(f"2026-{day}", n) for n, day in enumerate(held, 1)]
    at = datetime(2026, 7, 1, tzinfo=UTC)
    ruling = Ruling("day", Subject(BRANCH), excused, RulingKind.EXCUSED, at)
    owed = obligations(BOOK, the_facts(), date(2026, 1, 1), date(2026, 6, 30))
    found = [standing(each, records, [ruling], the_facts(), BOOK, TODAY) for each in owed]
    return unbroken(MONTHLY, found, date.fromisoformat(entered) if entered else None)


FIVE = ("01-05", "02-05", "03-05", "04-05", "05-05")


def test_every_month_and_this_one_is_still_open() -> None:
    assert a_row(*FIVE) == Unbroken(date(2026, 1, 1), 5)
    assert a_row(*FIVE, "06-05") == Unbroken(date(2026, 1, 1), 6)


def test_it_begins_after_the_last_break() -> None:
    assert a_row("01-05", "02-05", "04-05", "05-05") == Unbroken(date(2026, 4, 1), 2)
    assert a_row("01-05", "02-05") is None
    assert a_row() is None


def test_it_begins_on_the_day_that_was_entered() -> None:
    """From October 2025: three months more."""
    assert a_row(*FIVE, entered="2025-10-15") == Unbroken(date(2025, 10, 15), 8)


@pytest.mark.parametrize("entered", ["2026-01-01", "2026-02-01", "2026-06-01"])
def test_what_is_known_here_needs_not_be_entered(entered: str) -> None:
    assert a_row(*FIVE, entered=entered) == Unbroken(date(2026, 1, 1), 5)


def test_what_was_entered_ends_with_a_break() -> None:
    assert a_row("01-05", "03-05", "04-05", "05-05", entered="2020-01-01") == Unbroken(
        date(2026, 3, 1), 3
    )


def test_an_excused_month_neither_counts_nor_breaks() -> None:
    held = ("01-05", "02-05", "04-05", "05-05")
    assert a_row(*held, excused="2026-03") == Unbroken(date(2026, 1, 1), 4)
