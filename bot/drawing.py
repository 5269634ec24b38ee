"""Drawn pictures and set papers for whoever asked: the same content is made, and sent up, once.

What it shows is known by a digest; Telegram keeps the bytes, and ``files`` the id under which it
does.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.job_replies import JobReplies
from bot.requests import FileKind
from bot.workshop import Workshop
from reports.said import Said
from reports.typesetting import Drawing, pdf, png
from storage import files, outbox, papers, pictures
from storage.jobs import Job
from storage.papers import Paper
from storage.values.deliveries import DeliveryKind
from storage.values.people import PersonId


async def drawn_anew(shop: Workshop, drawing: Drawing, kind: FileKind) -> bytes | None:
    """The bytes of a picture, or of a PDF; None where Telegram has it already."""
    async with shop.database.reading() as tx:
        known = await files.known_ids(tx, shop.bot_id, [drawing.digest])
    if (drawing.digest, kind.value) in known:
        return None
    if kind is FileKind.PICTURE:
        return await asyncio.to_thread(png, drawing)
    return await asyncio.to_thread(pdf, drawing.template, drawing.data)


class DrawnReplies:
    """Replies of one bot that are pictures or papers."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop
        self._replies = JobReplies(workshop)

    async def send(
        self,
        job: Job,
        job_kind: str,
        drawing: Drawing,
        name: str,
        said: Said,
        owner: PersonId | None,
    ) -> None:
        """Send what a job of this kind asks for, to the chat that its payload names.

        ``name``: what the file is called, by whose ending it is a PDF or a picture; ``owner``: whom
        alone it shows.
        """
        kind = FileKind.FILE if name.endswith(".pdf") else FileKind.PICTURE
        key, bot_id, now = job.payload["paper"], self._shop.bot_id, self._shop.clock.now()
        made = await drawn_anew(self._shop, drawing, kind)
        payload: Mapping[str, Any] = {
            "digest": drawing.digest,
            "file": kind.value,
            "paper": key,
            # What Telegram has forgotten is made once more.
            "job": {"kind": job_kind, "payload": dict(job.payload)},
            **said.payload(),
        }
        async with self._shop.database.writing() as tx:
            await pictures.note_picture(tx, bot_id, drawing.digest, owner, now)
            if made is not None:
                await papers.keep_paper(tx, bot_id, key, Paper(name, made), now)
            delivery = self._replies.delivery(job, DeliveryKind.PICTURE, key, payload)
            await outbox.put(tx, [delivery])
        self._shop.outbox.wake()
