"""Coming into a branch, moving, being a guest, leaving."""

from datetime import date, timedelta

from programme.belonging import enter, leave, never_came, stay
from storage.database import Database, Transaction
from storage.people import members
from storage.values.people import Person, PersonId, Unit, UnitId
from tests.programme.joiners import LONG_AGO, SUN, TODAY, founded, spans, the, with_account
from tests.programme.studies import SQLITE_ONLY

pytestmark = SQLITE_ONLY
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


async def sun(tx: Transaction) -> tuple[Unit, Unit, Person]:
    north, south = await founded(tx)
    found = await with_account(tx, SUN)
    assert found is not None
    return north, south, found


async def at_home(tx: Transaction, unit: UnitId, day: date) -> list[PersonId]:
    return [each.person.id for each in await members(tx, unit, day)]


async def test_who_moves_is_counted_once_a_day(database: Database) -> None:
    async with database.writing() as tx:
        north, south, who = await sun(tx)
        assert await enter(tx, who.id, north.id, TODAY, home=True) == south.id
        assert await spans(tx, who.id) == [
            (south.id, True, LONG_AGO, YESTERDAY),
            (north.id, True, TODAY, None),
        ]
        assert who.id in await at_home(tx, south.id, YESTERDAY)
        assert who.id not in await at_home(tx, south.id, TODAY)
        assert (await at_home(tx, north.id, TODAY)).count(who.id) == 1
        # Once more the same changes nothing.
        assert await enter(tx, who.id, north.id, TODAY, home=True) is None
        assert len(await spans(tx, who.id)) == 2


async def test_who_moves_back_on_the_same_day_is_counted_once(database: Database) -> None:
    async with database.writing() as tx:
        north, south, who = await sun(tx)
        await enter(tx, who.id, north.id, TODAY, home=True)
        assert await enter(tx, who.id, south.id, TODAY, home=True) == north.id
        assert who.id not in await at_home(tx, north.id, TODAY)
        for day in (YESTERDAY, TODAY, TOMORROW):
            assert (await at_home(tx, south.id, day)).count(who.id) == 1


async def test_a_second_branch_is_no_home_and_may_become_it(database: Database) -> None:
    async with database.writing() as tx:
        north, south, who = await sun(tx)
        assert await enter(tx, who.id, north.id, TODAY, home=False) is None
        assert who.id in await at_home(tx, south.id, TODAY)
        assert who.id not in await at_home(tx, north.id, TODAY)
        # In the home itself nobody becomes a guest.
        assert await enter(tx, who.id, south.id, TODAY, home=False) is None
        assert await enter(tx, who.id, north.id, TOMORROW, home=True) == south.id
        assert await spans(tx, who.id) == [
            (south.id, True, LONG_AGO, TODAY),
            (north.id, False, TODAY, TODAY),
            (north.id, True, TOMORROW, None),
        ]


async def test_who_leaves_counts_up_to_that_day_and_may_stay_after_all(database: Database) -> None:
    async with database.writing() as tx:
        _, south, who = await sun(tx)
        assert await leave(tx, who.id, south.id, TODAY)
        assert not await leave(tx, who.id, south.id, TODAY)
        assert who.id in await at_home(tx, south.id, TODAY)
        assert who.id not in await at_home(tx, south.id, TOMORROW)
        assert await stay(tx, who.id, south.id, TODAY)
        assert await spans(tx, who.id) == [(south.id, True, LONG_AGO, None)]
        await leave(tx, who.id, south.id, TODAY)
        assert not await stay(tx, who.id, south.id, TOMORROW)


async def test_who_comes_back_on_the_day_of_leaving_goes_on(database: Database) -> None:
    async with database.writing() as tx:
        _, south, who = await sun(tx)
        await leave(tx, who.id, south.id, TODAY)
        assert await enter(tx, who.id, south.id, TODAY, home=True) is None
        assert await spans(tx, who.id) == [(south.id, True, LONG_AGO, None)]
        await leave(tx, who.id, south.id, TODAY)
        await enter(tx, who.id, south.id, TOMORROW + timedelta(days=3), home=True)
        assert len(await spans(tx, who.id)) == 2
        assert who.id not in await at_home(tx, south.id, TOMORROW)


async def test_a_slip_leaves_no_day(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        who = await the(tx, north, "Wang")
        assert not await never_came(tx, who.id, north.id, TODAY)
        await leave(tx, who.id, north.id, YESTERDAY)
        await enter(tx, who.id, north.id, TODAY, home=True)
        assert await never_came(tx, who.id, north.id, TODAY)
        assert who.id not in await at_home(tx, north.id, TODAY)
