"""The list of members, and one member's day."""

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from programme.behalf import Helped, MemberPage
from reports.members import ListPage, list_text, member_text, ordered
from storage.doers import Doer
from storage.people import Member
from storage.values.behalf import Deed, PutDown
from storage.values.days import MemberDay
from storage.values.people import Person, PersonId, TelegramId, Unit, UnitId
from tests.reports.plain import ENGLISH

UNIT = Unit(UnitId(2), "north", None, "/2/", "", "North & Co", "Asia/Shanghai", "zh", None)
TODAY = date(2026, 5, 20)
DAYS = tuple(TODAY - timedelta(days=n) for n in range(3))
LI = Person(PersonId(1), "Li", TelegramId(11))


def member(number: int, name: str, *, telegram: bool = True) -> Member:
    person = Person(PersonId(number), name, TelegramId(number) if telegram else None)
    return Member(person, date(2026, 1, 1))


def page(person: Person, **changes: object) -> MemberPage:
    helped = Helped(Doer(person, (), None), UNIT, TODAY, LI)
    done = MemberDay(person.id, UNIT.id, TODAY)
    return replace(MemberPage(helped, TODAY, DAYS, done, is_posted=True), **changes)  # type: ignore[arg-type]


def data(said_by: MemberPage) -> list[str]:
    return [b.data or "" for row in member_text(ENGLISH, said_by).buttons for b in row]


def test_who_needs_a_hand_comes_first_and_the_others_two_a_row() -> None:
    listed = ordered(
        [member(1, "B"), member(2, "C"), member(3, "A"), member(4, "Z", telegram=False)]
    )
    assert [each.person.name for each in listed] == ["Z", "A", "B", "C"]
    said = list_text(ENGLISH, ListPage(UNIT, listed, 1, 3, 28, 1, {PersonId(3): 2}))
    assert "North &amp; Co" in said.text and "28 members" in said.text
    assert [len(row) for row in said.buttons] == [1, 2, 1, 2, 2]
    assert "(no Telegram)" in said.buttons[0][0].text
    # Two of one name are told apart.
    assert said.buttons[1][0].text.endswith("· 2")
    turning = [button.data for button in said.buttons[-2]]
    assert turning == ["members:2:0", "members:2:2"]
    assert [button.data for button in said.buttons[-1]] == ["wall:2", "poster:2"]


def test_an_empty_list_says_so() -> None:
    said = list_text(ENGLISH, ListPage(UNIT, (), 0, 1, 0, 0, {}))
    assert "Nobody is on the list yet" in said.text and not said.buttons


def test_a_check_in_is_offered_when_there_is_something_to_read() -> None:
    sun = Person(PersonId(5), "<Sun>")
    assert "behalf:read:5:2026-05-20" in data(page(sun))
    assert "behalf:read:5:2026-05-20" not in data(page(sun, is_posted=False))
    done = MemberDay(sun.id, UNIT.id, TODAY, check_ins=1)
    # What they did themselves nobody else takes back.
    own = data(page(sun, done=done))
    assert not any(each.startswith(("behalf:read", "behalf:unread")) for each in own)
    down = (PutDown(TODAY, Deed.CHECK_IN, "Li", datetime(2026, 5, 20, tzinfo=UTC)),)
    put_down = page(sun, done=done, put_down=down)
    assert "behalf:unread:5:2026-05-20" in data(put_down)
    text = member_text(ENGLISH, put_down, "<b>Done</b>").text
    assert text.startswith("<b>Done</b>\n\n") and "&lt;Sun&gt;" in text
    assert "put down by" in text and "Noon" not in text


def test_nothing_is_put_down_for_oneself() -> None:
    assert data(page(LI)) == [*(f"member:1:{day}" for day in DAYS), "members:2:0"]
    assert "Noon" in member_text(ENGLISH, page(LI)).text


def test_every_button_fits_into_telegrams_64_bytes() -> None:
    most = Person(PersonId(2**53), "x")
    assert all(len(each.encode()) <= 64 for each in data(page(most)))
