"""The ledgers of problems.

A problem is there as long as the record of its being found is kept, and solved as long as that of
its being solved is: whatever is done with these records, the ledger follows.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from msgspec.structs import replace
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.database import Transaction
from storage.driver import Statement, among
from storage.moments import earliest, moment
from storage.record_rows import person_or_none
from storage.tables.duties import problems as table
from storage.tables.duties import records
from storage.values.people import PersonId, UnitId
from storage.values.problems import Problem, ProblemState
from storage.values.records import ProblemId, RecordId, RecordState

_found, _solved = records.alias("found"), records.alias("solved")
_JOINED = table.join(_found, _found.c.id == table.c.record_id).outerjoin(
    _solved, _solved.c.id == table.c.solved_record_id
)
_THERE = _found.c.state == RecordState.KEPT.value
_IS_OPEN = or_(
    table.c.state == ProblemState.OPEN.value,
    func.coalesce(_solved.c.state, "") != RecordState.KEPT.value,
)


async def add_problem(tx: Transaction, new: Problem) -> Problem:
    """Write a new problem; the one that is returned has its number."""
    query = insert(table).values(_written(new)).returning(table.c.id)
    return replace(new, id=ProblemId(await tx.scalar(query)))


async def save(tx: Transaction, problem: Problem) -> None:
    """Write a problem as it is now."""
    await tx.run(update(table).where(table.c.id == problem.id).values(_written(problem)))


async def problem(tx: Transaction, problem_id: ProblemId) -> Problem | None:
    """One problem, or None."""
    return next(iter(await _problems(tx, table.c.id == problem_id)), None)


async def ledger(tx: Transaction, unit_id: UnitId, limit: int, skipped: int = 0) -> list[Problem]:
    """A page of a unit's ledger: the open ones by due date, those without one last; then those
    solved, to be looked back at, and those solved for good, the latest first."""
    return await _problems(tx, table.c.unit_id == unit_id, limit=limit, skipped=skipped)


async def seen_to_by(
    tx: Transaction, person: PersonId, limit: int, skipped: int = 0
) -> list[Problem]:
    """The open problems to which somebody sees, in any unit, by due date."""
    return await _problems(tx, table.c.person_id == person, _IS_OPEN, limit=limit, skipped=skipped)


async def overdue(
    tx: Transaction, unit_ids: Collection[UnitId], today: date
) -> dict[UnitId, list[Problem]]:
    """The open problems of these units that were due before a day; units without are left out."""
    found: dict[UnitId, list[Problem]] = defaultdict(list)
    asked = {"units": list(unit_ids), "today": today.isoformat()}
    for row in await tx.named_rows(_OVERDUE, **asked):
        found[UnitId(row.unit_id)].append(_problem(row))
    return found


async def open_by_due(
    tx: Transaction, unit_ids: Collection[UnitId]
) -> dict[UnitId, dict[date | None, int]]:
    """How many problems are open at each of these units, by the day on which they are due; units
    without any are left out."""
    query = (
        select(table.c.unit_id, table.c.due, func.count().label("problems"))
        .select_from(_JOINED)
        .where(among(table.c.unit_id, "units"), _THERE, _IS_OPEN)
        .group_by(table.c.unit_id, table.c.due)
    )
    found: dict[UnitId, dict[date | None, int]] = defaultdict(dict)
    for row in await tx.rows(query, {"units": list(unit_ids)}):
        found[UnitId(row.unit_id)][_day(row.due)] = row.problems
    return found


async def _problems(
    tx: Transaction,
    *conditions: ColumnElement[bool],
    limit: int | None = None,
    skipped: int = 0,
) -> list[Problem]:
    query = _listed(*conditions).limit(limit).offset(skipped or None)
    return [_problem(row) for row in await tx.rows(query)]


def _listed(*conditions: ColumnElement[bool]) -> Select[Any]:
    is_settled = table.c.state == ProblemState.SETTLED.value
    group = case((_IS_OPEN, 0), (is_settled, 2), else_=1)
    latest = case((_IS_OPEN, 0), else_=-table.c.changed_at)
    return (
        select(
            table,
            _solved.c.state.label("solved_state"),
            _solved.c.day.label("solved_on"),
            _solved.c.text.label("solution"),
        )
        .select_from(_JOINED)
        .where(and_(_THERE, *conditions))
        .order_by(group, latest, table.c.due.is_(None), table.c.due, table.c.id)
    )


# Asked with each reminder: written once.
_OVERDUE = Statement(
    _listed(among(table.c.unit_id, "units"), _IS_OPEN, table.c.due < bindparam("today"))
)


def _written(problem: Problem) -> dict[str, Any]:
    return {
        "unit_id": problem.unit_id,
        "kind": problem.kind,
        "problem": problem.problem,
        "measure": problem.measure,
        "person_id": problem.person_id,
        "due": None if problem.due is None else problem.due.isoformat(),
        "state": problem.state.value,
        "reopened": problem.reopened,
        "by_id": problem.by,
        "made_at": earliest(problem.made_at),
        "changed_at": earliest(problem.changed_at),
        "record_id": problem.record_id,
        "solved_record_id": problem.solved_record_id,
    }


def _problem(row: Any) -> Problem:
    was_solved = row.solved_state == RecordState.KEPT.value
    return Problem(
        id=ProblemId(row.id),
        unit_id=UnitId(row.unit_id),
        problem=row.problem,
        record_id=RecordId(row.record_id),
        by=person_or_none(row.by_id),
        made_at=moment(row.made_at),
        changed_at=moment(row.changed_at),
        kind=row.kind,
        measure=row.measure,
        person_id=person_or_none(row.person_id),
        due=_day(row.due),
        state=ProblemState(row.state) if was_solved else ProblemState.OPEN,
        reopened=row.reopened,
        solved_record_id=None if row.solved_record_id is None else RecordId(row.solved_record_id),
        solved_on=date.fromisoformat(row.solved_on) if was_solved else None,
        solution=row.solution if was_solved else "",
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
