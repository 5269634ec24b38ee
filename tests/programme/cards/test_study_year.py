"""The course planned for a year."""

from datetime import date

import pytest

from programme.cards.study import Course, courses, mornings_left, planned_in
from storage.values.programme_files import (
    Amounts,
    DaysOff,
    Item,
    ItemText,
    ProgrammeSettings,
    Timetable,
    WhenFinished,
)

ORDER = ("a", "b", "c", "d")
STOPS = ProgrammeSettings("p", {"en": "P"}, ("en",), when_finished=WhenFinished.STOP)
REPEATS = ProgrammeSettings("p", {"en": "P"}, ("en",), when_finished=WhenFinished.REPEAT)


@pytest.mark.parametrize(
    ("posted", "had", "left", "settings", "planned"),
    [
        # What was posted, and what the mornings that are left still bring.
        (["a"], {"a": 1}, 2, STOPS, ["a", "b", "c"]),
        (["a"], {"a": 1}, 99, STOPS, ["a", "b", "c", "d"]),
        # What was had in other years does not come again, unless it begins anew.
        (["c"], {"a": 1, "b": 1, "c": 1}, 3, STOPS, ["c", "d"]),
        (["c"], {"a": 1, "b": 1, "c": 1}, 3, REPEATS, ["c", "d", "a", "b"]),
        # The year is over.
        (["a", "b", "a"], {"a": 2, "b": 1}, 0, STOPS, ["a", "b"]),
    ],
)
def test_the_years_items_are_those_posted_and_those_to_come(
    posted: list[str],
    had: dict[str, int],
    left: int,
    settings: ProgrammeSettings,
    planned: list[str],
) -> None:
    assert planned_in(ORDER, posted, had, left, settings) == planned


@pytest.mark.parametrize(
    ("more", "today", "left"),
    [
        ({}, date(2026, 12, 28), 3),
        ({}, date(2026, 12, 31), 0),
        ({}, date(2027, 5, 1), 0),
        ({"start": date(2026, 12, 31)}, date(2026, 12, 1), 1),
        # 2026 ends on a Thursday.
        ({"days_off": DaysOff(frozenset({5, 6}))}, date(2026, 12, 24), 5),
        ({"amounts": Amounts(morning=2)}, date(2026, 12, 28), 6),
        ({"timetable": Timetable(morning=None)}, date(2026, 12, 1), 0),
    ],
)
def test_the_mornings_that_are_left(more: dict[str, object], today: date, left: int) -> None:
    settings = ProgrammeSettings("p", {"en": "P"}, ("en",), **more)  # type: ignore[arg-type]
    assert mornings_left(settings, today, 2026) == left


def test_a_long_document_is_one_course() -> None:
    titles = {"x#1": "The statutes (1/2)", "x#2": "The statutes (2/2)", "y": "Dues"}
    items = {
        key: Item(key, key.partition("#")[0], {"en": ItemText(title, "…")})
        for key, title in titles.items()
    }
    found = courses(["x#1", "x#2", "y", "gone"], {"x#2", "y"}, items, "zh")
    assert found == (Course("The statutes", 2, 1), Course("Dues", 1, 1))
