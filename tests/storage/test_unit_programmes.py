"""Since when a unit follows a programme."""

from datetime import date

from storage.database import Database
from storage.unit_programmes import Followed, follow, followed
from tests.storage.branch_rows import make_branch


async def test_what_was_noted_of_a_day_and_later_makes_room(database: Database) -> None:
    async with database.writing() as tx:
        unit = (await make_branch(tx, ["Li"])).unit.id
        assert await followed(tx, [unit]) == {}
        always, may, june = (
            Followed(unit, date.min, "a"),
            Followed(unit, date(2026, 5, 21), "b"),
            Followed(unit, date(2026, 6, 1), "a"),
        )
        await follow(tx, [always, may])
        await follow(tx, [june])
        assert await followed(tx, [unit]) == {unit: [always, may, june]}
        back = Followed(unit, may.since, "a")
        await follow(tx, [back])
        assert await followed(tx, [unit]) == {unit: [always, back]}
