"""Finding a branch by a part of its name or its code, among however many there are."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, Select, exists, func, or_, select

from storage.database import Transaction
from storage.tables.organisation import memberships, units
from storage.tables.telegram import chats
from storage.values.people import UnitId

# So many are looked at for the best of them.
_MOST = 200


class BranchFound(Struct, frozen=True):
    """A branch by its own name and code, and the name of the unit above it, where there is one."""

    id: UnitId
    code: str
    name: str
    above: str = ""


async def first_branches(tx: Transaction, limit: int) -> Sequence[BranchFound]:
    """The first so many branches, in the order of their codes."""
    rows = await tx.rows(_branches().order_by(units.c.code).limit(limit))
    return [_found(row) for row in rows]


async def is_branch(tx: Transaction, unit_id: UnitId) -> bool:
    """Whether a unit is one that people can belong to."""
    return await tx.first(_branches().where(units.c.id == unit_id)) is not None


async def branches_like(tx: Transaction, typed: str, limit: int) -> Sequence[BranchFound]:
    """The branches whose code or name is, begins with or holds what was typed, in this order;
    when there are none, those whose names hold its letters in their order."""
    meant = " ".join(typed.split()).casefold()
    if not meant:
        return []
    whole = f"%{_plain(meant)}%"
    found = await _like(tx, whole)
    if not found:
        found = await _like(tx, "%" + "".join(f"{_plain(each)}%" for each in meant if each != " "))
    return sorted(found, key=lambda each: _distance(each, meant))[:limit]


async def _like(tx: Transaction, pattern: str) -> list[BranchFound]:
    holds = or_(
        func.lower(units.c.name).like(pattern, escape="\\"),
        func.lower(units.c.code).like(pattern, escape="\\"),
    )
    rows = await tx.rows(_branches().where(holds).order_by(units.c.code).limit(_MOST))
    return [_found(row) for row in rows]


def _branches() -> Select[Any]:
    above = units.alias("above")
    peopled = exists().where(memberships.c.unit_id == units.c.id)
    bound = exists().where(chats.c.unit_id == units.c.id)
    return (
        select(units.c.id, units.c.code, units.c.name, above.c.name.label("above"))
        .select_from(units.outerjoin(above, above.c.id == units.c.parent_id))
        .where(or_(peopled, bound))
    )


def _plain(text: str) -> str:
    return "".join(f"\\{each}" if each in "%_\\" else each for each in text)


def _distance(found: BranchFound, meant: str) -> tuple[int, int, str]:
    """How far a branch is from what was typed: nearer ones come first."""
    texts = (found.code.casefold(), found.name.casefold())
    if meant in texts:
        rank = 0
    elif any(text.startswith(meant) for text in texts):
        rank = 1
    else:
        rank = 2
    return rank, len(found.name), found.code


def _found(row: Row[Any]) -> BranchFound:
    return BranchFound(UnitId(row.id), row.code, row.name, row.above or "")
