"""Members' days: reading a row of them, and which of them have an act."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, or_

from storage.tables.deeds import member_days
from storage.values.days import MemberDay
from storage.values.people import PersonId, UnitId


def has_act() -> ColumnElement[bool]:
    """The condition that a member did anything at all on a day."""
    c = member_days.c
    return or_(c.check_ins > 0, c.answered > 0, c.notes > 0)


def member_day_of(row: Row[Any]) -> MemberDay:
    """A member's day from a row of its table."""
    return MemberDay(
        person_id=PersonId(row.person_id),
        unit_id=UnitId(row.unit_id),
        day=date.fromisoformat(row.day),
        check_ins=row.check_ins,
        answered=row.answered,
        right=row.right,
        notes=row.notes,
        points=row.points,
        late=row.late,
    )
