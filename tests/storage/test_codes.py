"""Codes, and taking back a waiting delivery, on both kinds of database."""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import select

from storage.codes import Code, Opens, add_codes, find_code, use_code
from storage.database import Database
from storage.outbox import put
from storage.tables.work import deliveries
from storage.units import Defaults, unit_by_code, upsert_units
from storage.values.people import TelegramId
from storage.values.programme_files import UnitRow
from storage.withdrawals import forget, withdraw_all
from tests.storage.posting_rows import BOT, new

NOW = datetime(2026, 5, 20, 4, tzinfo=UTC)


async def test_a_code_is_used_once(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(tx, [UnitRow(2, "north", None, "branch", "North Street")])
        unit = await unit_by_code(tx, "north", Defaults("Asia/Shanghai", "zh"))
        assert unit is not None
        code = Code("ABC123", unit.id, NOW, NOW + timedelta(days=7))
        await add_codes(tx, [code])
        own = replace(code, code="ABC", opens=Opens.MEMBER, name="Li")
        await add_codes(tx, [own])
        assert await find_code(tx, "ABC") == own
        assert await find_code(tx, "ABC123") == code
        assert await find_code(tx, "ABC124") is None
        assert await use_code(tx, "ABC123", TelegramId(11), NOW)
        assert not await use_code(tx, "ABC123", TelegramId(12), NOW)
        used = replace(code, used_at=NOW, used_by=TelegramId(11))
        assert await find_code(tx, "ABC123") == used


async def test_only_what_waits_is_withdrawn(database: Database) -> None:
    async with database.writing() as tx:
        await put(tx, [new("hint:1:1"), new("hint:1:2"), new("hint:2"), new("hint_1:3")])
        assert await withdraw_all(tx, BOT, "hint:1:", NOW) == 2
        assert await withdraw_all(tx, BOT, "hint:1:", NOW) == 0
        assert await withdraw_all(tx, BOT, "hint:3", NOW) == 0
        assert await withdraw_all(tx, BOT, "hint%1", NOW) == 0
        rows = await tx.rows(select(deliveries.c.key, deliveries.c.state))
    assert {(row.key, row.state) for row in rows} == {
        ("hint:1:1", "dropped"),
        ("hint:1:2", "dropped"),
        ("hint:2", "waiting"),
        ("hint_1:3", "waiting"),
    }


async def test_what_is_forgotten_may_be_said_again(database: Database) -> None:
    async with database.writing() as tx:
        await put(tx, [new("offer"), new("offer:2")])
        await forget(tx, BOT, "offer")
        assert await withdraw_all(tx, BOT, "offer", NOW) == 2
        await forget(tx, BOT, "offer")
        await put(tx, [new("offer")])
        rows = await tx.rows(select(deliveries.c.key, deliveries.c.state))
    assert {(row.key, row.state) for row in rows} == {("offer", "waiting"), ("offer:2", "dropped")}
