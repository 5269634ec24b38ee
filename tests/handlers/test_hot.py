"""The hot kinds: votes in a quiz and taps on «I've read it», on pages of a batch's book."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from handlers.hot import posting_named, read, vote
from programme.page import Page
from storage.batch import ParkedVote
from storage.database import Database
from storage.tables.telegram import polls
from storage.values.days import PostingId
from storage.values.deliveries import DeliveryKind, Rank
from storage.values.people import TelegramId
from tests.programme.pages import LI, STRANGER, WANG, a_day, open_book
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, Branch
from tests.storage.posting_rows import add

NOW = datetime(2026, 5, 20, 5, tzinfo=UTC)


async def page_of(database: Database, branch: Branch) -> Page:
    """A page of a batch on which the first question is the poll ``p``."""
    async with database.writing() as tx:
        await add(tx, polls, bot_id=BOT, poll_id="p", posting_id=branch.postings[1].id, known_at=0)
        book = await open_book(tx, branch)
        book.by_poll["p"] = book.by_posting[branch.postings[1].id]
    return book.page()


def cast_by(who: TelegramId, *chosen: int, poll: str = "p") -> ParkedVote:
    return ParkedVote(poll, who, chosen, 5)


@SQLITE_ONLY
async def test_a_vote_is_a_members_first_answer(database: Database) -> None:
    branch = await a_day(database)
    page = await page_of(database, branch)
    for cast in (cast_by(LI, 1), cast_by(LI, 0), cast_by(LI), cast_by(WANG, 0)):
        vote(page, cast, NOW)
    stored = [(row.person_id, row.chosen) for row in page.added.answers.values()]
    assert stored == list(zip(branch.people, [(1,), (0,)], strict=True))
    assert [page.added.member_days[who, DAY].points for who in branch.people] == [1, 2]


@SQLITE_ONLY
async def test_votes_that_count_for_nobody(database: Database) -> None:
    branch = await a_day(database)
    page = await page_of(database, branch)
    li = page.book.doers[LI]
    for cast in (cast_by(STRANGER, 0), cast_by(LI)):
        vote(page, cast, NOW)
    page.book.doers[LI] = replace(li, homes=())
    vote(page, cast_by(LI, 0), NOW)
    assert (page.added.answers, page.added.member_days, page.added.parked) == ({}, {}, [])


@SQLITE_ONLY
async def test_a_vote_in_an_unknown_poll_is_parked(database: Database) -> None:
    page = await page_of(database, await a_day(database))
    cast = cast_by(STRANGER, 2, poll="unknown")
    vote(page, cast, NOW)
    assert page.added.parked == [cast]


@SQLITE_ONLY
async def test_a_tap_checks_in_and_asks_for_a_new_count(database: Database) -> None:
    branch = await a_day(database)
    page = await page_of(database, branch)
    morning = branch.postings[0].id
    assert read(page, morning, LI, NOW, "en") == "Noted: day 1 running"
    (wish,) = page.added.deliveries
    assert (wish.kind, wish.posting_id) == (DeliveryKind.COUNTER, morning)
    assert len(page.added.check_ins) == 1


@SQLITE_ONLY
async def test_a_second_tap_says_so_and_offers_to_undo_where_one_can_be_written_to(
    database: Database,
) -> None:
    branch = await a_day(database)
    page = await page_of(database, branch)
    morning = branch.postings[0].id
    page.book.in_private = {WANG}
    for who in (LI, WANG):
        read(page, morning, who, NOW, "en")
        for _ in range(2):
            assert "Already noted" in read(page, morning, who, NOW, "en")
    offers = [each for each in page.added.deliveries if each.kind is DeliveryKind.TEXT]
    assert {(int(each.chat_id), each.rank) for each in offers} == {(int(WANG), Rank.REPLY)}
    assert len({each.key for each in offers}) == 1
    assert offers[0].payload["buttons"][0][0]["data"] == f"undo:{morning}"
    assert len(page.added.check_ins) == 2


@SQLITE_ONLY
@pytest.mark.parametrize("days", [0, 3, 9])
async def test_a_day_stays_open_for_as_long_as_can_be_made_up(
    database: Database, days: int
) -> None:
    branch = await a_day(database)
    page = await page_of(database, branch)
    said = read(page, branch.postings[0].id, LI, NOW + timedelta(days=days), "en")
    assert ("closed" in said) == (days == 9)
    assert len(page.added.check_ins) == (days != 9)


@SQLITE_ONLY
async def test_taps_that_do_nothing_are_answered_kindly(database: Database) -> None:
    branch = await a_day(database)
    page = await page_of(database, branch)
    morning, quiz = branch.postings[0].id, branch.postings[1].id
    assert "too old" in read(page, PostingId(999), LI, NOW, "en")
    assert "too old" in read(page, quiz, LI, NOW, "en")
    assert "secretary" in read(page, morning, STRANGER, NOW, "en")
    li = page.book.doers[LI]
    page.book.doers[LI] = replace(
        li, homes=tuple(replace(h, until=date(2026, 5, 1)) for h in li.homes)
    )
    assert "secretary" in read(page, morning, LI, NOW, "en")
    assert (page.added.check_ins, page.added.deliveries) == ([], [])


@pytest.mark.parametrize(
    ("data", "posting"),
    [
        ("read:12", 12),
        ("read:", None),
        ("read:x", None),
        ("read:-1", None),
        ("12", None),
        ("read:" + "9" * 18, 10**18 - 1),
        # No number of ours has more digits, and the database takes no more.
        ("read:" + "9" * 19, None),
    ],
)
def test_the_button_names_its_posting(data: str, posting: int | None) -> None:
    assert posting_named(data) == posting


@given(st.text())
def test_a_forged_button_names_none_or_a_number_that_fits(data: str) -> None:
    for each in (data, f"read:{data}"):
        found = posting_named(each)
        assert found is None or 0 <= found < 2**63
