"""A programme's files: their content, and the ids under which a bot's Telegram knows them."""

from collections.abc import Collection, Mapping

from msgspec import Struct
from sqlalchemy import delete, select

from storage.database import Transaction
from storage.driver import among
from storage.tables.programme import media
from storage.tables.telegram import files
from storage.upserts import insert_into
from storage.values.people import BotId


class Medium(Struct, frozen=True):
    """A file's name and bytes."""

    name: str
    content: bytes


async def known_ids(
    tx: Transaction, bot_id: BotId, hashes: Collection[str]
) -> Mapping[tuple[str, str], str]:
    """The file ids that this bot has for these files, by SHA-256 and kind."""
    rows = await tx.rows(
        select(files.c.sha256, files.c.kind, files.c.file_id).where(
            files.c.bot_id == bot_id, among(files.c.sha256, "hashes")
        ),
        {"hashes": list(hashes)},
    )
    return {(row.sha256, row.kind): row.file_id for row in rows}


async def remember(tx: Transaction, bot_id: BotId, sha256: str, kind: str, file_id: str) -> None:
    """Note the id that Telegram gave a file, in place of any other."""
    insert = insert_into(files, tx.dialect)
    await tx.run(
        insert.values(
            bot_id=bot_id, sha256=sha256, kind=kind, file_id=file_id
        ).on_conflict_do_update(
            index_elements=["bot_id", "sha256", "kind"], set_={"file_id": insert.excluded.file_id}
        )
    )


async def forget(tx: Transaction, bot_id: BotId, sha256: str, kind: str) -> None:
    """Forget an id that Telegram no longer takes, so that the file is uploaded again."""
    await tx.run(
        delete(files).where(
            files.c.bot_id == bot_id, files.c.sha256 == sha256, files.c.kind == kind
        )
    )


async def content(tx: Transaction, sha256: str) -> Medium | None:
    """A file's name and bytes, or None when no programme has it any more."""
    row = await tx.first(select(media.c.name, media.c.content).where(media.c.sha256 == sha256))
    return None if row is None else Medium(row.name, row.content)


async def keep(tx: Transaction, sha256: str, name: str, body: bytes) -> None:
    """Keep a file's bytes; one that is kept already stays as it is."""
    await tx.run(
        insert_into(media, tx.dialect)
        .values(sha256=sha256, name=name, content=body)
        .on_conflict_do_nothing()
    )
