"""/status in words."""

from datetime import UTC, date, datetime, time
from html import escape

import pytest
from msgspec.structs import replace

from programme.calendar import NextPost
from programme.status import BranchStatus, Situation, StudyLine
from reports.names import shown_name
from reports.status import (
    branch_in_group,
    branch_in_private,
    next_step,
)
from storage.status import NotPosted
from storage.values.chats import Chat, ChatState
from storage.values.days import SlotKind, SlotState
from storage.values.people import BotId, ChatId, Person, PersonId, TelegramId, Unit, UnitId
from tests.reports.plain import ENGLISH

TODAY = date(2026, 5, 20)
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
LI, WANG, ZHAO = (
    Person(PersonId(n), name, TelegramId(10 + n))
    for n, name in ((1, "Li"), (2, "<b>Wang</b>"), (3, "Zhao"))
)
UNIT = Unit(UnitId(2), "north", None, "/2/", "", "North & Co", "Asia/Shanghai", "zh", "two")
CHAT = Chat(BotId(7), ChatId(-1), "supergroup", "", UNIT.id, ChatState.ACTIVE, "", NOW)


def line(kind: SlotKind, *missing: Person, out: bool = True, failed: bool = False) -> StudyLine:
    at = {SlotKind.MORNING: time(7, 30), SlotKind.NOON: time(12)}.get(kind, time(20))
    return StudyLine(kind, at, out, failed, 3 - len(missing), missing)


LINES = (
    line(SlotKind.MORNING, LI, WANG),
    line(SlotKind.NOON, out=False, failed=True),
    line(SlotKind.EVENING, LI, WANG, ZHAO, out=False),
)
STATUS = BranchStatus(UNIT, TODAY, Situation.OPEN, LINES, 3, chat=CHAT)


def test_a_secretary_sees_counts_names_and_the_next_step() -> None:
    missed = NotPosted(UNIT.id, SlotKind.NOON, TODAY, SlotState.MISSED, "down")
    status = replace(STATUS, without_telegram=(Person(PersonId(9), "Sun"),), not_posted=(missed,))
    text = branch_in_private(ENGLISH, status).text.replace("&#x27;", "'")
    wang = escape(shown_name(WANG.name))
    assert text.splitlines() == [
        "<b>North &amp; Co · 20 May</b>",
        "Morning: read 1/3",
        f"  Not yet: {shown_name('Li')}, {wang}",
        "Noon's answer: not posted, not your fault",
        "Evening's note: comes at 20:00",
        "",
        f"1 without Telegram, not counted above: {shown_name('Sun')}",
        "",
        "<b>Not posted this week:</b>",
        "20 May Noon's answer: I was cut off until it was too late",
        "",
        "<b>Next:</b> It's early yet: nothing to worry about.",
    ]


def test_who_has_caught_up_is_told_to_the_secretary_alone() -> None:
    status = replace(STATUS, caught_up=((LI, 2), (WANG, 1)))
    text = branch_in_private(ENGLISH, status).text
    wang = escape(shown_name(WANG.name))
    assert f"\n\nCaught up this week: {shown_name('Li')} (2), {wang} (1)\n" in text
    assert "Caught up" not in branch_in_group(ENGLISH, status).text


def test_the_group_sees_counts_and_no_names() -> None:
    text = branch_in_group(ENGLISH, replace(STATUS, member_count=4)).text
    assert "Morning: read 1/4" in text
    assert "Li" not in text and "Wang" not in text


def test_the_group_of_a_small_branch_sees_no_counts() -> None:
    note_before_the_prompt = replace(line(SlotKind.EVENING, LI, out=False), done=1)
    small = replace(STATUS, lines=(*LINES[:2], note_before_the_prompt))
    assert branch_in_group(ENGLISH, small).text.replace("&#x27;", "'").splitlines()[1:] == [
        "Morning's study: posted",
        "Noon's answer: not posted, not your fault",
        "Evening's note: comes at 20:00",
    ]


