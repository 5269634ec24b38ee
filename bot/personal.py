"""Deliveries of what is one person's own: a note shown to the group, a file made for them, whom
a branch has taken in."""

from bot.direct import SHOWN_AS
from bot.requests import Drop, FileKind, Request, SendFile, SendText
from reports.newcomers import taken_in
from reports.sharing import shared_parts
from reports.wording import words
from storage import office_acts, papers
from storage.database import Transaction
from storage.moments import moment
from storage.notes import note_written_as, writer_of
from storage.shared import is_meant
from storage.values.deliveries import Delivery, DeliveryKind
from storage.values.offices import ActKind
from storage.values.people import ChatId, MessageId, UnitId

PERSONAL = frozenset({DeliveryKind.SHARED_NOTE, DeliveryKind.PAPER, DeliveryKind.NEWCOMERS})


async def personal(tx: Transaction, each: Delivery) -> Request:
    """The request of a delivery whose kind is in :data:`PERSONAL`."""
    if each.kind is DeliveryKind.PAPER:
        return await _paper(tx, each)
    if each.kind is DeliveryKind.NEWCOMERS:
        return await _newcomers(tx, each)
    return await _shared_note(tx, each)


async def _paper(tx: Transaction, each: Delivery) -> Request:
    found = await papers.paper(tx, each.bot_id, each.payload["paper"])
    if found is None:
        return Drop("no paper")
    return SendFile(
        each.chat_id,
        FileKind.FILE,
        None,
        found.name,
        content=found.content,
        caption=each.payload["text"],
        silent=False,
    )


async def _newcomers(tx: Transaction, each: Delivery) -> Request:
    unit_id, since = UnitId(each.payload["unit_id"]), moment(each.payload["since"])
    came = await office_acts.recent(tx, unit_id, since, [ActKind.CAME_BY_ACT])
    if not came:
        return Drop("nobody")
    names = [act.by_name for act in reversed(came)]
    said = taken_in(words(each.language), unit_id, each.payload["unit_name"], names)
    return SendText(each.chat_id, said.text, said.buttons)


async def _shared_note(tx: Transaction, each: Delivery) -> Request:
    payload = each.payload
    where = ChatId(payload["chat_id"]), MessageId(payload["message_id"])
    note = await note_written_as(tx, each.bot_id, *where)
    if note is None or not is_meant(note, each):
        return Drop("taken back")
    parts = shared_parts(words(each.language), await writer_of(tx, note.id), note)
    if payload["part"] >= len(parts):
        return Drop("shortened")
    part = parts[payload["part"]]
    if part.file is None:
        return SendText(each.chat_id, part.text)
    kind = SHOWN_AS[part.file.media]
    return SendFile(each.chat_id, kind, None, "", file_id=part.file.id, caption=part.text)
