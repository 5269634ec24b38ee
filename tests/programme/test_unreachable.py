"""Who is told of a lost group."""

from datetime import UTC, date, datetime

from programme.unreachable import unreachable_news
from storage.database import Database
from storage.people import add_person, appoint
from storage.units import Defaults, unit_by_code, upsert_units
from storage.values.deliveries import DeliveryKind
from storage.values.people import BotId, ChatId, Person, PersonId, Role, TelegramId
from storage.values.programme_files import UnitRow

DEFAULTS = Defaults("Asia/Shanghai", "zh")
NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
OWNER, WANG = TelegramId(1), TelegramId(12)


async def test_the_organiser_above_is_told_or_else_the_owner(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(
            tx,
            [
                UnitRow(2, "town", None, "town", "Willow Town"),
                UnitRow(3, "north", "town", "branch", "North Street"),
            ],
        )
        north = await unit_by_code(tx, "north", DEFAULTS)
        assert north is not None and north.parent_id is not None

        async def told(event: str) -> list[tuple[int, str, str]]:
            group = ChatId(-1001)
            found = await unreachable_news(
                tx, BotId(7), north, group, event, "no-rights", NOW, OWNER
            )
            assert all(each.kind is DeliveryKind.UNREACHABLE for each in found)
            assert all(each.payload["reason"] == "no-rights" for each in found)
            return [(each.chat_id, each.language, each.key) for each in found]

        assert await told("5") == [(OWNER, "zh", "unreachable:-1001:5:1")]
        wang = await add_person(tx, Person(PersonId(0), "Wang", WANG, "en"))
        await appoint(tx, wang.id, north.parent_id, Role.ORGANISER, date(2026, 5, 1))
        assert await told("6") == [(WANG, "en", "unreachable:-1001:6:12")]