def test_those_without_telegram_stand_apart_with_what_was_put_down_for_them() -> None:
    apart = tuple(Person(PersonId(n), f"P{n}") for n in (7, 8, 9))
    status = replace(STATUS, without_telegram=apart, put_down=1)
    lines = branch_in_private(ENGLISH, status).text.splitlines()
    at = next(n for n, each in enumerate(lines) if each.startswith("3 without Telegram"))
    assert lines[at + 1] == "  Put down for 1 of them today"


def test_a_long_list_of_names_ends_in_a_number() -> None:
    many = tuple(Person(PersonId(n), f"P{n}") for n in range(25))
    text = branch_in_private(ENGLISH, replace(STATUS, lines=(line(SlotKind.MORNING, *many),))).text
    assert "P19" in text and "P20" not in text
    assert "and 5 more" in text


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"lines": ()}, "Nothing was posted today"),
        ({"lines": (line(SlotKind.MORNING, LI, out=False, failed=True),)}, "Nothing was posted"),
        ({"lines": (line(SlotKind.MORNING),)}, "Everybody has done today's studies"),
        ({"lines": (line(SlotKind.MORNING), LINES[2])}, "early yet"),
        ({"lines": (line(SlotKind.MORNING, LI, WANG, ZHAO), LINES[2])}, "early yet"),
        (
            {"lines": (line(SlotKind.MORNING, LI), line(SlotKind.NOON, ZHAO))},
            "Nothing for now",
        ),
        ({"member_count": 0}, "known with Telegram"),
        ({"situation": Situation.NO_PROGRAMME}, "no programme yet"),
        ({"situation": Situation.NO_GROUP, "chat": None}, "/bind"),
        ({"situation": Situation.UNREACHABLE}, "add me again"),
        (
            {"situation": Situation.UNREACHABLE, "chat": replace(CHAT, reason="no-rights")},
            "let me send messages",
        ),
        ({"situation": Situation.BEFORE}, "first post comes tomorrow at 07:30"),
        ({"situation": Situation.DAY_OFF}, "day off"),
        ({"situation": Situation.NOT_STARTED}, "hasn't begun yet"),
        ({"situation": Situation.DAY_OFF, "next_post": None}, "no more days"),
    ],
)
def test_the_next_step_is_one_sentence(change: dict[str, object], expected: str) -> None:
    post = NextPost(SlotKind.MORNING, date(2026, 5, 21), time(7, 30))
    status = replace(replace(STATUS, next_post=post), **change)  # type: ignore[arg-type]
    assert expected in next_step(ENGLISH, status)


def test_a_duty_that_presses_is_next_but_for_people_and_days_of_rest() -> None:
    duty = "Members' meeting (due today)"
    assert next_step(ENGLISH, replace(STATUS, quiet=()), LI.id, duty) == duty
    assert "Zhao" in next_step(ENGLISH, replace(STATUS, quiet=(ZHAO,)), LI.id, duty)
    post = NextPost(SlotKind.MORNING, date(2026, 5, 25), time(7, 30))
    off = replace(STATUS, situation=Situation.DAY_OFF, next_post=post)
    assert duty not in next_step(ENGLISH, off, LI.id, duty)


def test_a_word_is_suggested_to_the_quiet_only_and_never_to_the_reader() -> None:
    everybody = (LI, WANG, ZHAO, *(Person(PersonId(n), f"P{n}") for n in range(9, 12)))
    quiet = replace(STATUS, quiet=everybody)
    text = next_step(ENGLISH, quiet, LI.id)
    assert "Li" not in text and "P9" in text and "P10" not in text and "to 2 more" in text
    assert "Zhao" in next_step(ENGLISH, replace(STATUS, quiet=(ZHAO,)))
    alone = branch_in_private(ENGLISH, replace(STATUS, quiet=(LI,)), (), LI.id).text
    assert "friendly word" not in alone
