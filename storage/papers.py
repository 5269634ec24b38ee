"""Files made for somebody, kept until they are sent: nothing of them stays."""

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct
from sqlalchemy import delete, select

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest
from storage.tables.work import papers
from storage.upserts import insert_into
from storage.values.people import BotId


class Paper(Struct, frozen=True):
    """A made file: its name and its bytes."""

    name: str
    content: bytes


async def keep_paper(tx: Transaction, bot_id: BotId, key: str, paper: Paper, now: datetime) -> None:
    """Keep a file until it is sent; one made again takes the place of the first."""
    insert = insert_into(papers, tx.dialect)
    made = insert.values(
        bot_id=bot_id, key=key, name=paper.name, content=paper.content, made_at=earliest(now)
    )
    taken = {each: insert.excluded[each] for each in ("name", "content", "made_at")}
    await tx.run(made.on_conflict_do_update(index_elements=["bot_id", "key"], set_=taken))


async def paper(tx: Transaction, bot_id: BotId, key: str) -> Paper | None:
    """A kept file; None when it is gone."""
    row = await tx.first(
        select(papers.c.name, papers.c.content).where(
            papers.c.bot_id == bot_id, papers.c.key == key
        )
    )
    return None if row is None else Paper(row.name, row.content)


async def has_paper(tx: Transaction, bot_id: BotId, key: str) -> bool:
    """Whether a file is still kept."""
    query = select(papers.c.key).where(papers.c.bot_id == bot_id, papers.c.key == key)
    return await tx.first(query) is not None


async def drop_papers(tx: Transaction, bot_id: BotId, keys: Collection[str]) -> None:
    """Forget files: they were sent, or never will be."""
    await tx.run(
        delete(papers).where(papers.c.bot_id == bot_id, among(papers.c.key, "keys")),
        {"keys": list(keys)},
    )


async def drop_papers_before(tx: Transaction, before: datetime) -> int:
    """Forget files that were made before a moment and are still here; how many."""
    return await tx.run(delete(papers).where(papers.c.made_at < earliest(before)))
