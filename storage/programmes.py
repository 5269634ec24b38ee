"""Programmes by version: settings and study items. A version never changes once it is written."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import func, insert, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.moments import earliest
from storage.tables.programme import items as items_table
from storage.tables.programme import programme_versions as versions
from storage.values.days import VersionId
from storage.values.programme_files import Item, ProgrammeSettings


class Version(Struct, frozen=True):
    """A numbered version of a programme."""

    id: VersionId
    number: int
    content_hash: str
    settings: ProgrammeSettings


class KeptItem(Struct, frozen=True):
    """A study item; ``hashes`` are the SHA-256 of its ``item.media``, in their order."""

    item: Item
    hashes: tuple[str, ...] = ()


async def version(tx: Transaction, version_id: VersionId) -> Version | None:
    """One version, or None."""
    row = await tx.first(select(versions).where(versions.c.id == version_id))
    return None if row is None else _version(row)


async def settings_of(tx: Transaction, version_id: VersionId) -> ProgrammeSettings:
    """The settings of a version that is there; a version never changes, so it is read once."""
    known: dict[VersionId, ProgrammeSettings] = tx.memory.setdefault("settings", {})
    if version_id not in known:
        found = await version(tx, version_id)
        assert found is not None
        known[version_id] = found.settings
    return known[version_id]


async def newest_version(tx: Transaction, programme_key: str) -> Version | None:
    """The newest version of a programme, or None."""
    return (await newest_versions(tx)).get(programme_key)


async def newest_versions(tx: Transaction) -> dict[str, Version]:
    """Every programme's newest version, by the programme's key, the oldest programme first."""
    return {row.programme_key: _version(row) for row in await tx.named_rows(_NEWEST)}


# Asked with each reminder: written once.
_of_each = (
    select(func.max(versions.c.id).label("id"), func.min(versions.c.id).label("first"))
    .group_by(versions.c.programme_key)
    .subquery()
)
_NEWEST = Statement(
    select(versions).join(_of_each, _of_each.c.id == versions.c.id).order_by(_of_each.c.first)
)


async def add_version(
    tx: Transaction, settings: ProgrammeSettings, content_hash: str, now: datetime
) -> Version:
    """Write the next version of a programme; its items and questions come after."""
    newest = await newest_version(tx, settings.key)
    query = insert(versions).values(
        programme_key=settings.key,
        number=1 if newest is None else newest.number + 1,
        settings=_text(settings),
        content_hash=content_hash,
        imported_at=earliest(now),
    )
    row = await tx.first(query.returning(versions))
    assert row is not None
    return _version(row)


async def add_items(tx: Transaction, version_id: VersionId, kept: Sequence[KeptItem]) -> None:
    """Write a version's items, in the order in which they are studied."""
    rows = [
        {"version_id": version_id, "key": each.item.key, "position": n, "body": _text(each)}
        for n, each in enumerate(kept)
    ]
    await tx.run_many(insert(items_table), rows)


async def item_keys(tx: Transaction, version_id: VersionId) -> tuple[str, ...]:
    """The keys of a version's items, in the order in which they are studied."""
    query = (
        select(items_table.c.key)
        .where(items_table.c.version_id == version_id)
        .order_by(items_table.c.position)
    )
    return tuple(row.key for row in await tx.rows(query))


async def items(
    tx: Transaction, version_id: VersionId, keys: Collection[str] | None = None
) -> dict[str, KeptItem]:
    """A version's items by key, in the order in which they are studied; all when ``keys`` is None.
    Unknown keys are left out."""
    query = (
        select(items_table.c.key, items_table.c.body)
        .where(items_table.c.version_id == version_id)
        .order_by(items_table.c.position)
    )
    if keys is None:
        rows = await tx.rows(query)
    else:
        rows = await tx.rows(query.where(among(items_table.c.key, "keys")), {"keys": list(keys)})
    return {row.key: _item(row.body) for row in rows}


def _version(row: Any) -> Version:
    return Version(VersionId(row.id), row.number, row.content_hash, _settings(row.settings))


# What the same text decodes to is the same: frozen values may be shared.
@lru_cache(maxsize=64)
def _settings(text: str) -> ProgrammeSettings:
    return msgspec.json.decode(text, type=ProgrammeSettings)


@lru_cache(maxsize=512)
def _item(text: str) -> KeptItem:
    return msgspec.json.decode(text, type=KeptItem)


def _text(value: ProgrammeSettings | KeptItem) -> str:
    return msgspec.json.encode(value).decode()
