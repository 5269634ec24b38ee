"""What is said when a group is bound."""

from datetime import date, time

from msgspec.structs import replace

from programme.binding import Bound
from programme.calendar import NextPost
from reports.binding import bound_in_group, bound_in_private, unreachable_text
from storage.values.days import SlotKind
from storage.values.people import Unit, UnitId
from storage.values.programme_files import ProgrammeSettings, Timetable
from tests.reports.plain import ENGLISH

TODAY = date(2026, 5, 20)
UNIT = Unit(UnitId(2), "north", None, "/2/", "", "North & Co", "Asia/Shanghai", "zh", "two")
SETTINGS = ProgrammeSettings("two", {"zh": "三学"}, ("zh",), timetable=Timetable(noon=None))
FIRST = NextPost(SlotKind.EVENING, TODAY, time(20))


def text(bound: Bound, settings: ProgrammeSettings | None, first: NextPost | None) -> str:
    return bound_in_group(ENGLISH, bound, settings, first, TODAY, "sanxue_bot").text


def test_the_group_hears_whose_it_is_and_what_comes_when() -> None:
    assert text(Bound(UNIT), SETTINGS, FIRST).splitlines() == [
        "<b>This is North &amp; Co's group now. Hello, all!</b>",
        "",
        "<b>07:30</b> Today's study: read it and tap the button",
        "<b>20:00</b> Evening note: reply with a line, a voice note or a photo",
        "",
        "It begins today at 20:00. A tap is enough; there is nothing to install.",
    ]


def test_the_way_to_the_private_chat_is_a_button() -> None:
    said = bound_in_group(ENGLISH, Bound(UNIT), SETTINGS, FIRST, TODAY, "sanxue_bot")
    assert said.buttons[0][0].url == "https://t.me/sanxue_bot?start=hello"


def test_a_later_beginning_and_a_move_are_said() -> None:
    tomorrow = replace(FIRST, day=date(2026, 5, 21))
    later = replace(FIRST, day=date(2026, 6, 1))
    assert "begins tomorrow at" in text(Bound(UNIT), SETTINGS, tomorrow)
    assert "begins 1 Jun at" in text(Bound(UNIT), SETTINGS, later)
    assert "no longer in the earlier group" in text(Bound(UNIT, moved=True), SETTINGS, FIRST)


def test_without_a_programme_no_times_are_promised() -> None:
    said = text(Bound(UNIT), None, None)
    assert "As soon as there is something" in said
    assert ":30" not in said


def test_a_second_time_is_answered_in_a_line() -> None:
    assert text(Bound(UNIT, new=False), SETTINGS, FIRST).count("\n") == 0


def test_names_of_branches_are_escaped() -> None:
    assert "North &amp; Co" in bound_in_private(ENGLISH, Bound(UNIT)).text
    assert "North &amp; Co" in unreachable_text(ENGLISH, UNIT.name).text
    assert "North &amp; Co" in unreachable_text(ENGLISH, UNIT.name, may_not=True).text


def test_put_out_and_not_allowed_to_write_are_told_apart() -> None:
    assert "adds me again" in unreachable_text(ENGLISH, UNIT.name).text
    assert "allows sending" in unreachable_text(ENGLISH, UNIT.name, may_not=True).text
