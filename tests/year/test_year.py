"""Five weeks of the year, day by day; ``python -m tests.year`` lives through all of it."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.year.living import live


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_spring_is_as_the_table_says(database: Database, tmp_path: Path) -> None:
    """In these weeks most falls due, with the holidays of May in between."""
    lived = await live(database, tmp_path / "programme", branches=7, first="04-13", last="05-20")
    assert lived.faults == []
