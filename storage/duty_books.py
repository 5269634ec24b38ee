"""The duties of programmes, version by version. A version never changes once it is written."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import insert, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.moments import moment
from storage.tables.duties import duty_books as table
from storage.tables.programme import programme_versions as versions
from storage.values.days import VersionId
from storage.values.duties import DutyBook, Family, RecordKind


class KeptBook(Struct, frozen=True):
    """The duties of one version, and when that came in."""

    version_id: VersionId
    book: DutyBook
    since: datetime


async def add_book(tx: Transaction, version_id: VersionId, book: DutyBook) -> None:
    """Write a version's duties."""
    body = msgspec.json.encode(book)
    digest = hashlib.sha256(body).hexdigest()
    await tx.run(insert(table).values(version_id=version_id, body=body.decode(), digest=digest))


async def books(tx: Transaction, programme_key: str) -> list[KeptBook]:
    """All versions of a programme's duties, the newest first; those that say the same as the one
    before are left out. The newest one knows the kinds that all others had."""
    rows = await tx.named_rows(_VERSIONS)
    read = await _read(tx, {row.digest for row in rows})
    found: list[KeptBook] = []
    before = None
    for row in rows:
        if row.programme_key != programme_key:
            continue
        if row.digest != before:
            at = moment(row.imported_at)
            found.insert(0, KeptBook(VersionId(row.version_id), read[row.digest], at))
        before = row.digest
    if found:
        others = tuple(dict.fromkeys(row.digest for row in reversed(rows)))
        found[0] = replace(found[0], book=_knowing(found[0].book, before or "", others, read))
    return found


async def every_book(tx: Transaction) -> list[DutyBook]:
    """The duties of all programmes and versions, those that say the same once."""
    return list((await _read(tx, {row.digest for row in await tx.named_rows(_VERSIONS)})).values())


async def kinds_of(tx: Transaction, family: Family) -> set[str]:
    """The keys of all kinds of record of a family, of any programme and version."""
    found = await every_book(tx)
    return {kind.key for book in found for kind in book.kinds if kind.family is family}


_VERSIONS = Statement(
    select(table.c.version_id, table.c.digest, versions.c.imported_at, versions.c.programme_key)
    .join_from(table, versions, versions.c.id == table.c.version_id)
    .order_by(table.c.version_id)
)
# What the same text decodes to is the same: frozen values may be shared. They are long, and asked
# for with every look at duties.
_KNOWN: dict[str, DutyBook] = {}
_NAMED: dict[tuple[str, ...], DutyBook] = {}
_MOST = 64


async def _read(tx: Transaction, digests: Collection[str]) -> dict[str, DutyBook]:
    """Books by the digests of their texts."""
    if len(_KNOWN) >= _MOST and not _KNOWN.keys() >= set(digests):
        _KNOWN.clear()
        _NAMED.clear()
    unread = [digest for digest in digests if digest not in _KNOWN]
    if unread:
        query = select(table.c.digest, table.c.body).where(among(table.c.digest, "digests"))
        for row in await tx.rows(query.distinct(), {"digests": unread}):
            _KNOWN[row.digest] = msgspec.json.decode(row.body, type=DutyBook)
    return {digest: _KNOWN[digest] for digest in digests}


def _knowing(
    book: DutyBook, digest: str, others: tuple[str, ...], read: Mapping[str, DutyBook]
) -> DutyBook:
    """A book with the kinds that it has not and others have, as the newest of these names them."""
    found = _NAMED.get((digest, *others))
    if found is None:
        own = {kind.key for kind in book.kinds}
        gone: dict[str, RecordKind] = {}
        for other in others:
            for kind in read[other].kinds:
                if kind.key not in own:
                    gone.setdefault(kind.key, kind)
        found = replace(book, former=tuple(gone.values())) if gone else book
        _NAMED[digest, *others] = found
    return found
