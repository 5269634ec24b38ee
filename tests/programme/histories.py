"""Two branches over a turn of the month, and all that can happen to what is summed up of them."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct, field
from sqlalchemy import select, update

from programme.behalf import Helped, take_back_note
from programme.book import Book
from programme.deeds import NewNote, answer, check_in, home_of, keep_note, undo_check_in
from programme.flushing import flush
from programme.page import Page
from storage import postings, programmes
from storage.behalf import note_put_down
from storage.branch_days import open_days
from storage.database import Database, Transaction
from storage.doers import Doer, doer_of
from storage.people import add_membership, add_person
from storage.postings import NewPosting, add_postings
from storage.programmes import KeptItem, add_items, add_version
from storage.questions import askable, store_questions
from storage.slots import NewSlot, put
from storage.snapshot import Named, Posted
from storage.tables.work import postings as posted
from storage.units import unit_by_code, upsert_units
from storage.values.days import PostingId, SlotKind
from storage.values.messages import Refused
from storage.values.people import ChatId, MessageId, Person, PersonId, TelegramId, Unit, UnitId
from storage.values.programme_files import Points, ProgrammeSettings, UnitRow
from tests.storage.branch_rows import BOT, DEFAULTS, ITEM, ONE, SEVERAL, SIX, TWO_BRANCHES

DAYS = [date(2026, 5, 29) + timedelta(days=n) for n in range(6)]
WHO = {"Li": 11, "Wang": 12, "Zhao": 13, "Chen": 21, "Sun": 22}
"""Those with Telegram, and their numbers there; the last two are of the south."""
ACTS = ("read", "one", "several", "wrong", "note", "undo", "for another", "note back", "write")
"""What somebody does; ``write``: what was done so far is written before the batch goes on."""
_KINDS = (SlotKind.MORNING, SlotKind.NOON, SlotKind.EVENING)
WORTH = Points()
"""What the acts of a day are worth."""


class Act(Struct, frozen=True):
    """Somebody's act for the day of this number."""

    who: str
    day: int
    what: str


class Step(Struct, frozen=True):
    """Something that happens on the day of this number: ``what``, to whom, and how far."""

    what: str
    day: int
    who: str = "Li"
    other: int = 0
    acts: tuple[Act, ...] = ()


class World(Struct):
    """The two branches; ``paper`` are those on the list whom nobody has found in Telegram.
    ``erased`` are the notes that are gone and count still, by who wrote them for which day."""

    database: Database
    units: dict[str, Unit]
    people: dict[str, PersonId]
    paper: list[tuple[PersonId, Unit]]
    messages: int = 1000
    erased: Counter[tuple[int, str]] = field(default_factory=Counter)


async def world(database: Database) -> World:
    """Both branches with their people, and all their days posted; the first days have begun."""
    async with database.writing() as tx:
        await upsert_units(tx, [*TWO_BRANCHES, UnitRow(5, "other", None, "town", "Other Town")])
        north, south = [await unit_by_code(tx, code, DEFAULTS) for code in ("north", "south")]
        assert north is not None and south is not None
        found = World(database, {"north": north, "south": south}, {}, [])
        for name, number in WHO.items():
            home = south if number > 20 else north
            found.people[name] = await _member(tx, name, TelegramId(number), home)
        for home in (north, south):
            listed = await _member(tx, f"Paper {home.code}", None, home)
            found.paper.append((listed, home))
        version = await add_version(tx, ProgrammeSettings("p", {"en": "P"}, ("en",)), "hash", SIX)
        await add_items(tx, version.id, [KeptItem(ITEM)])
        await store_questions(tx, "p", version.id, [ONE, SEVERAL], SIX)
        await _post(tx, found)
        await open_days(tx, {(unit.id, day) for unit in (north, south) for day in DAYS[:4]})
    return found


async def _member(tx: Transaction, name: str, number: TelegramId | None, home: Unit) -> PersonId:
    known = await add_person(tx, Person(PersonId(0), name, number))
    await add_membership(tx, known.id, home.id, date(2026, 5, 1), home=True)
    return known.id


