"""What a branch has chosen comes back as it was kept."""

from datetime import time

from msgspec.structs import replace

from storage.branch_settings import of_unit, of_units, put
from storage.database import Database
from storage.units import unit_by_code, upsert_units
from storage.values.branches import BranchSettings, QuizMode, StandingsMode
from tests.storage.branch_rows import DEFAULTS, TWO_BRANCHES

CHOSEN = BranchSettings(
    quiz_mode=QuizMode.BUTTONS,
    sound=False,
    standings_mode=StandingsMode.BANDS,
    takes_in=True,
    in_private=True,
    morning=time(8, 30),
    noon=None,
)


async def test_what_was_chosen_is_kept_and_the_rest_is_the_programmes(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(tx, TWO_BRANCHES)
        north = await unit_by_code(tx, "north", DEFAULTS)
        south = await unit_by_code(tx, "south", DEFAULTS)
        assert north is not None and south is not None
        await put(tx, north.id, CHOSEN)
        found = await of_units(tx, [south.id, north.id])
        assert found == {south.id: BranchSettings(), north.id: CHOSEN}
        assert list(found) == [south.id, north.id]


async def test_one_choice_is_changed_and_changed_back(database: Database) -> None:
    async with database.writing() as tx:
        await upsert_units(tx, TWO_BRANCHES)
        north = await unit_by_code(tx, "north", DEFAULTS)
        assert north is not None
        await put(tx, north.id, CHOSEN)
        await put(tx, north.id, replace(await of_unit(tx, north.id), sound=True))
        assert await of_unit(tx, north.id) == replace(CHOSEN, sound=True)
        await put(tx, north.id, BranchSettings())
        assert await of_unit(tx, north.id) == BranchSettings()


async def test_nobody_asked_for_is_nobody_found(database: Database) -> None:
    async with database.reading() as tx:
        assert await of_units(tx, []) == {}
