"""Who is there on a local day: whose membership is in force, and who is on leave."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, exists, or_

from storage.tables.organisation import pauses


def on_day(table: FromClause, day: date | ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a membership or an appointment is in force on a local day."""
    text = day.isoformat() if isinstance(day, date) else day
    until = table.c.until
    return and_(table.c.since <= text, or_(until.is_(None), until >= text))


def on_leave(person_id: ColumnElement[Any], day: date | ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a person is on leave on a local day."""
    text = day.isoformat() if isinstance(day, date) else day
    return exists().where(
        pauses.c.person_id == person_id, pauses.c.first <= text, pauses.c.last >= text
    )
