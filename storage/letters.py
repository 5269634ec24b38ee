"""Dead letters: updates that could not be handled, kept to be looked at and tried again."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NewType

from msgspec import Struct
from sqlalchemy import Row, delete, func, insert, select, update

from storage import jobs
from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.tables.telegram import dead_letters as table
from storage.values.people import BotId

LetterId = NewType("LetterId", int)

RETRY_JOB = "retry"
"""The kind of job that hands a dead letter to the running bot once more.

Its payload is ``{"letter": ID}``."""


class NewLetter(Struct, frozen=True):
    """An update as Telegram sent it, and the error that it ended in.

    ``update_id`` is None for one that could not even be read.
    """

    bot_id: BotId
    update_id: int | None
    raw: str
    error: str


class Letter(Struct, frozen=True):
    """A dead letter as it is kept. ``error`` is that of the last try."""

    id: LetterId
    bot_id: BotId
    update_id: int | None
    raw: str
    error: str
    failed_at: datetime
    tries: int


async def keep_letters(tx: Transaction, letters: Iterable[NewLetter], now: datetime) -> None:
    """Put updates that failed among the dead letters."""
    await tx.run_many(
        insert(table),
        [
            {
                "bot_id": each.bot_id,
                "update_id": each.update_id,
                "raw": each.raw,
                "error": each.error,
                "failed_at": earliest(now),
            }
            for each in letters
        ],
    )


async def letters(tx: Transaction, *, limit: int | None = None) -> list[Letter]:
    """The dead letters, the newest first."""
    query = select(table).order_by(table.c.failed_at.desc(), table.c.id.desc()).limit(limit)
    return [_letter(row) for row in await tx.rows(query)]


async def letter(tx: Transaction, letter_id: LetterId) -> Letter | None:
    """One dead letter, or None."""
    row = await tx.first(select(table).where(table.c.id == letter_id))
    return None if row is None else _letter(row)


async def count(tx: Transaction, bot_id: BotId) -> int:
    """How many dead letters of a bot there are."""
    query = select(func.count()).select_from(table).where(table.c.bot_id == bot_id)
    return int(await tx.scalar(query))


async def is_kept(tx: Transaction, bot_id: BotId, raw: str) -> bool:
    """Whether an update without a number is among the dead letters already."""
    query = select(table.c.id).where(
        table.c.bot_id == bot_id, table.c.update_id.is_(None), table.c.raw == raw
    )
    return await tx.first(query) is not None


async def ask_again(tx: Transaction, tried: Sequence[Letter], now: datetime) -> None:
    """Have the running bot handle these letters once more; asking twice for the same try is one."""
    for each in tried:
        key = f"{RETRY_JOB}:{each.id}:{each.tries}"
        await jobs.put(tx, each.bot_id, RETRY_JOB, key, now, {"letter": each.id})


async def failed_again(tx: Transaction, letter_id: LetterId, error: str, now: datetime) -> None:
    """Note that a letter was tried once more, and how that ended."""
    await tx.run(
        update(table)
        .where(table.c.id == letter_id)
        .values(error=error, failed_at=earliest(now), tries=table.c.tries + 1)
    )


async def forget_letters(tx: Transaction, ids: Collection[LetterId]) -> int:
    """Remove these letters, handled or not worth it; how many there were."""
    return await tx.run(delete(table).where(among(table.c.id, "ids")), {"ids": list(ids)})


async def forget_letters_before(tx: Transaction, moment_: datetime) -> int:
    """Remove the letters that failed last before a moment; how many there were."""
    return await tx.run(delete(table).where(table.c.failed_at < earliest(moment_)))


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=LetterId(row.id),
        bot_id=BotId(row.bot_id),
        update_id=row.update_id,
        raw=row.raw,
        error=row.error,
        failed_at=moment(row.failed_at),
        tries=row.tries,
    )
