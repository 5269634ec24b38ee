"""Persons, memberships and appointments on both kinds of database."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from storage.database import Database, Transaction
from storage.known import known_by_telegram
from storage.people import (
    Member,
    Overseers,
    add_membership,
    add_person,
    appoint,
    claim,
    follow_name,
    members,
    organisers_above,
    person,
    secretaries_of,
    set_person_language,
    unclaim,
)
from storage.tables.organisation import memberships
from storage.units import Defaults, unit_by_code, upsert_units
from storage.values.people import (
    Appointment,
    Known,
    Person,
    PersonId,
    Role,
    TelegramId,
    UnitId,
)
from storage.values.programme_files import UnitRow

DEFAULTS = Defaults("Asia/Shanghai", "zh")
NOON = datetime(2026, 5, 20, 4, tzinfo=UTC)
TODAY = date(2026, 5, 20)
LI, WANG, ZHAO = TelegramId(11), TelegramId(12), TelegramId(13)


@pytest.fixture
async def branch(database: Database) -> UnitId:
    async with database.writing() as tx:
        await upsert_units(
            tx,
            [
                UnitRow(2, "county", None, "county", "River County"),
                UnitRow(3, "town", "county", "town", "Willow Town"),
                UnitRow(4, "branch", "town", "branch", "North Street"),
            ],
        )
        return await unit_id(tx, "branch")


async def unit_id(tx: Transaction, code: str) -> UnitId:
    unit = await unit_by_code(tx, code, DEFAULTS)
    assert unit is not None
    return unit.id


async def new(tx: Transaction, name: str, telegram_id: TelegramId | None = None) -> Person:
    return await add_person(tx, Person(PersonId(0), name, telegram_id))


async def test_who_speaks_is_known_with_home_and_offices(
    database: Database, branch: UnitId
) -> None:
    async with database.writing() as tx:
        li = await new(tx, "Li", LI)
        await add_membership(tx, li.id, branch, date(2026, 5, 1), home=True)
        assert await appoint(tx, li.id, branch, Role.SECRETARY, TODAY)
        assert not await appoint(tx, li.id, branch, Role.SECRETARY, TODAY)
        await add_membership(tx, li.id, await unit_id(tx, "town"), TODAY, home=False)
        wang = await new(tx, "Wang", WANG)
        known = await known_by_telegram(tx, [LI, WANG, ZHAO], NOON, DEFAULTS, owner=WANG)
        guest_of = (await unit_id(tx, "town"),)
    assert known == {
        LI: Known(LI, li, branch, (Appointment(branch, Role.SECRETARY),), guest_of=guest_of),
        WANG: Known(WANG, wang, is_owner=True),
        ZHAO: Known(ZHAO),
    }


@pytest.mark.parametrize(
    ("zone", "since", "until", "at_home"),
    [
        # 17:00 UTC on the 20th: the 21st already in Shanghai, the 20th still in London.
        ("Asia/Shanghai", date(2026, 5, 21), None, True),
        ("Europe/London", date(2026, 5, 21), None, False),
        ("Asia/Shanghai", date(2026, 5, 1), date(2026, 5, 20), False),
        ("Europe/London", date(2026, 5, 1), date(2026, 5, 20), True),
        ("Europe/London", date(2026, 5, 1), date(2026, 5, 19), False),
        ("Asia/Shanghai", date(2026, 5, 22), None, False),
    ],
)
async def test_a_membership_counts_by_its_branchs_own_day(
    database: Database, branch: UnitId, zone: str, since: date, until: date | None, at_home: bool
) -> None:
    async with database.writing() as tx:
        li = await new(tx, "Li", LI)
        await add_membership(tx, li.id, branch, since, home=True)
        await tx.run(update(memberships).values(until=until and until.isoformat()))
        now = datetime(2026, 5, 20, 17, tzinfo=UTC)
        known = await known_by_telegram(tx, [LI], now, Defaults(zone, "zh"))
    assert known[LI].home == (branch if at_home else None)


async def test_members_are_those_at_home_that_day(database: Database, branch: UnitId) -> None:
    async with database.writing() as tx:
        li, wang, gone, guest = [await new(tx, name) for name in ("Li", "Wang", "Gone", "Guest")]
        await add_membership(tx, li.id, branch, date(2026, 5, 1), home=True)
        await add_membership(tx, wang.id, branch, date(2026, 5, 21), home=True)
        await add_membership(tx, gone.id, branch, date(2026, 1, 1), home=True)
        await add_membership(tx, guest.id, branch, date(2026, 1, 1), home=False)
        await tx.run(
            update(memberships)
            .where(memberships.c.person_id == gone.id)
            .values(until=date(2026, 5, 19).isoformat())
        )
        assert await members(tx, branch, TODAY) == [Member(li, date(2026, 5, 1))]
        assert len(await members(tx, branch, date(2026, 5, 21))) == 2


async def test_the_nearest_organisers_with_telegram_are_asked(
    database: Database, branch: UnitId
) -> None:
    async with database.writing() as tx:
        unit = await unit_by_code(tx, "branch", DEFAULTS)
        assert unit is not None
        assert await organisers_above(tx, unit, TODAY) is None
        county, town = await unit_id(tx, "county"), await unit_id(tx, "town")
        wang, zhao = await new(tx, "Wang", WANG), await new(tx, "Zhao")
        await appoint(tx, wang.id, county, Role.ORGANISER, TODAY)
        await appoint(tx, zhao.id, town, Role.ORGANISER, TODAY)
        assert await organisers_above(tx, unit, TODAY) == Overseers(county, (wang,))
        assert await claim(tx, zhao.id, ZHAO, TODAY)
        found = await organisers_above(tx, unit, TODAY)
    assert found is not None
    assert (found.unit_id, [p.telegram_id for p in found.people]) == (town, [ZHAO])


async def test_secretaries_hold_office_from_their_first_day(
    database: Database, branch: UnitId
) -> None:
    async with database.writing() as tx:
        li = await new(tx, "Li")
        await appoint(tx, li.id, branch, Role.SECRETARY, date(2026, 5, 21))
        assert await secretaries_of(tx, branch, TODAY) == []
        assert await secretaries_of(tx, branch, date(2026, 5, 21)) == [li]


async def test_a_claimed_person_stays_claimed(database: Database, branch: UnitId) -> None:
    async with database.writing() as tx:
        li = await new(tx, "Li")
        assert await claim(tx, li.id, LI, TODAY)
        assert not await claim(tx, li.id, WANG, TODAY)
        await set_person_language(tx, li.id, "en")
        assert await person(tx, li.id) == Person(li.id, "Li", LI, "en")
        await unclaim(tx, li.id)
        assert await claim(tx, li.id, WANG, TODAY)


async def test_who_is_found_in_telegram_later_counts_from_that_day(
    database: Database, branch: UnitId
) -> None:
    async with database.writing() as tx:
        li = await new(tx, "Li")
        await add_membership(tx, li.id, branch, date(2026, 1, 1), home=True)
        assert [member.since for member in await members(tx, branch, TODAY)] == [date(2026, 1, 1)]
        await claim(tx, li.id, LI, TODAY)
        assert [member.since for member in await members(tx, branch, TODAY)] == [TODAY]


async def test_a_name_from_telegram_follows_it(database: Database) -> None:
    async with database.writing() as tx:
        new_one = Person(PersonId(0), "Dawn", LI, telegram_name="Dawn")
        dawn = await add_person(tx, new_one)
        await follow_name(tx, dawn.id, "Dusk")
        assert await person(tx, dawn.id) == Person(dawn.id, "Dusk", LI, telegram_name="Dusk")
