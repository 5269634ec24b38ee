"""Putting deeds down on behalf of members."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.behalf import (
    Helped,
    days_open,
    may_take_back,
    put_down_check_in,
    put_down_note,
    take_back_check_in,
    take_back_note,
)
from programme.book import Book
from programme.deeds import NewNote
from programme.flushing import flush
from programme.page import Page
from storage.behalf import note_put_down, put_down_for
from storage.database import Database
from storage.doers import Doer, Home, doer_of
from storage.office_acts import recent
from storage.people import add_membership, add_person
from storage.snapshot import Named
from storage.tables.deeds import member_days, notes, streaks
from storage.values.behalf import Deed
from storage.values.messages import Refused
from storage.values.offices import ActKind
from storage.values.people import ChatId, MessageId, Person, PersonId, UnitId
from storage.values.programme_files import Points, Windows
from tests.programme.pages import a_day, rows
from tests.programme.studies import SQLITE_ONLY
from tests.storage.branch_rows import BOT, DAY, Branch

NINE = datetime(2026, 5, 20, 1, tzinfo=UTC)
WORTH = Points()
HERE, THERE = UnitId(1), UnitId(2)


def day(number: int) -> date:
    return date(2026, 5, number)


def somebody(*homes: Home) -> Doer:
    return Doer(Person(PersonId(5), "Sun"), homes, None)


@pytest.mark.parametrize(
    ("homes", "make_up", "expected"),
    [
        ((Home(HERE, day(1), None),), 3, [20, 19, 18]),
        ((Home(HERE, day(1), None),), 1, [20, 19]),
        ((Home(HERE, day(1), None),), 0, [20]),
        ((Home(HERE, day(19), None),), 3, [20, 19]),
        ((Home(HERE, day(20), None), Home(THERE, day(1), day(19))), 3, [20]),
        ((Home(THERE, day(1), None),), 3, []),
    ],
)
def test_the_days_that_are_open(homes: tuple[Home, ...], make_up: int, expected: list[int]) -> None:
    found = days_open(DAY, Windows(make_up_days=make_up), somebody(*homes), HERE)
    assert [each.day for each in found] == expected


def test_what_was_put_down_can_be_taken_back_for_a_day() -> None:
    assert may_take_back(NINE, NINE + timedelta(days=1))
    assert not may_take_back(NINE, NINE + timedelta(days=1, seconds=1))


@dataclass
class Office:
    """Li, who looks after Sun, who has no Telegram."""

    database: Database
    branch: Branch
    sun: PersonId

    @asynccontextmanager
    async def helping(self, now: datetime = NINE) -> AsyncIterator[tuple[Page, Helped]]:
        """A page on which Li does something for Sun; kept at the end."""
        async with self.database.writing() as tx:
            book = await Book.open(tx, BOT, Named())
            page, doer = book.page(), await doer_of(tx, self.sun)
            assert doer is not None
            li = Person(self.branch.people[0], "Li")
            yield page, Helped(doer, self.branch.unit, DAY, li)
            book.keep(page)
            await flush(book, now)

    async def his_day(self) -> tuple[int, int, int, int]:
        """Check-ins, notes, points of Sun's day, and the length of his streak."""
        found = [r for r in await rows(self.database, member_days) if r["person_id"] == self.sun]
        streak = [r for r in await rows(self.database, streaks) if r["person_id"] == self.sun]
        length = streak[0]["length"] if streak else 0
        return found[0]["check_ins"], found[0]["notes"], found[0]["points"], length


@pytest.fixture
async def office(database: Database) -> Office:
    branch = await a_day(database)
    async with database.writing() as tx:
        sun = (await add_person(tx, Person(PersonId(0), "Sun"))).id
        await add_membership(tx, sun, branch.unit.id, date(2026, 1, 1), home=True)
    return Office(database, branch, sun)


def words(on: date = DAY, message: int = 9) -> NewNote:
    return NewNote(on, ChatId(11), MessageId(message), "his words")


