"""What happens to the two branches of :mod:`tests.programme.histories`, beside what their members
do."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Row, select

from programme import belonging
from programme.deeds import answer, check_in
from programme.flushing import flush
from programme.importing import import_roster
from programme.merging import merge
from programme.remarking import remark
from storage import chats, pauses, programmes, questions
from storage.branch_days import open_days, spoil_days
from storage.database import Transaction
from storage.doers import doer_of
from storage.erasing import erase_person
from storage.months import sum_up
from storage.notes import delete_note
from storage.people import person
from storage.questions import askable
from storage.tables.deeds import notes
from storage.units import upsert_units
from storage.values.messages import BadInput, Refused
from storage.values.notes import NoteId
from storage.values.people import ChatId, PersonId, TelegramId, Unit
from storage.values.programme_files import RosterRow, UnitRow
from tests.programme.histories import DAYS, WHO, WORTH, Step, World, act, asked_on, book_of
from tests.storage.branch_rows import BOT, DEFAULTS, ONE

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
    "tidy up",
    "merge",
    "on the roster",
    "close",
    "migrate",
    "key",
    "sum up",
)
"""All that can happen, beside acts."""


async def live(world: World, steps: Sequence[Step]) -> None:
    """Let all of this happen, in the order of the days; what can't be is left out."""
    for step in sorted(steps, key=lambda each: each.day):
        now = datetime.combine(DAYS[step.day], time(13), UTC)
        if step.what == "sum up":
            await sum_up(world.database, now)
        elif step.what == "key":
            await _other_key(world, step, now)
        elif step.what == "acts":
            await act(world, step, now)
        else:
            async with world.database.writing() as tx:
                await _happen(tx, world, step, now)


async def _other_key(world: World, step: Step, now: datetime) -> None:
    async with world.database.writing() as tx:
        version = await programmes.newest_version(tx, "p")
        assert version is not None
        asked = next(each for each in await askable(tx, version.id) if each.key == ONE.key)
        await questions.correct(tx, asked.id, replace(ONE, correct=(step.other % 2,)), now)
    await remark(world.database, BOT, asked.id)


async def _happen(tx: Transaction, world: World, step: Step, now: datetime) -> None:
    unit = tuple(world.units.values())[step.other % 2]
    await _happen_to_unit(tx, step, unit)
    await _happen_to_member(tx, world, step, unit)
    await _become_known(tx, world, step, unit, now)


async def _happen_to_unit(tx: Transaction, step: Step, unit: Unit) -> None:
    day, often = DAYS[step.day], step.other // 2 % 2
    row = UnitRow(2, unit.code, "town", "branch", unit.name)
    match step.what:
        case "open":
            await open_days(tx, {(unit.id, day)})
        case "spoil":
            await spoil_days(tx, {(unit.id, day)})
        case "put below":
            await upsert_units(tx, [replace(row, parent=("town", "other")[often])])
        case "close":
            await upsert_units(tx, [replace(row, until=(None, day)[often])])
        case "migrate":
            await chats.migrate(tx, BOT, ChatId(-unit.id), ChatId(-100 - unit.id))


async def _happen_to_member(tx: Transaction, world: World, step: Step, unit: Unit) -> None:
    day, who = DAYS[step.day], world.people[step.who]
    match step.what:
        case "move":
            await belonging.enter(tx, who, unit.id, day, home=True)
        case "leave the branch":
            await belonging.leave(tx, who, unit.id, day)
        case "stay":
            await belonging.stay(tx, who, unit.id, day)
        case "never came":
            await belonging.never_came(tx, who, unit.id, day)
        case "come back":
            for leave in (await pauses.of_people(tx, [who], DAYS[0])).get(who, [])[:1]:
                await pauses.end(tx, leave, day - timedelta(days=1))
        case "tidy up":
            for note in (await _notes_of(tx, who))[:1]:
                world.erased[who, note.day] += 1
                await delete_note(tx, NoteId(note.id))


async def _become_known(
    tx: Transaction, world: World, step: Step, unit: Unit, now: datetime
) -> None:
    day, who = DAYS[step.day], world.people[step.who]
    match step.what:
        case "go on leave":
            first = day - timedelta(days=step.other % 3)
            await pauses.add_leave(tx, who, first, day + timedelta(days=1), who, now)
        case "on the roster":
            await _list(tx, step, unit, now)
        case "merge":
            await _merge(tx, world, who, day, now)
        case "forget":
            world.erased.update((who, note.day) for note in await _notes_of(tx, who))
            await erase_person(tx, who, day - timedelta(days=1), now)


async def _notes_of(tx: Transaction, who: PersonId) -> Sequence[Row[Any]]:
    return await tx.rows(select(notes).where(notes.c.person_id == who).order_by(notes.c.id))


async def _list(tx: Transaction, step: Step, unit: Unit, now: datetime) -> None:
    """A roster says when somebody came, or has left; some of them nobody knew of."""
    day = DAYS[step.day] + timedelta(days=step.other - 2)
    name, number = f"Listed {step.who}", f"no {step.who}"
    row = RosterRow(2, unit.code, name, joined=day, external_id=number)
    if step.other % 2:
        row = RosterRow(2, unit.code, name, left=day, external_id=number)
    if step.other == 3:
        row = replace(row, telegram_id=TelegramId(WHO[step.who]))
    with suppress(BadInput):
        await import_roster(tx, [row], now, DEFAULTS)


async def _merge(tx: Transaction, world: World, who: PersonId, day: date, now: datetime) -> None:
    """Somebody turns out to be one of those on the list, for whom things were put down, and who
    has answered on a Telegram account that was not theirs."""
    known = await person(tx, who)
    if not world.paper or known is None or known.telegram_id is None:
        return
    number, home = world.paper.pop()
    listed, doer = await person(tx, number), await doer_of(tx, number)
    assert listed is not None and doer is not None
    book = await book_of(tx, now)
    for each in DAYS[:2]:
        page = book.page()
        with suppress(Refused):
            await check_in(page, doer, each, now, WORTH)
            quiz = next(quiz for quiz in asked_on(page, home.id, each) if quiz.posting.part == 0)
            await answer(page, doer, quiz, (0,), now, WORTH)
            book.keep(page)
    await flush(book, now)
    await merge(tx, known, listed, home, day)
    for (person_id, written), times in list(world.erased.items()):
        if person_id == listed.id:
            world.erased[known.id, written] += times
