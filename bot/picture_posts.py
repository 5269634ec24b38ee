"""Deliveries of pictures and papers: by the id that Telegram has given one, else by its bytes."""

from datetime import datetime

from bot.requests import Drop, FileKind, Request, SendFile
from reports.said import buttons_of
from storage import files, jobs, papers
from storage.database import Transaction
from storage.values.deliveries import Delivery, DeliveryKind

PICTURE_POSTS = frozenset({DeliveryKind.PICTURE})


async def picture_post(tx: Transaction, each: Delivery, now: datetime) -> Request:
    """The request of such a delivery. One that Telegram has forgotten is drawn once more."""
    digest, kind = each.payload["digest"], FileKind(each.payload.get("file", FileKind.PICTURE))
    file_id = (await files.known_ids(tx, each.bot_id, [digest])).get((digest, kind.value))
    drawn = None if file_id else await papers.paper(tx, each.bot_id, each.payload["paper"])
    if file_id is None and drawn is None:
        asked = each.payload["job"]
        paper = f"{each.payload['paper']}:again"
        again = {**asked["payload"], "paper": paper}
        await jobs.put(tx, each.bot_id, asked["kind"], paper, now, again)
        return Drop("drawn once more")
    return SendFile(
        each.chat_id,
        kind,
        digest,
        drawn.name if drawn else "",
        content=drawn.content if drawn else None,
        file_id=file_id,
        caption=each.payload["text"],
        buttons=buttons_of(each.payload.get("buttons")),
        silent=each.chat_id < 0,
    )
