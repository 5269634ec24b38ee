"""The ledger follows its records, and stands in its order."""

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from storage import problems, records
from storage.database import Database, Transaction
from storage.values.problems import Problem, ProblemState
from storage.values.records import ProblemId, Record, RecordId, RecordState
from tests.storage.branch_rows import Branch, make_branch

NOW = datetime(2026, 5, 20, 1, tzinfo=UTC)
TODAY = date(2026, 5, 20)
LATE, SOON = date(2026, 5, 19), date(2026, 5, 21)


async def recorded(tx: Transaction, branch: Branch, text: str = "") -> Record:
    person = branch.people[0]
    done = Record(
        RecordId(0), branch.unit.id, RecordState.KEPT, ("k",), TODAY, person, NOW, NOW, text=text
    )
    return await records.add_record(tx, done)


async def found(
    tx: Transaction, branch: Branch, name: str, due: date | None = None, *, ago: int = -1
) -> Problem:
    """A problem; with ``ago``, solved so many days ago."""
    first = (await recorded(tx, branch)).id
    at = NOW - timedelta(days=max(ago, 0))
    new = Problem(ProblemId(0), branch.unit.id, name, first, branch.people[0], NOW, at, due=due)
    if ago >= 0:
        done = await recorded(tx, branch, f"mended {name}")
        new = replace(new, state=ProblemState.SOLVED, solved_record_id=done.id)
    return await problems.add_problem(tx, new)


async def test_open_ones_come_first_by_their_day_then_what_was_solved(database: Database) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        unit = branch.unit.id
        await found(tx, branch, "some day")
        await found(tx, branch, "soon", SOON)
        await found(tx, branch, "late", LATE)
        await found(tx, branch, "solved before", ago=9)
        await found(tx, branch, "solved", LATE, ago=1)
        settled = await found(tx, branch, "settled", ago=0)
        await problems.save(tx, replace(settled, state=ProblemState.SETTLED))
        names = [each.problem for each in await problems.ledger(tx, unit, 9)]
        assert names == ["late", "soon", "some day", "solved", "solved before", "settled"]
        assert [p.problem for p in await problems.ledger(tx, unit, 2, 1)] == names[1:3]
        assert await problems.open_by_due(tx, [unit]) == {unit: {LATE: 1, SOON: 1, None: 1}}
        late = await problems.overdue(tx, [unit], TODAY)
        assert [each.problem for each in late[unit]] == ["late"]


async def test_a_problem_is_there_and_solved_as_long_as_its_records_are_kept(
    database: Database,
) -> None:
    async with database.writing() as tx:
        branch = await make_branch(tx, ["Li"])
        solved = await found(tx, branch, "leaks", LATE, ago=1)
        shown = await problems.problem(tx, solved.id)
        assert shown is not None and (shown.solution, shown.solved_on) == ("mended leaks", TODAY)
        for number, expected in (
            (solved.solved_record_id, ProblemState.OPEN),
            (solved.record_id, None),
        ):
            assert number is not None
            record = await records.record_with(tx, number)
            assert record is not None
            await records.change_record(tx, replace(record, state=RecordState.DELETED))
            shown = await problems.problem(tx, solved.id)
            assert (shown and shown.state) == expected
        assert await problems.open_by_due(tx, [branch.unit.id]) == {}
