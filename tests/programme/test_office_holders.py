"""Whom the bot turns to for a branch: those whom it can write to, the nearest first."""

from datetime import date

from programme.office_holders import Office, whom_to_ask
from storage import chats
from storage.database import Database, Transaction
from storage.people import add_person, appoint
from storage.units import unit as unit_of
from storage.values.people import ChatId, Person, PersonId, Role, TelegramId, UnitId
from tests.programme.joiners import BOT, DEFAULTS, LI, LONG_AGO, NOW, founded
from tests.programme.studies import SQLITE_ONLY

pytestmark = SQLITE_ONLY
OWNER = TelegramId(99)


async def office(
    tx: Transaction, account: int, unit: UnitId, role: Role, since: date = LONG_AGO
) -> None:
    """Somebody in office who has opened the private chat."""
    who = await add_person(tx, Person(PersonId(0), f"p{account}", TelegramId(account)))
    await appoint(tx, who.id, unit, role, since)
    await met(tx, account)


async def met(tx: Transaction, account: int) -> None:
    await chats.put(tx, BOT, ChatId(account), kind="private", title="", now=NOW)


async def test_the_nearest_who_can_be_written_to(database: Database) -> None:
    async with database.writing() as tx:
        north, _ = await founded(tx)
        assert north.parent_id is not None

        async def asked(*besides: int) -> list[tuple[int, Office]]:
            without = [TelegramId(each) for each in besides]
            found = await whom_to_ask(tx, BOT, north, NOW, OWNER, without)
            return [(holder.telegram_id, holder.office) for holder in found]

        # The secretary has never opened the chat, so it is the owner.
        assert await asked() == [(99, Office.OWNER)]
        assert await asked(99) == []
        await office(tx, 31, north.parent_id, Role.ORGANISER)
        assert await asked() == [(31, Office.ORGANISER)]
        await met(tx, LI)
        assert await asked() == [(LI, Office.SECRETARY)]
        assert await asked(LI) == [(31, Office.ORGANISER)]
        await office(tx, 32, north.id, Role.STAND_IN)
        await office(tx, 33, north.id, Role.STAND_IN, date(2026, 5, 21))
        await office(tx, 34, north.id, Role.COMMITTEE)
        assert await asked() == [(LI, Office.SECRETARY), (32, Office.SECRETARY)]
        await chats.mark_unreachable(tx, BOT, ChatId(LI), "blocked", NOW)
        assert await asked() == [(32, Office.SECRETARY)]
        town = await unit_of(tx, north.parent_id, DEFAULTS)
        assert town is not None
        assert [each.telegram_id for each in await whom_to_ask(tx, BOT, town, NOW, OWNER)] == [31]
