"""Taps on a question's letters in the group, on pages of a batch's book."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from handlers.quiz_taps import LetterTap, Told, letter_named, tapped
from programme.book import Book
from programme.flushing import flush
from programme.page import Page
from storage.database import Database
from storage.slots import NewSlot, put
from storage.snapshot import Named
from storage.tables.deeds import answers, member_days, picks
from storage.values.days import PostingId, SlotKind
from storage.values.deliveries import DeliveryKind
from storage.values.people import TelegramId
from tests.programme.pages import LI, STRANGER, WANG, a_day, rows
from tests.storage.branch_rows import BOT, DAY, DEFAULTS, Branch

NOON = datetime(2026, 5, 20, 5, tzinfo=UTC)
CLOSED = datetime(2026, 5, 20, 11, 0, 30, tzinfo=UTC)


class Taps:
    """A branch whose members tap letters, batch after batch."""

    def __init__(self, database: Database, branch: Branch) -> None:
        self.database = database
        self.branch = branch
        self.kinds: list[DeliveryKind] = []
        self.toasts: list[Told] = []

    async def tap(
        self, *options: int | None, who: TelegramId = LI, question: int = 1, now: datetime = NOON
    ) -> str:
        """Tap letters in one batch (None: submit); what is said to the last."""
        posting_id = self.branch.postings[question].id
        async with self.database.writing() as tx:
            book = await self._book(tx, {LI, WANG, STRANGER}, posting_id, now)
            for option in options:
                page = book.page()
                told = tapped(page, LetterTap(posting_id, option), who, now, "en")
                self.kinds += [each.kind for each in page.added.deliveries]
                book.keep(page)
                self.toasts.append(told)
            await flush(book, now)
        return self.toasts[-1].text

    async def _book(self, tx: Any, people: set[TelegramId], of: PostingId, now: datetime) -> Book:
        book = await Book.open(tx, BOT, Named(people=people, postings={of}, lettered={of}))
        await book.need_zones(now, DEFAULTS)
        await book.need_results(now)
        return book

    async def answers(self) -> list[Mapping[str, Any]]:
        return await rows(self.database, answers)


@pytest.fixture
def database_kind() -> str:
    """The queries behind it are tested on both kinds."""
    return "sqlite"


@pytest.fixture
async def taps(database: Database) -> Taps:
    return Taps(database, await a_day(database))


async def test_one_tap_answers_and_only_the_one_who_tapped_is_told(taps: Taps) -> None:
    assert await taps.tap(0) == "Right!\nDuty does."
    assert await taps.tap(1, who=WANG) == "Look again: it's A, duty\nDuty does."
    assert [told.alert for told in taps.toasts] == [True, True]
    assert [row["chosen"] for row in await taps.answers()] == ["0", "1"]
    days = await rows(taps.database, member_days)
    assert [(day["answered"], day["right"], day["points"]) for day in days] == [
        (1, 1, 2),
        (1, 0, 1),
    ]
    assert taps.kinds == [DeliveryKind.COUNTER] * 2


@pytest.mark.parametrize("together", [True, False])
async def test_a_change_is_kept_and_the_first_one_counts(taps: Taps, together: bool) -> None:
    batches = [(1, 1, 0)] if together else [(1,), (1,), (0,)]
    for batch in batches:
        said = await taps.tap(*batch)
    # The same letter once more says the same again.
    assert taps.toasts[0] == taps.toasts[1]
    assert said.startswith("Right!\nYour change is noted; your first choice, B,")
    [answer] = await taps.answers()
    assert (answer["chosen"], answer["changed_to"]) == ("1", "0")
    [day] = await rows(taps.database, member_days)
    assert (day["answered"], day["right"], day["points"]) == (1, 0, 1)
    assert taps.kinds == [DeliveryKind.COUNTER]


@pytest.mark.parametrize("together", [True, False])
async def test_several_are_picked_left_again_and_submitted(taps: Taps, together: bool) -> None:
    taps_made = (2, 1, 2, 0, None)
    for batch in [taps_made] if together else [(each,) for each in taps_made]:
        await taps.tap(*batch, question=2)
    assert [told.text for told in taps.toasts[:4]] == [
        "Chosen: C. Tap Submit when done.",
        "Chosen: B, C. Tap Submit when done.",
        "Chosen: B. Tap Submit when done.",
        "Chosen: A, B. Tap Submit when done.",
    ]
    # A box to be closed at every letter would be a nuisance.
    assert [told.alert for told in taps.toasts] == [False] * 4 + [True]
    assert taps.toasts[-1].text == "Right!"
    assert [row["chosen"] for row in await taps.answers()] == ["0,1"]


async def test_picks_are_everybodys_own_and_outlive_the_process(taps: Taps) -> None:
    await taps.tap(0, question=2)
    await taps.tap(2, question=2, who=WANG)
    assert await taps.tap(1, question=2) == "Chosen: A, B. Tap Submit when done."
    assert sorted(row["chosen"] for row in await rows(taps.database, picks)) == ["0,1", "2"]
    assert await taps.answers() == []


async def test_what_was_submitted_can_be_picked_anew(taps: Taps) -> None:
    await taps.tap(0, None, question=2)
    assert await taps.tap(1, question=2) == "Chosen: A, B. Tap Submit when done."
    said = await taps.tap(None, question=2)
    assert said == "Right!\nYour change is noted; your first choice, A, is the one that counts."
    [answer] = await taps.answers()
    assert (answer["chosen"], answer["changed_to"]) == ("0", "0,1")


async def test_nothing_picked_is_nothing_submitted(taps: Taps) -> None:
    assert "Nothing is chosen yet" in await taps.tap(None, question=2)
    assert "Nothing is chosen now" in await taps.tap(0, 0, question=2)
    assert "Nothing is chosen yet" in await taps.tap(None, question=2)
    assert await taps.answers() == []


async def test_after_the_end_the_result_stands(taps: Taps) -> None:
    await taps.tap(1)
    assert "Your answer is kept: B." in await taps.tap(0, now=CLOSED)
    missed = await taps.tap(0, now=CLOSED, who=WANG)
    assert "the result stands below" in missed and "/today" in missed
    assert "/today" in await taps.tap(0, now=CLOSED + timedelta(days=3), who=WANG)
    assert "closed by now" in await taps.tap(0, now=CLOSED + timedelta(days=4), who=WANG)
    assert "kept: B." in await taps.tap(0, now=CLOSED + timedelta(days=30))
    [answer] = await taps.answers()
    assert (answer["chosen"], answer["changed_to"]) == ("1", None)


async def test_a_tap_that_was_fetched_late_is_in_time_until_the_result_is_counted(
    taps: Taps,
) -> None:
    unit = taps.branch.unit.id
    async with taps.database.writing() as tx:
        await put(tx, [NewSlot(BOT, SlotKind.RESULT, unit, DAY, CLOSED)])
    assert (await taps.tap(0, now=CLOSED)).startswith("Right!")


async def test_who_does_not_belong_here_is_told_where_to_turn_to(
    taps: Taps, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "secretary" in await taps.tap(0, who=STRANGER)
    opened = Taps._book

    async def moved(self: Taps, *of: Any) -> Book:
        book = await opened(self, *of)
        li = book.doers[LI]
        away = tuple(replace(home, unit_id=home.unit_id + 1) for home in li.homes)
        book.doers[LI] = replace(li, homes=away)
        return book

    monkeypatch.setattr(Taps, "_book", moved)
    assert "home branch" in await taps.tap(0)
    assert await taps.answers() == []


@pytest.mark.parametrize(
    ("question", "option"),
    # No such option, nothing to submit, a post of the morning and one of the evening.
    [(1, 2), (1, None), (2, 3), (0, 0), (3, 0), (3, None)],
)
async def test_a_forged_letter_is_refused(taps: Taps, question: int, option: int | None) -> None:
    assert "too old" in await taps.tap(option, question=question)
    assert await taps.answers() == []


async def test_an_unknown_question_is_too_old(taps: Taps) -> None:
    async with taps.database.writing() as tx:
        page = Page(await Book.open(tx, BOT, Named(people={LI}, lettered={PostingId(999)})))
        told = tapped(page, LetterTap(PostingId(999), 0), LI, NOON, "en")
    assert "too old" in told.text


@pytest.mark.parametrize(
    ("data", "tap"),
    [
        ("quiz:0:12", LetterTap(PostingId(12), 0)),
        ("quiz:11:12", LetterTap(PostingId(12), 11)),
        ("quiz:submit:12", LetterTap(PostingId(12), None)),
        ("quiz:-1:12", None),
        ("quiz:100:12", None),
        ("quiz:0:", None),
        ("quiz:0:1" + "0" * 18, None),
        ("quiz:٣:12", None),
        ("read:12", None),
    ],
)
def test_the_button_names_its_letter(data: str, tap: LetterTap | None) -> None:
    assert letter_named(data) == tap


@given(st.text())
def test_a_forged_button_is_none_or_a_number_that_fits(data: str) -> None:
    for each in (data, f"quiz:{data}", f"quiz:0:{data}"):
        found = letter_named(each)
        assert found is None or 0 <= found.posting_id < 2**63
