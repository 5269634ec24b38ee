"""What branches have chosen for themselves; a branch without a row has chosen nothing."""

from collections.abc import Collection, Sequence
from datetime import time
from typing import Any

from sqlalchemy import select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.tables.organisation import branch_settings as table
from storage.upserts import insert_into
from storage.values.branches import (
    AS_PROGRAMME,
    AsProgramme,
    BranchSettings,
    OwnTime,
    QuizMode,
    StandingsMode,
)
from storage.values.people import UnitId

_SOME = Statement(select(table).where(among(table.c.unit_id, "units")))


async def of_units(tx: Transaction, unit_ids: Collection[UnitId]) -> dict[UnitId, BranchSettings]:
    """The choices of each of these branches, in the order of ``unit_ids``."""
    rows = await tx.named_rows(_SOME, units=list(unit_ids)) if unit_ids else ()
    found = {UnitId(row.unit_id): _settings(row) for row in rows}
    return {unit_id: found.get(unit_id, BranchSettings()) for unit_id in unit_ids}


async def of_unit(tx: Transaction, unit_id: UnitId) -> BranchSettings:
    """The choices of one branch."""
    return (await of_units(tx, [unit_id]))[unit_id]


async def compared_by(tx: Transaction, line: Sequence[UnitId]) -> BranchSettings:
    """How the branches right below a unit are compared: as the nearest unit of ``line`` has chosen,
    which leads from the unit itself up to the root. Of a unit's other choices nothing is told."""
    query = select(table).where(among(table.c.unit_id, "units"))
    rows = {row.unit_id: row for row in await tx.rows(query, {"units": list(line)})}
    found = next((_settings(rows[step]) for step in line if step in rows), BranchSettings())
    return BranchSettings(standings_mode=found.standings_mode, by_size=found.by_size)


async def put(tx: Transaction, unit_id: UnitId, settings: BranchSettings) -> None:
    """Keep a branch's choices in place of those it had.

    To change one: ``put(tx, id, structs.replace(await of_unit(tx, id), sound=False))``.
    """
    values = {
        "quiz_mode": settings.quiz_mode.value,
        "sound": settings.sound,
        "standings_mode": settings.standings_mode.value,
        "takes_in": settings.takes_in,
        "in_private": settings.in_private,
        "by_size": settings.by_size,
        "morning": _written(settings.morning),
        "noon": _written(settings.noon),
        "evening": _written(settings.evening),
    }
    insert = insert_into(table, tx.dialect).values({"unit_id": unit_id, **values})
    await tx.run(insert.on_conflict_do_update(index_elements=["unit_id"], set_=values))


def _settings(row: Any) -> BranchSettings:
    return BranchSettings(
        quiz_mode=QuizMode(row.quiz_mode),
        sound=bool(row.sound),
        standings_mode=StandingsMode(row.standings_mode),
        takes_in=bool(row.takes_in),
        in_private=bool(row.in_private),
        by_size=bool(row.by_size),
        morning=_read(row.morning),
        noon=_read(row.noon),
        evening=_read(row.evening),
    )


def _written(at: OwnTime) -> str | None:
    """Null: as the programme says; empty: not posted."""
    if isinstance(at, AsProgramme):
        return None
    return "" if at is None else at.isoformat("minutes")


def _read(text: str | None) -> OwnTime:
    if text is None:
        return AS_PROGRAMME
    return time.fromisoformat(text) if text else None
