"""A programme's duties change in mid-year: what was met stays met, and nothing new is owed for a
time in which nobody knew of it."""

from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from programme.duties.loading import UnitMatters
from programme.duties.standing import Standing
from programme.duties.working_out import work_out
from storage.duty_books import KeptBook
from storage.values.days import VersionId
from storage.values.duties import Amount, Counting, Duty, DutyBook, Often, State, When, YearDay
from storage.values.records import Record
from tests.programme.duties.branch_seven import a_duty, a_record, the_facts

TODAY = date(2026, 8, 20)
CHANGED = datetime(2026, 8, 1, tzinfo=UTC)
YEARLY = a_duty("year", When(Often.YEAR))
MONTHLY = a_duty("month", When(Often.MONTH))


def after(
    before: tuple[Duty, ...], now: tuple[Duty, ...], *records: Record, today: date = TODAY
) -> dict[tuple[str, str], Standing]:
    """How it stands in August with duties that were others until July."""
    books = [
        KeptBook(VersionId(2), DutyBook(now), CHANGED),
        KeptBook(VersionId(1), DutyBook(before), datetime(2026, 1, 1, tzinfo=UTC)),
    ]
    matters = UnitMatters(the_facts(since=date(2026, 1, 1)), books, today, own=records)
    found = work_out(matters, date(2026, 1, 1), date(2026, 12, 31))
    return {(each.obligation.duty.key, each.obligation.period.key): each for each in found}


def state_of(new: Duty, *records: Record, **changes: Any) -> State:
    """How it stands with this year's, which was asked for in another way until July."""
    return after((replace(new, **changes),), (new,), *records)["year", "2026"].state


def test_what_was_met_stays_met() -> None:
    done = a_record("2026-05-03")
    stricter: list[tuple[Duty, dict[str, Any]]] = [
        (replace(YEARLY, amount=Amount(least=3)), {"amount": Amount()}),
        (replace(YEARLY, counting=Counting(("other",))), {"counting": YEARLY.counting}),
        (
            replace(YEARLY, counting=Counting(("meeting",), least_minutes=90)),
            {"counting": YEARLY.counting},
        ),
        (replace(YEARLY, when=When(Often.YEAR, by=YearDay(3, 31))), {"when": YEARLY.when}),
        (replace(YEARLY, confirmed=True), {"confirmed": False}),
    ]
    for new, before in stricter:
        assert state_of(new, done, **before) is State.DONE
        # What was only done afterwards has to be what is asked for now.
        later = a_record("2026-08-05")
        assert state_of(new, later, **before) is not State.DONE


def test_what_was_met_stays_met_when_something_has_to_come_first_now() -> None:
    first = a_duty("first", When(Often.YEAR), counting=Counting(("plan",)))
    now = first, replace(YEARLY, needs=("first",))
    done = after((YEARLY,), now, a_record("2026-05-03"))
    assert done["year", "2026"].state is State.DONE
    assert done["first", "2026"].state is State.NOT_BEGUN
    # It had to come first before, too.
    open_ = after(
        now,
        (first, replace(now[1], wanted=now[1].wanted, amount=Amount(least=2))),
        a_record("2026-05-03"),
    )
    assert open_["year", "2026"].state is State.ON_THE_WAY


def test_a_new_duty_is_owed_from_the_day_on_which_it_came() -> None:
    found = after((YEARLY,), (YEARLY, MONTHLY), a_record("2026-08-10"))
    assert sorted(period for key, period in found if key == "month")[:2] == ["2026-08", "2026-09"]
    assert found["month", "2026-08"].state is State.DONE


def test_more_often_from_now_on() -> None:
    quarterly = replace(MONTHLY, when=When(Often.QUARTER))
    found = after((quarterly,), (MONTHLY,))
    assert sorted(period for _, period in found)[0] == "2026-08"


def test_what_was_due_before_and_has_only_changed_is_still_owed() -> None:
    found = after((MONTHLY,), (replace(MONTHLY, amount=Amount(least=2)),), a_record("2026-05-03"))
    assert found["month", "2026-04"].state is State.OVERDUE
    assert found["month", "2026-05"].state is State.DONE
