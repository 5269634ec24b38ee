"""The duties of programmes, version by version. A version never changes once it is written."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy import insert, select

from storage.database import Transaction
from storage.moments import moment
from storage.tables.duties import duty_books as table
from storage.tables.programme import programme_versions as versions
from storage.values.days import VersionId
from storage.values.duties import DutyBook, Family


@dataclass(frozen=True, slots=True)
class KeptBook:
    """The duties of one version, and when that came in."""

    version_id: VersionId
    book: DutyBook
    since: datetime


async def add_book(tx: Transaction, version_id: VersionId, book: DutyBook) -> None:
    """Write a version's duties."""
    body = msgspec.json.encode(book).decode()
    await tx.run(insert(table).values(version_id=version_id, body=body))


async def books(tx: Transaction, programme_key: str) -> list[KeptBook]:
    """All versions of a programme's duties, the newest first; those that say the same as the one
    before are left out."""
    query = (
        select(table.c.version_id, table.c.body, versions.c.imported_at)
        .join_from(table, versions, versions.c.id == table.c.version_id)
        .where(versions.c.programme_key == programme_key)
        .order_by(table.c.version_id)
    )
    found: list[KeptBook] = []
    before = None
    for row in await tx.rows(query):
        if row.body != before:
            at = moment(row.imported_at)
            found.append(KeptBook(VersionId(row.version_id), _book(row.body), at))
        before = row.body
    return found[::-1]


async def every_book(tx: Transaction) -> list[DutyBook]:
    """The duties of all programmes and versions, those that say the same once."""
    return [_book(row.body) for row in await tx.rows(select(table.c.body).distinct())]


async def kinds_of(tx: Transaction, family: Family) -> set[str]:
    """The keys of all kinds of record of a family, of any programme and version."""
    found = await every_book(tx)
    return {kind.key for book in found for kind in book.kinds if kind.family is family}


# What the same text decodes to is the same: frozen values may be shared.
@lru_cache(maxsize=64)
def _book(text: str) -> DutyBook:
    return msgspec.json.decode(text, type=DutyBook)
