"""kill -9 at any moment: nothing lost, nothing counted twice, said twice only where it must be."""

from pathlib import Path

import pytest

from tests.kill.day import Kills, kill_day
from tests.kill.triggers import Phase

# Those of which each database has its own way.
_STORING = (Phase.COMMIT, Phase.CONFIRM, Phase.ANSWERED)


@pytest.mark.parametrize(
    ("database_kind", "kinds"),
    [("sqlite", tuple(Phase)), ("postgresql", _STORING)],
    indirect=["database_kind"],
)
async def test_a_day_of_kills_loses_nothing(
    empty_address: str, tmp_path: Path, kinds: tuple[Phase, ...]
) -> None:
    """Each kind of kill once; ``python -m tests.kill`` kills as often as one likes."""
    kills = await kill_day(empty_address, tmp_path, kills=len(kinds), kinds=kinds)
    _check(kills)


# Those that cut where an update comes in; the way out is the same.
_COMING_IN = (Phase.FETCHED, Phase.COMMIT)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
async def test_nor_does_one_on_which_telegram_brings_the_updates(
    empty_address: str, tmp_path: Path
) -> None:
    kills = await kill_day(
        empty_address,
        tmp_path,
        kills=len(_COMING_IN),
        kinds=_COMING_IN,
        branches=4,
        webhook=True,
    )
    _check(kills)


def _check(kills: Kills) -> None:
    assert kills.faults == []
    totals = {name: kills.total(name) for name in ("lost", "twice", "sent_twice", "explained")}
    assert totals["lost"] == 0, totals
    assert totals["twice"] == 0, totals
    assert totals["sent_twice"] == totals["explained"], totals
