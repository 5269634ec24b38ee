"""Codes that let a group in: made for one unit, used once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from storage.database import Transaction
from storage.moments import earliest, moment
from storage.tables.organisation import codes
from storage.values.people import TelegramId, UnitId


@dataclass(frozen=True, slots=True)
class Code:
    """A code for binding a group to a unit, until ``expires_at`` or until it is used."""

    code: str
    unit_id: UnitId
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: TelegramId | None = None


async def add_code(tx: Transaction, code: Code) -> None:
    """Keep a new code."""
    await tx.run(
        codes.insert().values(
            code=code.code,
            unit_id=code.unit_id,
            made_at=earliest(code.made_at),
            expires_at=earliest(code.expires_at),
        )
    )


async def find_code(tx: Transaction, code: str) -> Code | None:
    """The code as it was made, used or not, or None for one that was never given out."""
    row = await tx.first(select(codes).where(codes.c.code == code))
    if row is None:
        return None
    return Code(
        code=row.code,
        unit_id=UnitId(row.unit_id),
        made_at=moment(row.made_at),
        expires_at=moment(row.expires_at),
        used_at=None if row.used_at is None else moment(row.used_at),
        used_by=None if row.used_by is None else TelegramId(row.used_by),
    )


async def use_code(tx: Transaction, code: str, used_by: TelegramId | None, now: datetime) -> bool:
    """Mark a code as used, by nobody in particular for an anonymous admin; False if it was."""
    unused = update(codes).where(codes.c.code == code, codes.c.used_at.is_(None))
    return bool(await tx.run(unused.values(used_at=earliest(now), used_by=used_by)))
