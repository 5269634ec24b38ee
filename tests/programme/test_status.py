"""How branches stand: the rules, and one whole look into a database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, select

from programme.calendar import NextPost
from programme.overview import PAGE, BranchLine, branch_line, overview, worst_first
from programme.planning import plan_unit
from programme.status import Situation, branch_status, situation, study_lines
from storage import chats
from storage.database import Database
from storage.programmes import add_version
from storage.roster import upsert_roster
from storage.status import Counts
from storage.tables.deeds import member_days
from storage.tables.organisation import persons
from storage.units import Defaults, unit_by_code, units_below, upsert_units
from storage.values.chats import Chat, ChatState
from storage.values.days import MemberDay, Slot, SlotId, SlotKind, SlotState
from storage.values.people import BotId, ChatId, Person, PersonId, Role, TelegramId, Unit, UnitId
from storage.values.programme_files import DaysOff, ProgrammeSettings, RosterRow, UnitRow

DEFAULTS = Defaults("Asia/Shanghai", "zh")
BOT = BotId(7)
# Ten in the morning of the 20th, a Wednesday, in Shanghai.
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
TODAY = date(2026, 5, 20)
SETTINGS = ProgrammeSettings("two", {"zh": "三学"}, ("zh",))
CHAT = Chat(BOT, ChatId(-1), "supergroup", "", UnitId(2), ChatState.ACTIVE, "", NOW)
LOST = replace(CHAT, state=ChatState.UNREACHABLE)


def slot(kind: SlotKind, state: SlotState, hour: int) -> Slot:
    due = datetime(2026, 5, 20, hour, tzinfo=UTC)
    return Slot(SlotId(hour + 1), BOT, kind, UnitId(2), PersonId(0), TODAY, due, state)


SLOTS = (
    slot(SlotKind.EVENING, SlotState.DUE, 12),
    slot(SlotKind.NOON, SlotState.MISSED, 4),
    slot(SlotKind.MORNING, SlotState.POSTED, 0),
)
DUE = tuple(replace(each, state=SlotState.DUE) for each in SLOTS)


@pytest.mark.parametrize(
    ("settings", "chat", "slots", "expected"),
    [
        (None, CHAT, (), Situation.NO_PROGRAMME),
        (SETTINGS, None, (), Situation.NO_GROUP),
        (SETTINGS, LOST, SLOTS, Situation.UNREACHABLE),
        (SETTINGS, CHAT, SLOTS, Situation.OPEN),
        (SETTINGS, CHAT, DUE, Situation.BEFORE),
        (SETTINGS, CHAT, (), Situation.BEFORE),
        (replace(SETTINGS, start=date(2026, 5, 21)), CHAT, (), Situation.NOT_STARTED),
        (
            replace(SETTINGS, days_off=DaysOff(weekdays=frozenset({2}))),
            CHAT,
            (),
            Situation.DAY_OFF,
        ),
    ],
)
def test_what_kind_of_day_it_is(
    settings: ProgrammeSettings | None,
    chat: Chat | None,
    slots: tuple[Slot, ...],
    expected: Situation,
) -> None:
    assert situation(TODAY, settings, chat, slots) is expected
    # Whatever else may be, a branch is there until its last day.
    assert situation(TODAY, settings, chat, slots, until=TODAY) is expected
    yesterday = TODAY - timedelta(days=1)
    assert situation(TODAY, settings, chat, slots, until=yesterday) is Situation.CLOSED


def test_the_three_lines_in_their_order() -> None:
    li, wang = (Person(PersonId(n), name) for n, name in ((1, "Li"), (2, "Wang")))
    done = {
        li.id: MemberDay(li.id, UnitId(2), TODAY, check_ins=1),
        wang.id: MemberDay(wang.id, UnitId(2), TODAY, answered=1, notes=1),
    }
    morning, noon, evening = study_lines(SLOTS, [li, wang], done, "Asia/Shanghai")
    assert (morning.kind, morning.done, morning.missing) == (SlotKind.MORNING, 1, (wang,))
    assert (noon.done, noon.missing, noon.at) == (1, (li,), time(12, 0))
    assert (evening.done, evening.missing) == (1, (li,))
    assert [line.is_out for line in (morning, noon, evening)] == [True, False, False]
    assert [line.failed for line in (morning, noon, evening)] == [False, True, False]


def test_a_study_that_is_not_posted_today_has_no_line() -> None:
    empty = replace(SLOTS[1], state=SlotState.EMPTY)
    assert study_lines([empty], [], {}, "Asia/Shanghai") == ()


def test_the_worst_come_first() -> None:
    def line(number: int, counts: Counts, chat: Chat | None = CHAT) -> BranchLine:
        unit = Unit(UnitId(number), str(number), None, "", "", "", "Asia/Shanghai", "zh", None)
        return BranchLine(unit, counts, chat)

    fine = line(1, Counts(members=10, days=70, week=30))
    half = line(2, Counts(members=6, days=42, week=9, read=1))
    same_but_less_today = line(3, Counts(members=6, days=42, week=9))
    big_and_slow = line(4, Counts(members=100, days=700, week=40))
    lost = line(5, Counts(members=2, days=14, week=6), LOST)
    unbound = line(6, Counts(members=2, days=14, week=6), None)
    # Ten have come today to five who do as well as the first branch.
    growing = line(7, Counts(members=15, days=35 + 10, week=20))
    # What a few people did or didn't do has no place among the others.
    few = line(8, Counts(members=2, without=1, on_leave=1, days=14))
    lines = [fine, half, same_but_less_today, few, big_and_slow, lost, unbound, growing]
    ordered = [line.unit.id for line in worst_first(lines)]
    assert ordered == [5, 6, 4, 3, 2, 1, 7, 8]


@pytest.fixture
async def north(database: Database) -> Unit:
    async with database.writing() as tx:
        await upsert_units(
            tx,
            [
                UnitRow(2, "town", None, "town", "Willow Town"),
                UnitRow(3, "north", "town", "branch", "North Street"),
                *(UnitRow(9, f"b{n:02}", "town", "branch", f"B{n}") for n in range(12)),
            ],
        )
        await add_version(tx, SETTINGS, "", NOW)
        people = [
            RosterRow(2, "north", "Li", (Role.SECRETARY,), telegram_id=TelegramId(11)),
            RosterRow(3, "north", "Wang", telegram_id=TelegramId(12)),
            RosterRow(4, "north", "Zhao"),
            *(RosterRow(9, f"b{n:02}", "Li") for n in range(12)),
        ]
        await upsert_roster(tx, people, TODAY)
        unit = await unit_by_code(tx, "north", DEFAULTS)
        assert unit is not None
        await chats.put(tx, BOT, CHAT.chat_id, kind="supergroup", title="", now=NOW)
        await chats.bind(tx, BOT, CHAT.chat_id, unit.id, NOW)
        await plan_unit(tx, BOT, unit, NOW)
        li = await tx.scalar(select(persons.c.id).where(persons.c.telegram_id == 11))
        await tx.run(
            insert(member_days).values(
                person_id=li,
                unit_id=unit.id,
                day="2026-05-20",
                check_ins=0,
                answered=1,
                right=0,
                notes=0,
                points=1,
            )
        )
        return unit


async def test_a_branch_as_its_secretary_sees_it(database: Database, north: Unit) -> None:
    async with database.reading() as tx:
        status = await branch_status(tx, BOT, north, NOW)
    assert (status.day, status.situation) == (TODAY, Situation.BEFORE)
    assert [(line.kind, line.done) for line in status.lines] == [
        (SlotKind.NOON, 1),
        (SlotKind.EVENING, 0),
    ]
    assert status.member_count == 2
    assert [person.name for person in status.without_telegram] == ["Zhao"]
    assert status.next_post == NextPost(SlotKind.NOON, TODAY, time(12, 0))


async def test_an_organisers_pages(database: Database, north: Unit) -> None:
    async with database.reading() as tx:
        everything = await overview(tx, BOT, None, 0, NOW, DEFAULTS)
        below = await overview(tx, BOT, [UnitId(1)], 7, NOW, DEFAULTS)
        own = await overview(tx, BOT, [north.id], 0, NOW, DEFAULTS)
        assert len(await units_below(tx, [UnitId(1)])) == 14
    assert (len(everything.lines), everything.pages, everything.branch_count) == (PAGE, 2, 13)
    assert (everything.mute, everything.silent) == (12, 0)
    # A page that is no longer there is the last one.
    assert (below.number, len(below.lines)) == (1, 3)
    assert below.lines[-1].unit == north
    assert [line.counts for line in own.lines] == [Counts(2, 1, answered=1, week=1, days=2)]


async def test_one_branch_with_its_secretary(database: Database, north: Unit) -> None:
    async with database.reading() as tx:
        line, secretaries = await branch_line(tx, BOT, north, NOW)
    assert line.counts.answered == 1
    assert [person.name for person in secretaries] == ["Li"]
