"""Pictures that were drawn: which, and of whom. What they show is known by a digest.

Their bytes are not kept: Telegram has them, and ``files`` the ids under which it does, so that the
same is neither drawn nor sent up a second time.
"""

from datetime import datetime

from sqlalchemy import delete, select, update

from storage.database import Transaction
from storage.moments import earliest, moment
from storage.tables.cards import pictures
from storage.tables.telegram import files
from storage.tables.work import deliveries
from storage.upserts import insert_into
from storage.values.deliveries import DeliveryState
from storage.values.notes import SharedMessage
from storage.values.people import BotId, ChatId, MessageId, PersonId


async def note_picture(
    tx: Transaction, bot_id: BotId, digest: str, person: PersonId | None, now: datetime
) -> None:
    """Remember that a picture was asked for, and whose it is."""
    insert = insert_into(pictures, tx.dialect)
    new = insert.values(bot_id=bot_id, digest=digest, person_id=person, drawn_at=earliest(now))
    await tx.run(
        new.on_conflict_do_update(
            index_elements=["bot_id", "digest"], set_={"drawn_at": insert.excluded.drawn_at}
        )
    )


async def forget_pictures_before(tx: Transaction, before: datetime) -> None:
    """Forget pictures that nobody has asked for since a moment, and where Telegram has them."""
    old = pictures.c.drawn_at < earliest(before)
    of_same_bot = files.c.bot_id == pictures.c.bot_id, files.c.sha256 == pictures.c.digest
    await tx.run(delete(files).where(select(pictures.c.digest).where(old, *of_same_bot).exists()))
    await tx.run(delete(pictures).where(old))


async def take_back_shown(
    tx: Transaction, bot_id: BotId, key: str, now: datetime
) -> tuple[ChatId, SharedMessage] | None:
    """Where a picture that was shown to a group by the delivery with this key stands; None where
    that is not known any more. One that was not sent yet is not sent any more."""
    mine = deliveries.c.bot_id == bot_id, deliveries.c.key == key
    waits = deliveries.c.state == DeliveryState.WAITING.value
    dropped = {"state": DeliveryState.DROPPED.value, "done_at": earliest(now)}
    await tx.run(update(deliveries).where(*mine, waits).values(dropped))
    query = select(deliveries.c.chat_id, deliveries.c.message_id, deliveries.c.done_at)
    row = await tx.first(query.where(*mine, deliveries.c.message_id.is_not(None)))
    if row is None or row.done_at is None:
        return None
    message = SharedMessage(MessageId(row.message_id), has_file=True, at=moment(row.done_at))
    return ChatId(row.chat_id), message


async def shown_by(tx: Transaction, bot_id: BotId, prefix: str) -> list[str]:
    """The keys of the deliveries, beginning with ``prefix``, that showed pictures to a group."""
    c = deliveries.c
    query = select(c.key).where(c.bot_id == bot_id, c.key.startswith(prefix, autoescape=True))
    return [row.key for row in await tx.rows(query)]
