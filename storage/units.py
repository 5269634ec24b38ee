"""The tree of units: read with what is inherited, written as an organiser's file says."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, bindparam, case, exists, func, select, update

from storage.database import Transaction
from storage.driver import Statement, among
from storage.lists import as_text, words_in
from storage.tables.organisation import memberships
from storage.tables.organisation import units as table
from storage.tables.programme import programme_versions
from storage.tables.telegram import chats
from storage.values.messages import BadInput, message
from storage.values.people import Unit, UnitId
from storage.values.programme_files import UnitRow


class Defaults(Struct, frozen=True):
    """What holds where no unit of the tree says otherwise: an IANA time zone and a language."""

    time_zone: str
    language: str


class Imported(Struct, frozen=True):
    """How many rows were new, and how many changed something that was there."""

    added: int
    changed: int


async def units(tx: Transaction, ids: Collection[UnitId], defaults: Defaults) -> dict[UnitId, Unit]:
    """These units with what they inherit, in the order of ``ids``; unknown ids are left out."""
    if not ids:
        return {}
    found, last = await tx.hot_reads([(_SOME, {"ids": list(set(ids))}), (_LAST_PROGRAMME, {})])
    own = {UnitId(row.id): row for row in map(_SOME.row, found)}
    above = {a for row in own.values() for a in ancestors(row.path)} - set(own)
    rows = {**own, **await _rows(tx, above)}
    # Of units that name none: the one that came last, not counting those that some unit names as
    # its own. A new version of an old programme does not make it come last.
    programme = last[0][0] if last else None
    return {
        unit_id: _unit(own[unit_id], rows, defaults, programme) for unit_id in ids if unit_id in own
    }


async def unit(tx: Transaction, unit_id: UnitId, defaults: Defaults) -> Unit | None:
    """One unit with what it inherits, or None."""
    return (await units(tx, [unit_id], defaults)).get(unit_id)


async def unit_by_code(tx: Transaction, code: str, defaults: Defaults) -> Unit | None:
    """The unit with the organisation's own code, or None."""
    unit_id = await tx.scalar(select(table.c.id).where(table.c.code == code))
    return None if unit_id is None else await unit(tx, UnitId(unit_id), defaults)


async def children(tx: Transaction, unit_id: UnitId | None) -> list[UnitId]:
    """The units right below this one, or the roots for None, in the order of their codes."""
    at_top = table.c.parent_id.is_(None)
    below = table.c.parent_id == unit_id
    query = select(table.c.id).where(at_top if unit_id is None else below).order_by(table.c.code)
    return [UnitId(row.id) for row in await tx.rows(query)]


async def units_below(tx: Transaction, roots: Collection[UnitId]) -> list[UnitId]:
    """These units and all below them, each once."""
    tree = _subtree()
    found = await tx.rows(select(tree.c.id).distinct().order_by(tree.c.id), {"roots": list(roots)})
    return [UnitId(row.id) for row in found]


async def branches_below(tx: Transaction, *roots: UnitId) -> list[UnitId]:
    """The branches among these units and all below them: whatever has members or a group chat."""
    tree = _subtree()
    peopled = exists().where(memberships.c.unit_id == tree.c.id)
    bound = exists().where(chats.c.unit_id == tree.c.id)
    query = select(tree.c.id).distinct().where(peopled | bound).order_by(tree.c.id)
    return [UnitId(row.id) for row in await tx.rows(query, {"roots": list(roots)})]


async def branches_among(tx: Transaction, unit_ids: Collection[UnitId]) -> set[UnitId]:
    """Which of these very units are branches."""
    return {UnitId(row[0]) for row in await tx.hot_rows(_BRANCHES, ids=list(unit_ids))}


async def set_unit_language(tx: Transaction, unit_id: UnitId, language: str) -> None:
    """Let a unit, and what is below it and names none, speak this language."""
    await tx.run(update(table).where(table.c.id == unit_id).values(language=language))


