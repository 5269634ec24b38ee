"""Codes that let a group or a person in: made for one unit, used once."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import select, update

from storage.database import Transaction
from storage.moments import earliest, moment
from storage.tables.organisation import codes
from storage.values.people import PersonId, TelegramId, UnitId


class Opens(StrEnum):
    """What a code opens: the unit to a group, or a part in it to a person."""

    GROUP = "group"
    SECRETARY = "secretary"
    ORGANISER = "organiser"
    MEMBER = "member"


class Code(Struct, frozen=True):
    """A code that lets a group or a person into a unit, until ``expires_at`` or until it is used.

    ``person_id``: whom it was made for, where the bot knows them; else ``name`` is what they are
    to be called, empty for whatever Telegram calls them.
    """

    code: str
    unit_id: UnitId
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: TelegramId | None = None
    opens: Opens = Opens.GROUP
    person_id: PersonId | None = None
    name: str = ""


async def add_codes(tx: Transaction, new: Sequence[Code]) -> None:
    """Keep new codes."""
    rows = [
        {
            "code": code.code,
            "unit_id": code.unit_id,
            "made_at": earliest(code.made_at),
            "expires_at": earliest(code.expires_at),
            "opens": code.opens.value,
            "person_id": code.person_id,
            "name": code.name,
        }
        for code in new
    ]
    await tx.run_many(codes.insert(), rows)


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
        opens=Opens(row.opens),
        person_id=None if row.person_id is None else PersonId(row.person_id),
        name=row.name,
    )


async def use_code(tx: Transaction, code: str, used_by: TelegramId | None, now: datetime) -> bool:
    """Mark a code as used, by nobody in particular for an anonymous admin; False if it was."""
    unused = update(codes).where(codes.c.code == code, codes.c.used_at.is_(None))
    return bool(await tx.run(unused.values(used_at=earliest(now), used_by=used_by)))
