"""The bots that have worked on this database."""

from datetime import datetime

from sqlalchemy import select, update

from storage.database import Transaction
from storage.moments import earliest, moment
from storage.tables.telegram import bots as table
from storage.upserts import insert_into
from storage.values.people import BotId


async def remember_bot(tx: Transaction, bot_id: BotId, username: str, now: datetime) -> None:
    """Keep a bot's user name (without the @) as it is now."""
    insert = insert_into(table, tx.dialect)
    await tx.run(
        insert.values(
            bot_id=bot_id, username=username, seen_at=earliest(now)
        ).on_conflict_do_update(
            index_elements=["bot_id"],
            set_={"username": insert.excluded.username, "seen_at": insert.excluded.seen_at},
        )
    )


async def note_seen(tx: Transaction, bot_id: BotId, now: datetime) -> None:
    """Keep that a bot works at this moment."""
    await tx.run(update(table).where(table.c.bot_id == bot_id).values(seen_at=earliest(now)))


async def note_at_work(tx: Transaction, bot_id: BotId, now: datetime) -> None:
    """Keep that a bot is at work at this moment."""
    await tx.run(update(table).where(table.c.bot_id == bot_id).values(seen_at=earliest(now)))


async def last_at_work(tx: Transaction, bot_id: BotId) -> datetime | None:
    """When a bot was last known to be at work; None for one that never was."""
    found = await tx.scalar(select(table.c.seen_at).where(table.c.bot_id == bot_id))
    return None if found is None else moment(found)


async def username_of(tx: Transaction, bot_id: BotId) -> str | None:
    """The user name under which a bot was seen last, or None."""
    found: str | None = await tx.scalar(select(table.c.username).where(table.c.bot_id == bot_id))
    return found


async def menus_of(tx: Transaction, bot_id: BotId) -> str:
    """The fingerprint of the command menus that Telegram was given last; empty for none."""
    return str(await tx.scalar(select(table.c.menus).where(table.c.bot_id == bot_id)) or "")


async def remember_menus(tx: Transaction, bot_id: BotId, fingerprint: str) -> None:
    """Keep which command menus Telegram has been given."""
    await tx.run(update(table).where(table.c.bot_id == bot_id).values(menus=fingerprint))


async def bots(tx: Transaction) -> list[BotId]:
    """All bots that ever worked on this database."""
    return [BotId(row.bot_id) for row in await tx.rows(select(table.c.bot_id))]


async def latest_bot(tx: Transaction) -> BotId | None:
    """The bot that worked on this database last, or None."""
    found = await tx.scalar(
        select(table.c.bot_id).order_by(table.c.seen_at.desc(), table.c.bot_id).limit(1)
    )
    return None if found is None else BotId(found)