async def set_time_zone(tx: Transaction, unit_id: UnitId, time_zone: str) -> None:
    """Let a unit, and what is below it and names none, live by this time zone."""
    await tx.run(update(table).where(table.c.id == unit_id).values(time_zone=time_zone))


async def time_zones(tx: Transaction) -> list[str]:
    """The time zones that units name as their own, those of most units first."""
    query = (
        select(table.c.time_zone)
        .where(table.c.time_zone.is_not(None))
        .group_by(table.c.time_zone)
        .order_by(func.count().desc(), table.c.time_zone)
    )
    return [row.time_zone for row in await tx.rows(query)]


async def own_programme(tx: Transaction, unit_id: UnitId) -> str | None:
    """The programme that a unit itself names, or None where it studies what is studied above."""
    found: str | None = await tx.scalar(select(table.c.programme_key).where(table.c.id == unit_id))
    return found


async def set_programme(tx: Transaction, unit_id: UnitId, programme_key: str | None) -> None:
    """Have a unit, and the units below that name no other, study this programme; None: what the
    unit above studies."""
    await tx.run(update(table).where(table.c.id == unit_id).values(programme_key=programme_key))


async def upsert_units(tx: Transaction, rows: Sequence[UnitRow]) -> Imported:
    """Write the rows of the organisation's file; rows may come in any order.

    A row says where its unit stands and its name; a level, time zone, language, audience or day
    that it leaves open stays as it was. A unit that moves takes all below with it. Raises
    :class:`BadInput` for a unit above that is unknown or that lies below the row's own unit.
    """
    before = await _by_code(tx)
    await tx.run_many(
        table.insert(),
        [_written(row) | {"path": ""} for row in rows if row.code not in before],
    )
    known = await _by_code(tx)
    changed = [row for row in rows if row.code in before and _differs(row, before, known)]
    await tx.run_many(
        update(table)
        .where(table.c.code == bindparam("at_code"))
        .values({name: bindparam(name) for name in _KEPT}),
        [_merged(row, before[row.code]) for row in changed],
    )
    parents = [_parent_id(row, known) for row in rows]
    await tx.run_many(
        update(table)
        .where(table.c.code == bindparam("at_code"))
        .values(parent_id=bindparam("at_parent")),
        [
            {"at_code": row.code, "at_parent": parent}
            for row, parent in zip(rows, parents, strict=True)
            if parent != known[row.code].parent_id
        ],
    )
    await _rewrite_paths(tx)
    return Imported(added=len(known) - len(before), changed=len(changed))


def ancestors(path: str) -> tuple[UnitId, ...]:
    """The units that a path goes through, from the unit itself up to the root."""
    return tuple(UnitId(int(step)) for step in reversed(path.split("/")) if step)


_COLUMNS = (
    table.c.id,
    table.c.code,
    table.c.parent_id,
    table.c.path,
    table.c.level,
    table.c.name,
    table.c.time_zone,
    table.c.language,
    table.c.audience,
    table.c.programme_key,
    table.c.since,
    table.c.until,
)
# Asked with every update: written once.
_SOME = Statement(select(*_COLUMNS).where(among(table.c.id, "ids")))
_KEY = programme_versions.c.programme_key
_IS_NAMED = case((exists().where(table.c.programme_key == _KEY), 1), else_=0)
_LAST_PROGRAMME = Statement(
    select(_KEY)
    .group_by(_KEY)
    .order_by(_IS_NAMED, func.min(programme_versions.c.id).desc())
    .limit(1)
)
_BRANCHES = Statement(
    select(table.c.id).where(
        among(table.c.id, "ids"),
        exists().where(memberships.c.unit_id == table.c.id)
        | exists().where(chats.c.unit_id == table.c.id),
    )
)
_KEPT = ("level", "name", "time_zone", "language", "audience", "since", "until")


