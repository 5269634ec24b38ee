"""Jobs of organisers: working out a digest, and a word to silent branches."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from bot.askers import Asker, asker_of, tell
from bot.drawing import drawn_anew
from bot.requests import FileKind
from bot.workshop import Workshop
from programme.digest.calling import Call, calls_for, delivery_of
from programme.digest.figures import Digest
from programme.digest.keeping import keep, overseen_by
from programme.digest.sheet import DigestSheet, sheet_of
from programme.digest.telling import DIGEST_JOB
from programme.digest.working import Scope, work_out
from reports.cards.digest import digest_drawing
from reports.digest.front import front
from reports.digest.lines import scope_name
from reports.digest.picture import picture_of
from reports.digest.sheet import digest_workbook, sheet_comes, sheet_name
from reports.digest.week import quiet_word, reminded
from reports.said import Said
from reports.wording import Words, words
from storage import outbox, papers, pictures
from storage.database import Transaction
from storage.jobs import Job
from storage.papers import Paper
from storage.units import branches_among, units
from storage.values.deliveries import DeliveryKind
from storage.values.people import Known, Role, Unit

_KEEPERS = (Role.SECRETARY, Role.STAND_IN)
_AT_ONCE = 200


class _Asked(Struct, frozen=True):
    """Whose job it is, what they oversee, and the branches that they look after themselves."""

    by: Asker
    scope: Scope
    own: list[Unit]

    @property
    def words(self) -> Words:
        """What it is said with."""
        return self.by.words


class DigestJobs:
    """Does organisers' jobs. Done twice, each comes to the same."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop

    async def digest(self, job: Job) -> None:
        """Work somebody's digest out, and send it with its picture and its sheet."""
        now, shop = self._shop.clock.now(), self._shop
        async with shop.database.reading() as tx:
            asked = await self._asked(tx, job, now)
            if asked is None:
                return
            digest = await work_out(tx, shop.bot_id, asked.scope, now, shop.defaults)
        await self._say(asked, digest, now)
        if not (digest.total.size.branches or digest.needed):
            # A picture and a sheet of nothing are of no use to anybody.
            return
        async with shop.database.reading() as tx:
            sheet = await sheet_of(
                tx, shop.bot_id, asked.scope, asked.own, digest.alarms, shop.defaults
            )
        await self._draw(job, asked, digest, now)
        await self._write(asked, digest, sheet, now)

    async def remind(self, job: Job) -> None:
        """A kind word to whoever looks after the silent branches, and what came of it."""
        now, shop = self._shop.clock.now(), self._shop
        async with shop.database.reading() as tx:
            asked = await self._asked(tx, job, now)
            if asked is None:
                return
            found = await calls_for(tx, shop.bot_id, asked.scope, shop.defaults)
        new = [
            delivery_of(shop.bot_id, each, asked.scope, _word(each), now) for each in found.calls
        ]
        for at in range(0, len(new), _AT_ONCE):
            async with shop.database.writing() as tx:
                await outbox.put(tx, new[at : at + _AT_ONCE])
        await tell(
            shop, asked.by, "told", DeliveryKind.TEXT, reminded(asked.words, found).payload(), now
        )

    async def _asked(self, tx: Transaction, job: Job, now: datetime) -> _Asked | None:
        """Who asks, if they still oversee anything."""
        asker = await asker_of(tx, self._shop, job, now)
        scope = await overseen_by(tx, asker.known, now, self._shop.defaults) if asker else None
        if asker is None or scope is None:
            return None
        return _Asked(asker, scope, await self._looked_after(tx, asker.known))

    async def _looked_after(self, tx: Transaction, known: Known) -> list[Unit]:
        ids = list(dict.fromkeys(known.units_as(*_KEEPERS)))
        branches = await branches_among(tx, ids) if ids else set()
        own = [each for each in ids if each in branches]
        return list((await units(tx, own, self._shop.defaults)).values())

    async def _say(self, asked: _Asked, digest: Digest, now: datetime) -> None:
        async with self._shop.database.writing() as tx:
            await keep(tx, self._shop.bot_id, asked.by.chat, digest, now)
        payload = {**front(asked.words, digest).payload(), "sounds": True}
        await tell(self._shop, asked.by, "text", DeliveryKind.TEXT, payload, now)

    async def _draw(self, job: Job, asked: _Asked, digest: Digest, now: datetime) -> None:
        picture = digest_drawing(asked.words, picture_of(asked.words, digest))
        drawn = await drawn_anew(self._shop, picture.drawing, FileKind.PICTURE)
        paper, named = job.payload["paper"], picture.drawing.digest
        async with self._shop.database.writing() as tx:
            await pictures.note_picture(tx, self._shop.bot_id, named, None, now)
            if drawn is not None:
                await papers.keep_paper(tx, self._shop.bot_id, paper, Paper("week.png", drawn), now)
        again = {"kind": DIGEST_JOB, "payload": dict(job.payload)}
        payload = {
            "digest": named,
            "paper": paper,
            "job": again,
            **Said(picture.caption).payload(),
        }
        await tell(self._shop, asked.by, "picture", DeliveryKind.PICTURE, payload, now, "text")

    async def _write(
        self, asked: _Asked, digest: Digest, sheet: DigestSheet, now: datetime
    ) -> None:
        content = await asyncio.to_thread(digest_workbook, asked.words, sheet, now)
        key = f"{asked.by.key}:sheet"
        title = scope_name(asked.words, digest.units)
        async with self._shop.database.writing() as tx:
            paper = Paper(sheet_name(asked.words, sheet), content)
            await papers.keep_paper(tx, self._shop.bot_id, key, paper, now)
        payload = {"paper": key, "text": sheet_comes(asked.words, title, sheet)}
        await tell(self._shop, asked.by, "sheet", DeliveryKind.PAPER, payload, now, "picture")


def _word(call: Call) -> Mapping[str, Any]:
    said = quiet_word(words(call.holder.language), call.units)
    return {**said.payload(), "sounds": True}