async def _post(tx: Transaction, found: World) -> None:
    new = [
        NewSlot(BOT, kind, unit.id, day, datetime.combine(day, time(4), UTC))
        for unit in found.units.values()
        for day in DAYS
        for kind in _KINDS
    ]
    await put(tx, new)
    version = await programmes.newest_version(tx, "p")
    assert version is not None
    asked = await askable(tx, version.id)
    planned: list[NewPosting] = []
    for unit in found.units.values():
        for day in DAYS:
            morning, noon, evening = await postings.study_slots(tx, BOT, unit.id, day)
            chat = ChatId(-unit.id)
            for slot in (morning, evening):
                planned.append(NewPosting(slot, 0, chat, "en", version.id, item_key=ITEM.key))
            for part, each in enumerate(asked):
                planned.append(
                    NewPosting(
                        noon,
                        part,
                        chat,
                        "en",
                        version.id,
                        question_id=each.id,
                        revision=each.revision,
                    )
                )
    await add_postings(tx, BOT, planned)
    await tx.run(update(posted).values(state="sent"))


async def act(world: World, step: Step, now: datetime) -> None:
    """A batch of acts, each on a page of its own."""
    async with world.database.writing() as tx:
        book = await book_of(tx, now)
        for act in step.acts:
            page = book.page()
            if act.what == "write":
                await flush(book, now)
            elif act.day <= step.day and TelegramId(WHO[act.who]) in book.doers:
                with suppress(Refused):
                    await _do(world, page, act, now)
                    book.keep(page)
        await flush(book, now)


async def book_of(tx: Transaction, now: datetime) -> Book:
    """A batch's book that knows everybody with Telegram, and all questions."""
    query = select(posted.c.id).where(posted.c.kind == SlotKind.NOON.value)
    ids = {PostingId(row.id) for row in await tx.rows(query)}
    people = {TelegramId(number) for number in WHO.values()}
    book = await Book.open(tx, BOT, Named(people=people, postings=ids))
    await book.need_zones(now, DEFAULTS)
    return book


def asked_on(page: Page, unit: UnitId, day: date) -> list[Posted]:
    """The questions of a branch's day."""
    return [
        each
        for each in page.book.by_posting.values()
        if (each.posting.unit_id, each.posting.day) == (unit, day)
    ]


async def _do(world: World, page: Page, act: Act, now: datetime) -> None:
    doer, day = page.book.doers[TelegramId(WHO[act.who])], DAYS[act.day]
    quizzes = asked_on(page, home_of(doer, day), day)
    match act.what:
        case "read":
            await check_in(page, doer, day, now, WORTH)
        case "undo":
            await undo_check_in(page, doer, day, WORTH)
        case "note":
            await _write(world, page, doer, day, now)
        case "for another" if world.paper:
            listed = await doer_of(page.book.tx, world.paper[-1][0])
            assert listed is not None
            await check_in(page, listed, day, now, WORTH, doer.person.id)
            await _write(world, page, listed, day, now, doer.person.id)
        case "note back":
            await _take_back(world, page, doer, now)
        case "for another":
            pass
        case "several":
            quiz = next(each for each in quizzes if each.posting.part == 1)
            await answer(page, doer, quiz, (0, 1), now, WORTH)
        case _:
            quiz = next(each for each in quizzes if each.posting.part == 0)
            await answer(page, doer, quiz, (1 if act.what == "wrong" else 0,), now, WORTH)


async def _write(
    world: World, page: Page, doer: Doer, day: date, now: datetime, by: PersonId | None = None
) -> None:
    world.messages += 1
    note = NewNote(day, ChatId(1), MessageId(world.messages), "words", by=by)
    await keep_note(page, doer, note, now, WORTH)


async def _take_back(world: World, page: Page, by: Doer, now: datetime) -> None:
    """Take the newest note back, if it was put down for somebody else."""
    tx, message = page.book.tx, MessageId(world.messages)
    note = await note_put_down(tx, BOT, ChatId(1), message)
    writer = await doer_of(tx, note.person_id) if note else None
    if note and writer:
        helped = Helped(writer, world.units["north"], note.day, by.person)
        await take_back_note(page, helped, note, now, WORTH)
