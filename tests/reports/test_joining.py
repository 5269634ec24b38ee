"""What those are told who come in, and those who let them in."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from programme.office_holders import Holder, Office
from reports import joining, leaving, letting_in
from reports.letting_in import Wish
from reports.newcomers import taken_in
from storage.branch_search import BranchFound
from storage.people import Member
from storage.values.joining import JoinRequest, JoinRequestId, JoinState
from storage.values.people import BotId, Person, PersonId, TelegramId, Unit, UnitId
from tests.reports.plain import ENGLISH

NORTH = Unit(UnitId(3), "n", None, "/3/", "", "North <1>", "UTC", "en", None)
SOUTH = Unit(UnitId(4), "s", None, "/4/", "", "South", "UTC", "en", None)
ASKED = JoinRequest(
    JoinRequestId(9),
    BotId(7),
    NORTH.id,
    TelegramId(50),
    "Xin <b>",
    None,
    datetime(2026, 5, 20, tzinfo=UTC),
)
LONG = "A name that is rather long"


def members(count: int, name: str = "Li {}") -> list[Member]:
    return [
        Member(Person(PersonId(number), name.format(number)), date(2026, 1, 1))
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("count", "page", "rows", "turning"),
    [
        (0, 0, 0, []),
        (3, 0, 2, []),
        (12, 0, 6, []),
        (13, 0, 6, ["join:list:3:1"]),
        (30, 1, 6, ["join:list:3:0", "join:list:3:2"]),
        (30, 2, 3, ["join:list:3:1"]),
        # A page that a forged button names.
        (3, 99, 2, []),
    ],
)
def test_names_stand_in_pages(count: int, page: int, rows: int, turning: list[str]) -> None:
    said = joining.choose_name(ENGLISH, NORTH, members(count), {}, page)
    data = [[button.data or "" for button in row] for row in said.buttons]
    assert "North &lt;1&gt;" in said.text
    assert data[-1] == ["join:new:3"]
    assert len([row for row in data if row[0].startswith("join:as:")]) == rows
    assert [each for row in data for each in row if "list" in each] == turning


def test_long_names_have_a_row_each_and_twins_a_mark() -> None:
    listed = members(2, LONG)
    marks = {PersonId(1): "4001", PersonId(2): date(2019, 5, 4)}
    said = joining.choose_name(ENGLISH, NORTH, listed, marks, 0, may_be_new=False)
    labels = [[button.text for button in row] for row in said.buttons]
    assert [len(row) for row in labels] == [1, 1]
    assert labels[0][0].endswith("· …4001") and labels[1][0].endswith("· 4 May 2019")
    third = joining.marked_name(ENGLISH, listed[0], {PersonId(1): 2})
    assert third.endswith("· 2")


def test_branches_of_one_name_say_where_they_are() -> None:
    found = [
        BranchFound(UnitId(1), "a", "First", "Willow"),
        BranchFound(UnitId(2), "b", "First"),
        BranchFound(UnitId(3), "c", "Second", "Willow"),
    ]
    said = joining.choose_branch(ENGLISH, found)
    assert [row[0].text for row in said.buttons] == ["First · Willow", "First · b", "Second"]
    assert joining.choose_branch(ENGLISH, []).buttons == ()


def test_whom_one_waits_for_is_named() -> None:
    holders = [
        Holder(TelegramId(1), "Li", "en", Office.SECRETARY),
        Holder(TelegramId(2), "Sun", "en", Office.ORGANISER),
        Holder(TelegramId(3), "", "en", Office.OWNER),
    ]
    text = joining.asked(ENGLISH, NORTH, holders).text
    assert "Li\u2069, the secretary" in text and "Sun\u2069, the organiser" in text
    assert "whoever runs this bot" in text
    assert "/start" in joining.asked(ENGLISH, NORTH, []).text


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (Wish(ASKED, NORTH), "not on your list"),
        (Wish(ASKED, NORTH, listed="Wang"), "On your list: Wang. Is it them?"),
        (Wish(ASKED, NORTH, listed="Wang", is_known=True), "whom I know"),
        (Wish(ASKED, NORTH, home=SOUTH, is_known=True), "asks to move here"),
        (Wish(replace(ASKED, home=False), NORTH, home=SOUTH), "second branch"),
    ],
)
def test_who_decides_is_told_who_asks(wish: Wish, says: str) -> None:
    said = letting_in.wish(ENGLISH, replace_username(wish))
    assert says in said.text
    assert "Xin &lt;b&gt;" in said.text and "(@xin)" in said.text
    assert [button.data for button in said.buttons[0]] == ["join:yes:9", "join:no:9"]


def replace_username(wish: Wish) -> Wish:
    return Wish(wish.request, wish.branch, wish.listed, wish.home, wish.is_known, "xin")


@pytest.mark.parametrize("by", [None, "Li"])
@pytest.mark.parametrize("state", list(JoinState))
def test_every_end_of_a_request_is_told(state: JoinState, by: str | None) -> None:
    said = letting_in.settled(ENGLISH, Wish(ASKED, NORTH), state, by)
    assert "Xin &lt;b&gt;" in said.text and "North &lt;1&gt;" in said.text
    named = by is not None and state in (JoinState.LET_IN, JoinState.REFUSED)
    assert ("Li" in said.text) is named
    anyway = [button.data for row in said.buttons for button in row]
    assert anyway == (["join:yes:9"] if state is JoinState.REFUSED else [])


def test_many_newcomers_are_a_number_and_some_names() -> None:
    said = taken_in(ENGLISH, NORTH.id, NORTH.name, [f"<{n}>" for n in range(25)])
    assert "25 new members" in said.text and "&lt;19&gt;" in said.text
    assert "&lt;20&gt;" not in said.text and "…" in said.text
    assert "1 new member " in taken_in(ENGLISH, NORTH.id, "x", ["Li"]).text


def test_who_has_left_is_asked_about_and_may_come_back() -> None:
    asked = leaving.has_left_group(ENGLISH, NORTH, "<Li>", PersonId(5))
    assert [b.data for b in asked.buttons[0]] == ["left:gone:3:5", "left:stays:3:5"]
    for by in (None, "Sun"):
        gone = leaving.has_left_branch(ENGLISH, NORTH, "<Li>", PersonId(5), by)
        assert gone.buttons[0][0].data == "left:stays:3:5"
        stays = leaving.stays_in_branch(ENGLISH, NORTH, "<Li>", by)
        assert all("&lt;Li&gt;" in each.text for each in (gone, stays))
        assert all(("Sun" in each.text) is (by is not None) for each in (gone, stays))
