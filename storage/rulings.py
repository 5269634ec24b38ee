"""What units above decided about obligations below: excused, accepted, sent back."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import insert, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.moments import earliest, moment
from storage.tables.duties import rulings as table
from storage.values.duties import Subject
from storage.values.people import PersonId, UnitId
from storage.values.records import Ruling, RulingKind


async def add_ruling(tx: Transaction, ruling: Ruling) -> None:
    """Write a decision; the latest of its sort holds."""
    await tx.run(
        insert(table).values(
            unit_id=ruling.subject.unit_id,
            person_id=ruling.subject.person_id,
            group_name=ruling.subject.group,
            duty_key=ruling.duty,
            period=ruling.period,
            kind=ruling.kind.value,
            reason=ruling.reason,
            by_id=ruling.by,
            at=earliest(ruling.at),
        )
    )


_AT = Statement(select(table).where(among(table.c.unit_id, "units")).order_by(table.c.id))


async def rulings_at(tx: Transaction, unit_ids: Collection[UnitId]) -> list[Ruling]:
    """All decisions about obligations at these units, in their order."""
    return [_ruling(row) for row in await tx.named_rows(_AT, units=list(unit_ids))]


def _ruling(row: Any) -> Ruling:
    person = None if row.person_id is None else PersonId(row.person_id)
    return Ruling(
        duty=row.duty_key,
        subject=Subject(UnitId(row.unit_id), person, row.group_name),
        period=row.period,
        kind=RulingKind(row.kind),
        at=moment(row.at),
        by=None if row.by_id is None else PersonId(row.by_id),
        reason=row.reason,
    )
