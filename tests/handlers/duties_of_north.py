"""What the cast has to do by its duties: a lecture of the branch that waits to be confirmed, and a
visit of each member."""

from datetime import timedelta

from programme.duties.obligations import Obligation
from programme.duties.periods import period_of
from programme.duties.references import reference
from storage import programmes
from storage.database import Transaction
from storage.duty_books import add_book
from storage.records import add_record
from storage.values.duties import (
    Counting,
    Duty,
    DutyBook,
    Family,
    Often,
    RecordKind,
    Subject,
    When,
    Who,
    Whom,
)
from storage.values.people import PersonId, UnitId
from storage.values.records import Record, RecordId, RecordState, TookPart
from tests.storage.branch_rows import DAY, SIX

_EACH_YEAR = When(Often.YEAR)
LECTURE = Duty(
    "lecture",
    "all",
    {"en": "lecture"},
    Who(Whom.BRANCHES),
    _EACH_YEAR,
    Counting(("talk",)),
    confirmed=True,
)
VISIT = Duty("visit", "all", {"en": "visit"}, Who(Whom.PERSONS), _EACH_YEAR, Counting(("visit",)))
BOOK = DutyBook(
    duties=(LECTURE, VISIT),
    kinds=(
        RecordKind("talk", Family.LECTURE, {"en": "lecture"}),
        RecordKind("visit", Family.VISIT, {"en": "visit"}),
    ),
    sections={"all": {"en": "All"}},
    places={"pair": {"en": "pair"}},
)


async def add_duties(tx: Transaction, north: UnitId, secretary: PersonId) -> None:
    """Write the duties, and the record of the lecture."""
    version = await programmes.newest_version(tx, "p")
    assert version is not None
    await add_book(tx, version.id, BOOK)
    held = Record(
        RecordId(0),
        north,
        RecordState.KEPT,
        ("talk",),
        DAY,
        secretary,
        SIX,
        SIX + timedelta(seconds=1),
        people=(TookPart(secretary),),
    )
    await add_record(tx, held)


def named(duty: Duty, unit: UnitId, person: PersonId | None = None) -> str:
    """What names this year's obligation on buttons."""
    period = period_of(duty.when, str(DAY.year))
    assert period is not None
    return reference(Obligation(duty, Subject(unit, person), period, duty.amount))