@SQLITE_ONLY
async def test_it_counts_like_a_deed_of_their_own_and_says_who_did_it(office: Office) -> None:
    async with office.helping() as (page, helped):
        assert await put_down_check_in(page, helped, DAY, NINE, WORTH)
    async with office.helping() as (page, helped):
        assert not await put_down_check_in(page, helped, DAY, NINE, WORTH)
    async with office.helping() as (page, helped):
        await put_down_note(page, helped, words(), NINE, WORTH)
    assert await office.his_day() == (1, 1, WORTH.morning + WORTH.note, 1)
    (note,) = await rows(office.database, notes)
    assert note["by_id"] == office.branch.people[0] and note["private"]
    async with office.database.reading() as tx:
        down = await put_down_for(tx, office.sun, DAY, DAY)
        assert [(each.deed, each.by_name) for each in down] == [
            (Deed.CHECK_IN, "Li"),
            (Deed.NOTE, "Li"),
        ]
        acts = [each.act for each in await recent(tx, office.branch.unit.id, NINE)]
    assert [(act.kind, act.subject, act.day, act.detail) for act in acts] == [
        (ActKind.PUT_DOWN, office.sun, DAY, "note"),
        (ActKind.PUT_DOWN, office.sun, DAY, "check-in"),
    ]


@SQLITE_ONLY
async def test_it_is_taken_back_with_all_that_it_counted_for(office: Office) -> None:
    later = NINE + timedelta(hours=2)
    async with office.helping() as (page, helped):
        await put_down_check_in(page, helped, DAY, NINE, WORTH)
    async with office.helping() as (page, helped):
        await put_down_note(page, helped, words(), NINE, WORTH)
    async with office.helping(later) as (page, helped):
        found = await note_put_down(page.book.tx, BOT, ChatId(11), MessageId(9))
        assert found is not None
        await take_back_note(page, helped, found, later, WORTH)
    # The check-in stays when the note goes.
    assert await office.his_day() == (1, 0, WORTH.morning, 1)
    async with office.helping(later) as (page, helped):
        assert await take_back_check_in(page, helped, DAY, later, WORTH)
    assert await office.his_day() == (0, 0, 0, 0)
    assert not await rows(office.database, notes)
    async with office.helping(later) as (page, helped):
        assert not await take_back_check_in(page, helped, DAY, later, WORTH)


@SQLITE_ONLY
async def test_it_is_not_taken_back_after_a_day(office: Office) -> None:
    much_later = NINE + timedelta(days=1, minutes=1)
    async with office.helping() as (page, helped):
        await put_down_check_in(page, helped, DAY, NINE, WORTH)
    async with office.helping() as (page, helped):
        await put_down_note(page, helped, words(), NINE, WORTH)
    async with office.helping(much_later) as (page, helped):
        found = await note_put_down(page.book.tx, BOT, ChatId(11), MessageId(9))
        assert found is not None
        with pytest.raises(Refused, match="a day ago"):
            await take_back_note(page, helped, found, much_later, WORTH)
        with pytest.raises(Refused, match="a day ago"):
            await take_back_check_in(page, helped, DAY, much_later, WORTH)
    assert (await office.his_day())[:2] == (1, 1)


@SQLITE_ONLY
async def test_a_closed_day_and_a_day_without_a_post_are_refused(office: Office) -> None:
    async with office.helping() as (page, helped):
        with pytest.raises(Refused, match="can't be changed"):
            await put_down_check_in(page, helped, day(16), NINE, WORTH)
        with pytest.raises(Refused, match="can't be changed"):
            await put_down_note(page, helped, words(day(21)), NINE, WORTH)
        with pytest.raises(Refused, match="Nothing to read"):
            await put_down_check_in(page, helped, day(19), NINE, WORTH)
        # A note needs no post.
        await put_down_note(page, helped, words(day(19)), NINE, WORTH)


@SQLITE_ONLY
async def test_the_note_of_a_day_that_is_over_is_late_and_leaves_no_trace_when_it_goes(
    office: Office,
) -> None:
    async with office.helping() as (page, helped):
        await put_down_note(page, helped, words(day(19)), NINE, WORTH)
    assert [r["late"] for r in await rows(office.database, member_days)] == [1]
    async with office.helping() as (page, helped):
        found = await note_put_down(page.book.tx, BOT, ChatId(11), MessageId(9))
        assert found is not None
        await take_back_note(page, helped, found, NINE, WORTH)
    (left,) = await rows(office.database, member_days)
    assert (left["notes"], left["late"], left["points"]) == (0, 0, 0)
