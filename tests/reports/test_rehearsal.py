"""A rehearsal in words: whole texts for one branch, a line a post for many."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reports.rehearsal import Post, Rehearsal, rehearsal_lines
from storage.values.people import Unit, UnitId
from tests.reports.plain import ENGLISH

SHANGHAI, URUMQI = ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Urumqi")
DAY = date(2026, 5, 20)


def unit(number: int) -> Unit:
    name = f"Branch {number}"
    return Unit(UnitId(number), f"b{number}", None, "/", "branch", name, "Asia/Shanghai", "en", "p")


def post(
    number: int,
    hour: int,
    text: str,
    kind: str = "morning",
    zone: ZoneInfo = SHANGHAI,
    day: int = 20,
) -> Post:
    return Post(unit(number), datetime(2026, 5, day, hour, 30, tzinfo=zone), kind, text)


def told(branches: int, *posts: Post) -> list[str]:
    units = tuple(map(unit, range(1, branches + 1)))
    members = {each.id: 10 for each in units}
    rehearsal = Rehearsal(DAY, date(2026, 5, 21), units, members, posts)
    return list(rehearsal_lines(rehearsal, ENGLISH))


def test_it_begins_with_the_sum_of_it() -> None:
    (sum_of_it,) = told(3)
    assert sum_of_it == (
        "2026-05-20 to 2026-05-21: messages 0, branches 3, people 30. "
        "Nothing has been sent or changed."
    )


def test_one_branch_is_told_whole_texts_day_by_day() -> None:
    lines = told(
        1,
        post(1, 7, "<b>Title</b>\n\n1 &lt; 2"),
        post(1, 12, "Which?\n✓ a", "noon"),
        post(1, 7, "Next", day=21),
    )
    assert lines[1:] == [
        "\n2026-05-20",
        "  07:30  Today's study  Title\n         \n         1 < 2",
        "  12:30  Noon question  Which?\n         ✓ a",
        "\n2026-05-21",
        "  07:30  Today's study  Next",
    ]


def test_many_branches_with_the_same_post_are_one_line() -> None:
    lines = told(5, *(post(number, 7, "Title\nmore") for number in range(1, 6)))
    assert lines[2:] == [
        "  07:30  Today's study  Title …",
        "         → Branch 1, Branch 2, Branch 3 and 2 more; 50 people",
    ]


def test_a_heading_that_names_the_post_is_not_told_twice() -> None:
    text = "<b>Evening note</b>\n\nWhat was good today?\n\nAnything counts."
    one, many = told(1, post(1, 20, text, "evening")), told(2, post(1, 20, text, "evening"))
    assert one[2] == (
        "  20:30  Evening note  What was good today?\n         \n         Anything counts."
    )
    assert many[2] == "  20:30  Evening note  What was good today? …"


def test_the_same_local_time_is_one_line_and_another_text_is_not() -> None:
    lines = told(
        3,
        post(2, 7, "Title", zone=URUMQI),
        post(1, 7, "Title"),
        post(3, 7, "Else"),
        post(3, 20, "Write", "evening"),
    )
    assert lines[2:] == [
        "  07:30  Today's study  Title",
        "         → Branch 2, Branch 1; 20 people",
        "  07:30  Today's study  Else",
        "         → Branch 3; 10 people",
        "  20:30  Evening note  Write",
        "         → Branch 3; 10 people",
    ]


def test_a_kind_without_a_name_is_told_by_itself() -> None:
    assert "  07:30  digest  Text" in told(1, post(1, 7, "Text", "digest"))
