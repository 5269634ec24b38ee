"""The digest's plain rules."""

from datetime import date

from msgspec.structs import replace

from programme.digest.asking import asked_for
from programme.digest.burden import minutes_a_week, minutes_by_study
from programme.digest.figures import Figures, Line, better, share_done, worst_first
from storage.digest_sums import DaySums, DutySums, Size
from storage.values.people import UnitId
from storage.values.programme_files import Amounts, Item, ItemText, Timetable
from storage.values.standings import Sums
from tests.programme.studies import settings

WEEK = Sums(due=100, acts=150, answered=40, right=30, asked=300)


def line(name: str, **figures: object) -> Line:
    """A unit of two branches with 20 members."""
    usual = Figures(Size(2, 20), WEEK, WEEK)
    return Line(UnitId(ord(name)), name, replace(usual, **figures))  # type: ignore[arg-type]


def test_who_needs_somebody_comes_first_then_where_least_was_done() -> None:
    owing = line("a", duties=DutySums(overdue=3, newly=3))
    silent, large = line("b", silent=2), line("c", silent=2, size=Size(10, 90))
    idle, keen = line("d", week=replace(WEEK, acts=90)), line("e", week=replace(WEEK, acts=200))
    small = line("f", size=Size(1, 3), week=replace(WEEK, acts=1))
    itself = replace(line("g", silent=9), is_above=True)
    given = [keen, itself, small, large, idle, silent, owing]
    assert [each.name for each in worst_first(given)] == ["a", "b", "c", "d", "e", "f", "g"]


def test_what_got_better_names_no_small_unit() -> None:
    low = replace(WEEK, acts=30, right=20)
    lines = [line("a", before=low), line("b", before=low, size=Size(1, 4)), line("c")]
    total = Figures(Size(5, 44), WEEK, low)
    found = better(lines, total, (), 0)
    assert found.risen is not None and found.risen.name == "a"
    assert (found.risen.before, found.risen.now) == (0.1, 0.5)
    assert found.right == (0.5, 0.75)
    assert better([line("c")], Figures(Size(2, 20), WEEK, WEEK), (), 0).is_empty


def test_a_share_is_of_what_was_asked_and_none_where_nothing_was() -> None:
    assert share_done(WEEK) == 0.5
    assert share_done(Sums(due=4, acts=2)) is None
    assert share_done(replace(WEEK, asked=100)) == 1.0


def test_asked_is_what_the_timetable_has_and_the_branch_does_not_leave_out() -> None:
    day = DaySums(UnitId(1), None, date(2026, 5, 25), Sums(due=50), without=(0, 10, 0))
    assert asked_for(day, Timetable()) == (50, 40, 50)
    assert asked_for(day, Timetable(noon=None)) == (50, 0, 50)


def test_the_burden_is_reading_questions_and_a_note_on_each_day_that_was_due() -> None:
    items = [Item("a", "a", {"zh": ItemText("题", f"<b>{'学' * 600}</b>")})]
    day = settings(amounts=Amounts(morning=1, noon=2))
    # Two minutes to read, one for each question, three for the note.
    two = minutes_by_study(day, items, "zh")
    assert two == (2, 2, 3)
    words = [Item("b", "b", {"en": ItemText("t", "word " * 540)})]
    three = minutes_by_study(day, words, "en")
    assert three == (3, 2, 3)
    # Each programme asks on its own member-days; all members share what it comes to.
    asked = {"zh": (50, 50, 50), "en": (10, 10, 0)}
    assert minutes_a_week(asked, {"zh": two, "en": three}, members=10) == 40
    assert minutes_a_week({}, {}, members=0) == 0
