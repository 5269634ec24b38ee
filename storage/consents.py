"""Who agrees that their score card of a year lies beside the others' of their branch."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct
from sqlalchemy import select, update

from storage.database import Transaction
from storage.moments import earliest
from storage.tables.cards import score_consents
from storage.upserts import insert_into
from storage.values.people import PersonId, UnitId


class Consent(Struct, frozen=True):
    """What somebody said who was asked; ``answered``: whether they said anything yet."""

    person_id: PersonId
    agreed: bool
    answered: bool


async def ask(
    tx: Transaction, unit_id: UnitId, year: int, people: Collection[PersonId], now: datetime
) -> None:
    """Note that these people are asked; what somebody has said already stays."""
    rows = [
        {"unit_id": unit_id, "year": year, "person_id": person, "asked_at": earliest(now)}
        for person in people
    ]
    await tx.run_many(insert_into(score_consents, tx.dialect).on_conflict_do_nothing(), rows)


async def say(
    tx: Transaction, unit_id: UnitId, year: int, person: PersonId, now: datetime, *, agrees: bool
) -> None:
    """Note what somebody says who was asked."""
    c = score_consents.c
    theirs = c.unit_id == unit_id, c.year == year, c.person_id == person
    said = {"agreed": agrees, "answered_at": earliest(now)}
    await tx.run(update(score_consents).where(*theirs).values(said))


async def consents(tx: Transaction, unit_id: UnitId, year: int) -> dict[PersonId, Consent]:
    """Who was asked, and what each of them said."""
    c = score_consents.c
    query = select(score_consents).where(c.unit_id == unit_id, c.year == year)
    return {
        PersonId(row.person_id): Consent(
            PersonId(row.person_id), bool(row.agreed), row.answered_at is not None
        )
        for row in await tx.rows(query)
    }
