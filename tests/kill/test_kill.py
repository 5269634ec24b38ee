"""kill -9 at any moment: nothing lost, nothing counted twice, said twice only where it must be."""

from pathlib import Path

import pytest

from tests.kill.day import kill_day
from tests.kill.triggers import Phase


@pytest.mark.parametrize(
    ("database_kind", "times"), [("sqlite", 1), ("postgresql", 1)], indirect=["database_kind"]
)
async def test_a_day_of_kills_loses_nothing(empty_address: str, tmp_path: Path, times: int) -> None:
    """Each kind of kill so many times."""
    kills = await kill_day(empty_address, tmp_path, kills=times * len(Phase))
    assert kills.faults == []
    totals = {name: kills.total(name) for name in ("lost", "twice", "sent_twice", "explained")}
    assert totals["lost"] == 0, totals
    assert totals["twice"] == 0, totals
    assert totals["sent_twice"] == totals["explained"], totals
