"""What was put down in the north branch: a visit, a draft of the secretary's, a good deed."""

from collections.abc import Mapping

from msgspec.structs import replace

from storage import places, problems, records
from storage.database import Transaction
from storage.values.people import PersonId, UnitId
from storage.values.problems import Problem, ProblemState
from storage.values.records import (
    Place,
    PlaceId,
    ProblemId,
    Record,
    RecordId,
    RecordState,
    TookPart,
)
from tests.storage.branch_rows import DAY, SIX


async def add_records(
    tx: Transaction, north: UnitId, secretary: PersonId, member: PersonId
) -> Mapping[str, int]:
    """Write them, and a place; their numbers by what they are."""

    def new(kind: str, state: RecordState, by: PersonId, *people: PersonId) -> Record:
        there = tuple(TookPart(each) for each in people)
        return Record(RecordId(0), north, state, (kind,), DAY, by, SIX, SIX, people=there)

    made = {
        "kept": new("visit", RecordState.KEPT, secretary, secretary, member),
        "draft": new("visit", RecordState.DRAFT, secretary, secretary),
        "deed": new("deed", RecordState.KEPT, member, member),
    }
    numbers = {what: int((await records.add_record(tx, each)).id) for what, each in made.items()}
    pair = await places.add_place(tx, Place(PlaceId(0), north, "pair", "Two who help each other"))
    return {**numbers, "place": int(pair.id), **await _problems(tx, north, secretary, member)}


async def _problems(
    tx: Transaction, north: UnitId, secretary: PersonId, member: PersonId
) -> Mapping[str, int]:
    """A problem to which the member sees, and one that the secretary has solved."""

    async def recorded(kind: str) -> RecordId:
        done = Record(RecordId(0), north, RecordState.KEPT, (kind,), DAY, secretary, SIX, SIX)
        return (await records.add_record(tx, done)).id

    found = await recorded("problem")
    given = Problem(ProblemId(0), north, "The roof leaks", found, secretary, SIX, SIX)
    given = await problems.add_problem(tx, replace(given, person_id=member))
    done = replace(given, record_id=await recorded("problem"), person_id=None)
    done = replace(done, state=ProblemState.SOLVED, solved_record_id=await recorded("solution"))
    return {"problem": int(given.id), "solved": int((await problems.add_problem(tx, done)).id)}
