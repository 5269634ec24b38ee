"""A branch with five members, to which duties apply."""

from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from programme.duties.facts import UnitFacts
from storage.values.duties import Counting, Duty, When, Who, Whom
from storage.values.people import PersonId, Role, Unit, UnitId
from storage.values.records import Member, Office, Record, RecordId, RecordState, TookPart

BRANCH = UnitId(7)
MEMBERS = tuple(PersonId(n) for n in range(1, 6))
SECRETARY = MEMBERS[0]


def a_unit(level: str = "支部", **changes: Any) -> Unit:
    """A unit without anything special."""
    unit = Unit(BRANCH, "7", UnitId(1), "/1/7/", level, "第七支部", "Asia/Shanghai", "zh", "p")
    return replace(unit, **changes)


def a_duty(key: str, when: When, **changes: Any) -> Duty:
    """A duty of branches to have one meeting a period."""
    duty = Duty(
        key, "standing", {"zh": key, "en": key}, Who(Whom.BRANCHES), when, Counting(("meeting",))
    )
    return replace(duty, **changes)


def a_record(day: str, number: int = 1, /, **changes: Any) -> Record:
    """A meeting of the branch at which all were."""
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    record = Record(
        RecordId(number),
        BRANCH,
        RecordState.KEPT,
        ("meeting",),
        date.fromisoformat(day),
        SECRETARY,
        at,
        at,
        people=tuple(TookPart(person) for person in MEMBERS),
    )
    return replace(record, **changes)


def the_facts(**changes: Any) -> UnitFacts:
    """The branch, with its members since the beginning of 2026, the first one its secretary."""
    since = date(2026, 1, 1)
    facts = UnitFacts(
        a_unit(),
        is_branch=True,
        members=[Member(person, since) for person in MEMBERS],
        offices=[Office(SECRETARY, Role.SECRETARY, since)],
        homes={SECRETARY: ((since, BRANCH),)},
    )
    return replace(facts, **changes)
