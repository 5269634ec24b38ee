"""Binding groups by codes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from programme.binding import (
    VALID_FOR,
    Bound,
    Group,
    Sender,
    bind,
    deep_link,
    make_code,
    make_codes,
    new_code,
    read_code,
)
from storage import chats
from storage.database import Database, Transaction
from storage.known import known_by_telegram
from storage.people import add_person, members, secretaries_of
from storage.programmes import add_version
from storage.roster import upsert_roster
from storage.tables.work import slots
from storage.units import Defaults, unit_by_code, upsert_units
from storage.values.messages import Refused
from storage.values.people import (
    BotId,
    ChatId,
    Person,
    PersonId,
    Role,
    TelegramId,
    UnitId,
)
from storage.values.programme_files import ProgrammeSettings, RosterRow
from tests.storage.branch_rows import TWO_BRANCHES

DEFAULTS = Defaults("Asia/Shanghai", "zh")
# Ten in the morning of the 20th in Shanghai.
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
TODAY = date(2026, 5, 20)
BOT = BotId(7)
GROUP = Group(BOT, ChatId(-1001), "supergroup", "The street")
OTHER = Group(BOT, ChatId(-1002), "supergroup", "The other street")
LI = Sender(TelegramId(11), "Li")


@pytest.fixture(autouse=True)
async def tree(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(tx, TWO_BRANCHES)
        await add_version(tx, ProgrammeSettings("two", {"zh": "三学"}, ("zh",)), "", NOW)


async def unit_id(tx: Transaction, code: str) -> UnitId:
    unit = await unit_by_code(tx, code, DEFAULTS)
    assert unit is not None
    return unit.id


async def code_for(tx: Transaction, unit: str) -> str:
    return (await make_code(tx, await unit_id(tx, unit), NOW)).code


async def bound(
    tx: Transaction,
    code: str,
    group: Group = GROUP,
    sender: Sender | None = LI,
    now: datetime = NOW,
) -> Bound:
    return await bind(tx, code, group, sender, now, DEFAULTS)


def test_codes_are_random_and_fit_a_deep_link() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == 12 and code.isalnum() and code.isascii() for code in codes)
    assert not set("".join(codes)) & set("OIL")
    assert deep_link("sanxue_bot", "AB12") == "https://t.me/sanxue_bot?startgroup=AB12"


def test_a_code_may_be_typed_as_it_was_heard() -> None:
    assert read_code(" abco-il2 ") == "ABC0112"


async def test_the_code_makes_its_user_secretary_and_the_day_begins(database: Database) -> None:
    async with database.writing() as tx:
        result = await bound(tx, (await code_for(tx, "north")).lower())
        north = await unit_id(tx, "north")
        chat = await chats.chat_of(tx, BOT, north)
        known = (await known_by_telegram(tx, [LI.telegram_id], NOW, DEFAULTS))[LI.telegram_id]
        due = await tx.rows(select(slots.c.kind, slots.c.day).order_by(slots.c.due_at))
    assert (result.new, result.moved) == (True, False)
    assert result.secretary is not None and result.secretary.name == "Li"
    assert chat is not None and chat.chat_id == GROUP.chat_id
    assert known.home == north
    assert known.units_as(Role.SECRETARY) == (north,)
    # What was due before binding does not exist.
    assert [(row.kind, row.day) for row in due] == [
        ("noon", "2026-05-20"),
        ("evening", "2026-05-20"),
        ("morning", "2026-05-21"),
        # The week is told on Monday.
        ("week", "2026-05-25"),
    ]


async def test_the_rosters_secretary_stays_the_secretary(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_roster(
            tx,
            [RosterRow(2, "north", "Wang", (Role.SECRETARY,)), RosterRow(3, "north", "Li")],
            TODAY,
        )
        result = await bound(tx, await code_for(tx, "north"))
        north = await unit_id(tx, "north")
        assert result.secretary is None
        assert [p.name for p in await secretaries_of(tx, north, TODAY)] == ["Wang"]


async def test_the_rosters_secretary_is_recognised_by_name(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_roster(tx, [RosterRow(2, "north", "Li", (Role.SECRETARY,))], TODAY)
        result = await bound(tx, await code_for(tx, "north"))
        people = await members(tx, await unit_id(tx, "north"), TODAY)
    assert result.secretary is not None
    assert [member.person.telegram_id for member in people] == [LI.telegram_id]


async def test_a_member_of_another_branch_keeps_that_home(database: Database) -> None:
    async with database.writing() as tx:
        row = RosterRow(2, "south", "Li", telegram_id=LI.telegram_id)
        await upsert_roster(tx, [row], TODAY)
        await bound(tx, await code_for(tx, "north"))
        known = (await known_by_telegram(tx, [LI.telegram_id], NOW, DEFAULTS))[LI.telegram_id]
        assert known.home == await unit_id(tx, "south")
        assert known.units_as(Role.SECRETARY) == (await unit_id(tx, "north"),)


async def test_a_known_person_without_a_home_gets_one(database: Database) -> None:
    async with database.writing() as tx:
        await add_person(tx, Person(PersonId(0), "Li Ming", LI.telegram_id))
        await bound(tx, await code_for(tx, "north"))
        people = await members(tx, await unit_id(tx, "north"), TODAY)
        assert [member.person.name for member in people] == ["Li Ming"]


@pytest.mark.parametrize("unit", ["north", "town"])
async def test_nobody_becomes_secretary_unseen_or_above_branches(
    database: Database, unit: str
) -> None:
    async with database.writing() as tx:
        sender = None if unit == "north" else LI
        result = await bound(tx, await code_for(tx, unit), sender=sender)
        assert result.secretary is None
        assert await secretaries_of(tx, await unit_id(tx, unit), TODAY) == []


async def test_wrong_used_and_old_codes_are_refused(database: Database) -> None:
    async with database.writing() as tx:
        with pytest.raises(Refused, match="isn't known"):
            await bound(tx, "WRONG")
        code, old = await code_for(tx, "north"), await code_for(tx, "south")
        await bound(tx, code)
        with pytest.raises(Refused, match="has been used"):
            await bound(tx, code, OTHER)
        with pytest.raises(Refused, match="seven days"):
            await bound(tx, old, OTHER, now=NOW + VALID_FOR)
        assert (await bound(tx, old, OTHER, now=NOW + VALID_FOR - timedelta(seconds=1))).new


async def test_the_same_code_again_in_the_same_group_does_nothing_twice(
    database: Database,
) -> None:
    async with database.writing() as tx:
        code = await code_for(tx, "north")
        first = await bound(tx, code)
        planned = await tx.rows(select(slots))
        again = await bound(tx, code, now=NOW + timedelta(hours=4))
        assert (first.new, again.new) == (True, False)
        assert await tx.rows(select(slots)) == planned


async def test_a_group_serves_one_branch_and_the_code_stays_good(database: Database) -> None:
    async with database.writing() as tx:
        await bound(tx, await code_for(tx, "north"))
        code = await code_for(tx, "south")
        with pytest.raises(Refused, match="North Street"):
            await bound(tx, code)
        assert (await bound(tx, code, OTHER)).unit.name == "South Street"


async def test_a_branch_moves_to_another_group(database: Database) -> None:
    async with database.writing() as tx:
        await bound(tx, await code_for(tx, "north"))
        result = await bound(tx, await code_for(tx, "north"), OTHER)
        chat = await chats.chat_of(tx, BOT, await unit_id(tx, "north"))
        old = await chats.get(tx, BOT, GROUP.chat_id)
    assert result.moved
    assert chat is not None and chat.chat_id == OTHER.chat_id
    assert old is not None and old.unit_id is None


async def test_several_units_get_a_code_each(database: Database) -> None:
    async with database.writing() as tx:
        units = [await unit_id(tx, code) for code in ("north", "south")]
        north, south = await make_codes(tx, units, NOW)
        assert [north.unit_id, south.unit_id] == units and north.code != south.code
        assert (await bound(tx, south.code)).unit.name == "South Street"
        assert await make_codes(tx, [], NOW) == []


@pytest.mark.parametrize(
    ("sender", "unlisted"),
    [
        (Sender(TelegramId(12), "Wang"), False),
        # Known by the name on the list until now.
        (Sender(TelegramId(14), "Zhao"), False),
        (Sender(TelegramId(13), "Sun"), False),
        (Sender(TelegramId(15), "Chen"), True),
        (LI, True),
        (None, True),
    ],
)
async def test_who_binds_a_group_without_being_on_the_list(
    database: Database, sender: Sender | None, unlisted: bool
) -> None:
    rows = [
        RosterRow(2, "north", "Wang", telegram_id=TelegramId(12)),
        RosterRow(3, "north", "Zhao"),
        RosterRow(4, "town", "Sun", (Role.ORGANISER,), False, telegram_id=TelegramId(13)),
        RosterRow(5, "south", "Chen", telegram_id=TelegramId(15)),
    ]
    async with database.writing() as tx:
        await upsert_roster(tx, rows, TODAY)
        assert (await bound(tx, await code_for(tx, "north"), sender=sender)).unlisted is unlisted
