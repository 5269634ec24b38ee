"""Links by which calendars are fetched. Their secrets are not kept, only what is made of them."""

from datetime import datetime

from msgspec import Struct
from sqlalchemy import insert, select, update

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest
from storage.tables.duties import calendar_feeds as table
from storage.values.people import PersonId, UnitId


class Feed(Struct, frozen=True):
    """Whose calendar of which unit a link brings, in which language."""

    unit_id: UnitId
    person_id: PersonId
    language: str


async def add_feed(tx: Transaction, token: str, feed: Feed, now: datetime) -> None:
    """Keep a link; ``token`` is what is made of its secret."""
    await tx.run(
        insert(table).values(
            token=token,
            unit_id=feed.unit_id,
            person_id=feed.person_id,
            language=feed.language,
            made_at=earliest(now),
        )
    )


async def feed(tx: Transaction, token: str) -> Feed | None:
    """The link of which this was made; None for one that there isn't, or that was revoked."""
    row = await tx.first(select(table).where(table.c.token == token, table.c.revoked_at.is_(None)))
    if row is None:
        return None
    return Feed(UnitId(row.unit_id), PersonId(row.person_id), row.language)


async def alive(tx: Transaction, unit_id: UnitId, person_id: PersonId) -> list[str]:
    """Somebody's links to a unit's calendar that work, the oldest first."""
    mine = table.c.unit_id == unit_id, table.c.person_id == person_id
    query = select(table.c.token).where(*mine, table.c.revoked_at.is_(None))
    return [row.token for row in await tx.rows(query.order_by(table.c.made_at, table.c.token))]


async def revoke(tx: Transaction, tokens: list[str], now: datetime) -> None:
    """Let links work no more."""
    ended = update(table).where(among(table.c.token, "tokens")).values(revoked_at=earliest(now))
    await tx.run(ended, {"tokens": tokens})
