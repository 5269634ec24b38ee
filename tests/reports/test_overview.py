"""/status in words for an organiser."""

from datetime import UTC, datetime

from msgspec.structs import replace

from programme.overview import BranchLine, Overview
from reports.names import shown_name
from reports.overview import back_to_list, branch_for_organiser, overview_text, to_overview
from storage.status import Counts
from storage.values.chats import Chat, ChatState
from storage.values.people import BotId, ChatId, Person, PersonId, TelegramId, Unit, UnitId
from tests.reports.plain import ENGLISH

NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
LI = Person(PersonId(1), "Li", TelegramId(11))
UNIT = Unit(UnitId(2), "north", None, "/2/", "", "North & Co", "Asia/Shanghai", "zh", "two")
CHAT = Chat(BotId(7), ChatId(-1), "supergroup", "", UNIT.id, ChatState.ACTIVE, "", NOW)


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


def test_of_a_few_people_an_organiser_sees_no_counts() -> None:
    few = branch(3, Counts(2, 1, read=1, answered=2, on_leave=1, week=9))
    listed = overview_text(ENGLISH, Overview((few,), 0, 1, 1, 0, 0)).text
    assert listed.splitlines()[-1] == "· &lt;B3&gt;: fewer than five people"
    told = branch_for_organiser(ENGLISH, few, [LI], ()).text.splitlines()
    assert told[1] == "Fewer than five people: what they did stays with them."
    assert not [line for line in told if "seven days" in line or "/" in line.partition(">")[0]]


def test_one_branch_shows_counts_and_whom_to_ask() -> None:
    counts = Counts(6, 2, read=4, answered=5, noted=2, week=20)
    said = branch_for_organiser(ENGLISH, branch(3, counts), [LI], back_to_list(ENGLISH, 1))
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
    unled = branch_for_organiser(ENGLISH, branch(3, counts, None), [], ()).text
    assert "no secretary yet" in unled and "no group yet" in unled


def test_an_organisation_without_branches_is_told_so() -> None:
    said = overview_text(ENGLISH, Overview((), 0, 1, 0, 0, 0))
    assert "no branches yet" in said.text
    assert to_overview(ENGLISH)[0][0].data == "status:0:0"
