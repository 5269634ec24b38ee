"""Two branches over a turn of the month, and all that can happen to what is summed up of them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select, update

from programme import belonging
from programme.book import Book
from programme.deeds import NewNote, answer, check_in, home_of, keep_note, undo_check_in
from programme.flushing import flush
from programme.merging import merge
from programme.page import Page
from programme.remarking import remark
from storage import pauses, postings, programmes, questions
from storage.batch import AnswerRow, CheckInRow, NewRows, write
from storage.branch_days import open_days, spoil_days
from storage.database import Database, Transaction
from storage.erasing import erase_person
from storage.months import sum_up
from storage.people import add_membership, add_person, person
from storage.postings import NewPosting, add_postings
from storage.programmes import KeptItem, add_items, add_version
from storage.questions import askable, store_questions
from storage.slots import NewSlot, put
from storage.snapshot import Named
from storage.tables.work import postings as posted
from storage.units import unit_by_code, upsert_units
from storage.values.days import MemberDay, PostingId, SlotKind
from storage.values.messages import Refused
from storage.values.people import ChatId, MessageId, Person, PersonId, TelegramId, Unit
from storage.values.programme_files import Points, ProgrammeSettings, UnitRow
from tests.storage.branch_rows import BOT, DEFAULTS, ITEM, ONE, SEVERAL, SIX, TWO_BRANCHES

DAYS = [date(2026, 5, 29) + timedelta(days=n) for n in range(6)]
WHO = {"Li": 11, "Wang": 12, "Zhao": 13, "Chen": 21, "Sun": 22}
"""Those with Telegram, and their numbers there; the last two are of the south."""
ACTS = ("read", "one", "several", "wrong", "note", "undo")
_KINDS = (SlotKind.MORNING, SlotKind.NOON, SlotKind.EVENING)
_WORTH = Points()


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody's act for the day of this number."""

    who: str
    day: int
    what: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens on the day of this number: ``what``, to whom, and how far."""

    what: str
    day: int
    who: str = "Li"
    other: int = 0
    acts: tuple[Act, ...] = ()


@dataclass(slots=True)
class World:
    """The two branches; ``paper`` are those on the list whom nobody has found in Telegram."""

    database: Database
    units: dict[str, Unit]
    people: dict[str, PersonId]
    paper: list[tuple[PersonId, Unit]]
    messages: int = 1000


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


async def live(world: World, steps: Sequence[Step]) -> None:
    """Let all of this happen, in the order of the days; what can't be is left out."""
    for step in sorted(steps, key=lambda each: each.day):
        now = datetime.combine(DAYS[step.day], time(13), UTC)
        if step.what == "sum up":
            await sum_up(world.database, now)
        elif step.what == "key":
            await _other_key(world, step, now)
        elif step.what == "acts":
            await _act(world, step, now)
        else:
            async with world.database.writing() as tx:
                await _happen(tx, world, step, now)


async def _act(world: World, step: Step, now: datetime) -> None:
    """A batch of acts, each on a page of its own."""
    async with world.database.writing() as tx:
        query = select(posted.c.id).where(posted.c.kind == SlotKind.NOON.value)
        ids = {PostingId(row.id) for row in await tx.rows(query)}
        people = {TelegramId(number) for number in WHO.values()}
        book = await Book.open(tx, BOT, Named(people=people, postings=ids))
        await book.need_zones(now, DEFAULTS)
        for act in step.acts:
            page = book.page()
            if act.day <= step.day and TelegramId(WHO[act.who]) in book.doers:
                with suppress(Refused):
                    await _do(world, page, act, now)
                    book.keep(page)
        await flush(book, now)