def _subtree() -> Any:
    """The units below the list ``roots``. By parents and not by paths: the order of texts, and so
    what a range of them holds, depends on PostgreSQL's collation."""
    tree = select(table.c.id).where(among(table.c.id, "roots")).cte("tree", recursive=True)
    return tree.union(select(table.c.id).join(tree, table.c.parent_id == tree.c.id))


async def _rows(tx: Transaction, ids: Collection[UnitId]) -> dict[UnitId, Any]:
    if not ids:
        return {}
    return {UnitId(row.id): row for row in await tx.named_rows(_SOME, ids=list(ids))}


async def _by_code(tx: Transaction) -> dict[str, Row[Any]]:
    return {row.code: row for row in await tx.rows(select(*_COLUMNS))}


def _unit(row: Any, rows: Mapping[UnitId, Any], defaults: Defaults, programme: str | None) -> Unit:
    line = [rows[step] for step in ancestors(row.path) if step in rows]
    return Unit(
        id=UnitId(row.id),
        code=row.code,
        parent_id=None if row.parent_id is None else UnitId(row.parent_id),
        path=row.path,
        level=row.level,
        name=row.name,
        time_zone=next((r.time_zone for r in line if r.time_zone), defaults.time_zone),
        language=next((r.language for r in line if r.language), defaults.language),
        programme_key=next((r.programme_key for r in line if r.programme_key), programme),
        audience=words_in(row.audience),
        since=None if row.since is None else date.fromisoformat(row.since),
        until=None if row.until is None else date.fromisoformat(row.until),
    )


def _written(row: UnitRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "level": row.level,
        "name": row.name,
        "time_zone": row.time_zone,
        "language": row.language,
        "audience": as_text(row.audience),
        "since": _day(row.since),
        "until": _day(row.until),
    }


def _merged(row: UnitRow, old: Row[Any]) -> dict[str, Any]:
    """What an existing unit is after the row: what the row leaves open stays."""
    return {
        "at_code": row.code,
        "level": row.level or old.level,
        "name": row.name,
        "time_zone": row.time_zone or old.time_zone,
        "language": row.language or old.language,
        "audience": as_text(row.audience) or old.audience,
        "since": _day(row.since) or old.since,
        "until": _day(row.until) or old.until,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _differs(row: UnitRow, before: Mapping[str, Row[Any]], known: Mapping[str, Row[Any]]) -> bool:
    old = before[row.code]
    merged = _merged(row, old)
    moved = _parent_id(row, known) != old.parent_id
    return moved or any(merged[name] != getattr(old, name) for name in _KEPT)


def _parent_id(row: UnitRow, known: Mapping[str, Row[Any]]) -> UnitId | None:
    if row.parent is None:
        return None
    if row.parent not in known:
        raise BadInput(
            message(
                "Row {row}: the unit above, {parent}, is neither in this sheet nor known already. "
                "Add a row for it, or mend its code.",
                row=row.row,
                parent=row.parent,
            )
        )
    return UnitId(known[row.parent].id)


async def _rewrite_paths(tx: Transaction) -> None:
    """Set right the paths that no longer follow the parents."""
    rows = await tx.rows(select(table.c.id, table.c.code, table.c.parent_id, table.c.path))
    below: dict[int | None, list[Row[Any]]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    paths: dict[int, str] = {}
    reached = [(row, "/") for row in below.get(None, [])]
    while reached:
        row, above = reached.pop()
        paths[row.id] = f"{above}{row.id}/"
        reached.extend((each, paths[row.id]) for each in below.get(row.id, []))
    for row in rows:
        # What can't be reached from the top hangs in a ring.
        if row.id not in paths:
            raise BadInput(
                message(
                    "The unit {code} would lie below itself. Look at the units above it.",
                    code=row.code,
                )
            )
    await tx.run_many(
        update(table).where(table.c.id == bindparam("at_id")).values(path=bindparam("new_path")),
        [{"at_id": r.id, "new_path": paths[r.id]} for r in rows if paths[r.id] != r.path],
    )
