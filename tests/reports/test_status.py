"""/status in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from html import escape

import pytest

from programme.calendar import NextPost
from programme.overview import BranchLine, Overview
from programme.status import BranchStatus, Situation, StudyLine
from reports.names import shown_name
from reports.status import (
    branch_for_organiser,
    branch_in_group,
    branch_in_private,
    next_step,
    overview_text,
    to_overview,
)
from storage.status import Counts, NotPosted
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


def test_a_word_is_suggested_to_the_quiet_only_and_never_to_the_reader() -> None:
    everybody = (LI, WANG, ZHAO, *(Person(PersonId(n), f"P{n}") for n in range(9, 12)))
    quiet = replace(STATUS, quiet=everybody)
    text = next_step(ENGLISH, quiet, LI.id)
    assert "Li" not in text and "P9" in text and "P10" not in text and "to 2 more" in text
    assert "Zhao" in next_step(ENGLISH, replace(STATUS, quiet=(ZHAO,)))
    alone = branch_in_private(ENGLISH, replace(STATUS, quiet=(LI,)), (), LI.id).text
    assert "friendly word" not in alone


def test_one_branch_has_a_heading_of_its_own() -> None:
    said = overview_text(ENGLISH, Overview((branch(1, Counts()),), 0, 1, 1, 0, 0))
    assert said.text.splitlines()[0] == "<b>Your branch</b>"


def branch(number: int, counts: Counts, chat: Chat | None = CHAT) -> BranchLine:
    unit = replace(UNIT, id=UnitId(number), name=f"<B{number}>")
    return BranchLine(unit, counts, chat)


def test_an_organiser_turns_pages_and_taps_branches() -> None:
    lines = (
        branch(1, Counts(), None),
        branch(2, Counts(), replace(CHAT, state=ChatState.UNREACHABLE)),
        branch(3, Counts(6, 1, read=4, answered=5, noted=2, week=20)),
    )
    said = overview_text(ENGLISH, Overview(lines, 1, 3, 23, silent=4, mute=2), own=[UNIT])
    assert said.text.splitlines() == [
        "<b>23 branches, those that need you first</b>",
        "2 without a group that I can write in",
        "4 quiet all week: worth a call",
        "",
        "· &lt;B1&gt;: no group yet",
        "· &lt;B2&gt;: I can't write there",
        "· &lt;B3&gt;: 4, 5, 2 of 6",
    ]
    assert [[button.data for button in row] for row in said.buttons] == [
        ["status:1:1"],
        ["status:2:1"],
        ["status:3:1"],
        ["status:0:0", "status:0:2"],
        ["status:own:2"],
    ]


def test_one_branch_shows_counts_and_whom_to_ask() -> None:
    counts = Counts(6, 2, read=4, answered=5, noted=2, week=20)
    said = branch_for_organiser(ENGLISH, branch(3, counts), [LI], 1)
    assert said.text.splitlines() == [
        "<b>&lt;B3&gt;</b>",
        "Morning: read 4/6",
        "Noon: answered 5/6",
        "Evening: notes 2/6",
        "In the last seven days: 20 studies done",
        "2 members without Telegram",
        "",
        f"Secretary: {shown_name('Li')}",
    ]
    assert [row[0].data for row in said.buttons] == ["standin:3", "status:0:1"]
    unled = branch_for_organiser(ENGLISH, branch(3, counts, None), [], 0).text
    assert "no secretary yet" in unled and "no group yet" in unled


def test_an_organisation_without_branches_is_told_so() -> None:
    said = overview_text(ENGLISH, Overview((), 0, 1, 0, 0, 0))
    assert "no branches yet" in said.text
    assert to_overview(ENGLISH)[0][0].data == "status:0:0"