async def _do(world: World, page: Page, act: Act, now: datetime) -> None:
    doer, day = page.book.doers[TelegramId(WHO[act.who])], DAYS[act.day]
    home = home_of(doer, day)
    quizzes = [
        each
        for each in page.book.by_posting.values()
        if (each.posting.unit_id, each.posting.day) == (home, day)
    ]
    match act.what:
        case "read":
            await check_in(page, doer, day, now, _WORTH)
        case "undo":
            await undo_check_in(page, doer, day, _WORTH)
        case "note":
            world.messages += 1
            note = NewNote(day, ChatId(1), MessageId(world.messages), "words")
            await keep_note(page, doer, note, now, _WORTH)
        case "several":
            quiz = next(each for each in quizzes if each.posting.part == 1)
            await answer(page, doer, quiz, (0, 1), now, _WORTH)
        case _:
            quiz = next(each for each in quizzes if each.posting.part == 0)
            await answer(page, doer, quiz, (1 if act.what == "wrong" else 0,), now, _WORTH)


async def _other_key(world: World, step: Step, now: datetime) -> None:
    async with world.database.writing() as tx:
        version = await programmes.newest_version(tx, "p")
        assert version is not None
        asked = next(each for each in await askable(tx, version.id) if each.key == ONE.key)
        await questions.correct(tx, asked.id, replace(ONE, correct=(step.other % 2,)), now)
    await remark(world.database, BOT, asked.id)


async def _happen(tx: Transaction, world: World, step: Step, now: datetime) -> None:
    day, who = DAYS[step.day], world.people[step.who]
    north, south = world.units["north"], world.units["south"]
    unit = (north, south)[step.other % 2]
    match step.what:
        case "move":
            await belonging.enter(tx, who, unit.id, day, home=True)
        case "leave the branch":
            await belonging.leave(tx, who, unit.id, day)
        case "stay":
            await belonging.stay(tx, who, unit.id, day)
        case "never came":
            await belonging.never_came(tx, who, unit.id, day)
        case "go on leave":
            first = day - timedelta(days=step.other % 3)
            await pauses.add_leave(tx, who, first, day + timedelta(days=1), who, now)
        case "come back":
            for leave in (await pauses.of_people(tx, [who], DAYS[0])).get(who, [])[:1]:
                await pauses.end(tx, leave, day - timedelta(days=1))
        case "open":
            await open_days(tx, {(unit.id, day)})
        case "spoil":
            await spoil_days(tx, {(unit.id, day)})
        case "put below":
            above = ("town", "other")[step.other // 2 % 2]
            await upsert_units(tx, [UnitRow(2, unit.code, above, "branch", unit.name)])
        case "forget":
            await erase_person(tx, who, day - timedelta(days=1), now)
        case "merge":
            await _merge(tx, world, who, day, now)


async def _merge(tx: Transaction, world: World, who: PersonId, day: date, now: datetime) -> None:
    """Somebody turns out to be one of those on the list, for whom things were put down, and who
    has answered on a Telegram account that was not theirs."""
    known = await person(tx, who)
    if not world.paper or known is None or known.telegram_id is None:
        return
    number, home = world.paper.pop()
    listed = await person(tx, number)
    assert listed is not None
    done, given = [], []
    for each in DAYS[:2]:
        found = await postings.study_postings(tx, BOT, home.id, each)
        quiz = next(one for one in found if one.question_id is not None and one.part == 0)
        assert quiz.question_id is not None
        newest = await questions.newest(tx, quiz.question_id)
        right = int(newest is not None and newest[1].correct == (0,))
        given.append(AnswerRow(listed.id, quiz.id, home.id, each, (0,), now))
        done.append(MemberDay(listed.id, home.id, each, 1, 1, right, 0, 2))
    rows = [CheckInRow(listed.id, each.day, home.id, SIX) for each in done]
    await write(tx, BOT, NewRows(check_ins=rows, answers=given, member_days=done), now)
    await merge(tx, known, listed, home, day)


STEPS = (
    "move",
    "leave the branch",
    "stay",
    "never came",
    "go on leave",
    "come back",
    "open",
    "spoil",
    "put below",
    "forget",
    "merge",
    "key",
    "sum up",
)
"""All that can happen, beside acts."""
