"""Whoever is to see to a problem is told, and told again when it comes back to them."""

from datetime import UTC, datetime, timedelta

from programme.problems.telling import tell_whose
from storage.database import Database
from storage.values.problems import Problem
from storage.values.records import ProblemId, RecordId
from tests.programme.duties.town import NORTH, TOWN, Town
from tests.programme.studies import SQLITE_ONLY, at

pytestmark = SQLITE_ONLY
TEN = at("05-20 02:00")
LATE = datetime(2026, 5, 20, 15, tzinfo=UTC)


async def test_handed_to_somebody_again_it_is_told_again_but_to_and_fro_once(
    database: Database,
) -> None:
    town = Town(database)
    _, north = await town.units(TOWN, NORTH)
    wang = await town.person(11)
    roof = Problem(ProblemId(1), north.id, "Roof", RecordId(1), wang, TEN, TEN, person_id=wang)

    async def key(now: datetime) -> str:
        async with database.reading() as tx:
            [told] = await tell_whose(tx, town.bot, roof, north, now)
        return told.key

    first = await key(TEN)
    assert await key(TEN + timedelta(minutes=2)) == first
    assert await key(TEN + timedelta(minutes=20)) != first
    # By night both wait for the morning.
    assert await key(LATE) == await key(LATE + timedelta(hours=1)) != first
