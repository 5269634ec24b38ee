"""What is done with problems. That one was found, and that it was solved, are records: they count
for duties, and with them the ledger changes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from programme.calendar import local_day
from programme.problems.changing import as_recorded, read_problem
from programme.records import keeping
from programme.records.kinds import Part, kinds_like
from programme.records.scene import Scene
from programme.records.typed import read_text
from storage import problems, records
from storage.database import Transaction
from storage.values.duties import Family
from storage.values.people import PersonId, Unit, UnitId
from storage.values.problems import Problem, ProblemState
from storage.values.records import (
    ChangeKind,
    ProblemId,
    Record,
    RecordChange,
    RecordFile,
    RecordId,
    RecordState,
)

Files = Sequence[RecordFile]


class Tally(Struct, frozen=True):
    """How many problems of a unit are open, and how many of these should have been solved."""

    open: int = 0
    overdue: int = 0


async def open_problem(
    tx: Transaction, at: Scene, kind: str, text: str, by: PersonId, now: datetime, files: Files = ()
) -> Problem:
    """Put a problem into a unit's ledger, as a record of a kind. Raises :class:`BadInput`."""
    problem = Problem(
        id=ProblemId(0),
        unit_id=at.unit.id,
        problem=read_problem(text),
        record_id=RecordId(0),
        by=by,
        made_at=now,
        changed_at=now,
    )
    topic, body = as_recorded(problem, at)
    found = _record(at, kind, by, now, topic=topic, text=body, files=tuple(files))
    kept = await _put_down(tx, found, by, now, at)
    return await problems.add_problem(tx, replace(problem, record_id=kept.id))


async def change(
    tx: Transaction,
    at: Scene,
    problem: Problem,
    changed: Problem,
    part: Part,
    by: PersonId,
    now: datetime,
) -> Problem:
    """Keep what was changed about a problem, and note it in its history."""
    if changed == problem:
        return problem
    new = replace(changed, changed_at=now)
    await problems.save(tx, new)
    found = await records.record_with(tx, new.record_id)
    assert found is not None
    topic, text = as_recorded(new, at)
    told = replace(found, topic=topic, text=text)
    if told != found:
        await keeping.change(tx, found, told, part, by, now)
    else:
        await keeping.note_edit(tx, found, part, by, now)
    return new


async def solve(
    tx: Transaction,
    at: Scene,
    problem: Problem,
    text: str,
    by: PersonId,
    now: datetime,
    files: Files = (),
) -> Record:
    """Put down what was done about a problem: from now on it is solved. The record of that."""
    topic, _ = as_recorded(problem, at)
    kind = kinds_like(at.book, Family.SOLUTION)[0]
    said = read_text(text)
    done = _record(at, kind, by, now, topic=topic, text=said, files=tuple(files))
    kept = await _put_down(tx, done, by, now, at)
    solved = replace(problem, state=ProblemState.SOLVED, solved_record_id=kept.id, changed_at=now)
    await problems.save(tx, solved)
    await _note(tx, problem, ChangeKind.SOLVED, by, now)
    return kept


async def reopen(
    tx: Transaction, problem: Problem, by: PersonId, now: datetime, today: date
) -> Problem:
    """A look back has found a problem not solved after all. What was done stays on record; a due
    date that has passed says nothing any more."""
    again = replace(
        problem,
        state=ProblemState.OPEN,
        reopened=problem.reopened + 1,
        due=problem.due if problem.due is not None and problem.due >= today else None,
        changed_at=now,
    )
    await problems.save(tx, again)
    await _note(tx, problem, ChangeKind.REOPENED, by, now)
    return again


async def settle(tx: Transaction, problem: Problem, by: PersonId, now: datetime) -> Problem:
    """A look back has found that a problem stays solved."""
    settled = replace(problem, state=ProblemState.SETTLED, changed_at=now)
    await problems.save(tx, settled)
    await _note(tx, problem, ChangeKind.SETTLED, by, now)
    return settled


async def take_back(
    tx: Transaction, at: Scene, problem: Problem, by: PersonId, now: datetime
) -> None:
    """Take back the last thing put down about a problem: that it was solved, else that there is
    one. The record of it is deleted, and can be put back."""
    number = problem.record_id
    if not problem.is_open and problem.solved_record_id is not None:
        number = problem.solved_record_id
        await _note(tx, problem, ChangeKind.REOPENED, by, now)
    record = await records.record_with(tx, number)
    assert record is not None
    await keeping.delete(tx, record, by, now, at)


async def tallies(tx: Transaction, units: Collection[Unit], now: datetime) -> dict[UnitId, Tally]:
    """How many problems are open at each of these units, and overdue; units without are left
    out."""
    todays = {unit.id: local_day(now, unit.time_zone) for unit in units}
    found = {}
    for unit_id, by_due in (await problems.open_by_due(tx, list(todays))).items():
        late = sum(n for due, n in by_due.items() if due is not None and due < todays[unit_id])
        found[unit_id] = Tally(sum(by_due.values()), late)
    return found


def _record(
    at: Scene,
    kind: str,
    by: PersonId,
    now: datetime,
    *,
    topic: str,
    text: str,
    files: tuple[RecordFile, ...],
) -> Record:
    return Record(
        id=RecordId(0),
        unit_id=at.unit.id,
        state=RecordState.DRAFT,
        kinds=(kind,),
        day=at.today,
        by=by,
        made_at=now,
        changed_at=now,
        topic=topic,
        text=text,
        files=files,
    )


async def _put_down(
    tx: Transaction, draft: Record, by: PersonId, now: datetime, at: Scene
) -> Record:
    # Those who share the office are told what it is called; what no book names has no name here.
    told = at if at.book.kind(draft.kinds[0]) else None
    return await keeping.put_down(tx, await records.add_record(tx, draft), by, now, told)


async def _note(
    tx: Transaction, problem: Problem, kind: ChangeKind, by: PersonId, now: datetime
) -> None:
    await records.note_change(tx, RecordChange(problem.record_id, kind, by, now))
