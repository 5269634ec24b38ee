"""Jobs of organisers: working out a digest, a word to silent branches, a page of a large tree."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.workshop import Workshop
from programme.digest.calling import calls_for, delivery_of
from programme.digest.figures import Digest
from programme.digest.keeping import keep, overseen_by
from programme.digest.sheet import DigestSheet, sheet_of
from programme.digest.telling import DIGEST_JOB
from programme.digest.tree import page_of_tree
from programme.digest.working import Scope, work_out
from reports.cards.digest import digest_drawing
from reports.digest.front import front
from reports.digest.lines import scope_name
from reports.digest.picture import picture_of
from reports.digest.sheet import digest_workbook, sheet_comes, sheet_name
from reports.digest.tree import tree_page
from reports.digest.week import quiet_word, reminded
from reports.said import Said
from reports.typesetting import png
from reports.wording import Words, words
from storage import outbox, papers, pictures
from storage.database import Transaction
from storage.jobs import Job
from storage.known import known_by_telegram
from storage.papers import Paper
from storage.units import branches_among, units
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId, Known, Role, TelegramId, Unit

_KEEPERS = (Role.SECRETARY, Role.STAND_IN)
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose job it is, and what names what it says."""

    chat: ChatId
    words: Words
    key: str
    scope: Scope
    own: list[Unit]


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
            delivery_of(shop.bot_id, call, each, asked.scope, _word(call.unit, each.language), now)
            for call in found.calls
            for each in call.holders
        ]
        for at in range(0, len(new), _AT_ONCE):
            async with shop.database.writing() as tx:
                await outbox.put(tx, new[at : at + _AT_ONCE])
        said = reminded(
            asked.words, len(found.calls), found.already, [unit.name for unit in found.nobody]
        )
        await self._put(asked, "told", DeliveryKind.TEXT, said.payload(), now)

    async def overview(self, job: Job) -> None:
        """A page of a large tree, in place of the message whose button was tapped."""
        now, shop = self._shop.clock.now(), self._shop
        async with shop.database.reading() as tx:
            asked = await self._asked(tx, job, now)
            if asked is None:
                return
            number, page = job.payload["unit"], job.payload["page"]
            found = await page_of_tree(
                tx, shop.bot_id, asked.scope, number, page, now, shop.defaults
            )
        if found is None:
            return
        message = job.payload.get("message")
        payload = {"message_id": message, **tree_page(asked.words, found).payload()}
        kind = DeliveryKind.EDIT if message else DeliveryKind.TEXT
        await self._put(asked, "page", kind, payload, now)

    async def _asked(self, tx: Transaction, job: Job, now: datetime) -> _Asked | None:
        """Who asks, if they still oversee anything."""
        chat, shop = job.payload["chat"] or self._shop.owner, self._shop
        if chat is None:
            return None
        who = TelegramId(chat)
        known = (await known_by_telegram(tx, [who], now, shop.defaults, shop.owner))[who]
        scope = await overseen_by(tx, known, now, shop.defaults)
        if scope is None:
            return None
        language = (known.person.language if known.person else None) or job.payload["language"]
        key = f"{DIGEST_JOB}:{chat}:{job.payload['key']}"
        own = await self._looked_after(tx, known)
        return _Asked(ChatId(chat), words(language), key, scope, own)

    async def _looked_after(self, tx: Transaction, known: Known) -> list[Unit]:
        ids = list(dict.fromkeys(known.units_as(*_KEEPERS)))
        branches = await branches_among(tx, ids) if ids else set()
        own = [each for each in ids if each in branches]
        return list((await units(tx, own, self._shop.defaults)).values())

    async def _say(self, asked: _Asked, digest: Digest, now: datetime) -> None:
        async with self._shop.database.writing() as tx:
            await keep(tx, self._shop.bot_id, asked.chat, digest, now)
        payload = {**front(asked.words, digest).payload(), "sounds": True}
        await self._put(asked, "text", DeliveryKind.TEXT, payload, now)

    async def _draw(self, job: Job, asked: _Asked, digest: Digest, now: datetime) -> None:
        picture = digest_drawing(asked.words, picture_of(asked.words, digest))
        drawn = await asyncio.to_thread(png, picture.drawing)
        paper, named = job.payload["paper"], picture.drawing.digest
        async with self._shop.database.writing() as tx:
            await pictures.note_picture(tx, self._shop.bot_id, named, None, now)
            await papers.keep_paper(tx, self._shop.bot_id, paper, Paper("week.png", drawn), now)
        again = {"kind": DIGEST_JOB, "payload": dict(job.payload)}
        payload = {
            "digest": named,
            "paper": paper,
            "job": again,
            **Said(picture.caption).payload(),
        }
        await self._put(asked, "picture", DeliveryKind.PICTURE, payload, now, "text")

    async def _write(
        self, asked: _Asked, digest: Digest, sheet: DigestSheet, now: datetime
    ) -> None:
        content = await asyncio.to_thread(digest_workbook, asked.words, sheet, now)
        key = f"{asked.key}:sheet"
        title = scope_name(asked.words, digest.units)
        async with self._shop.database.writing() as tx:
            paper = Paper(sheet_name(asked.words, sheet), content)
            await papers.keep_paper(tx, self._shop.bot_id, key, paper, now)
        payload = {"paper": key, "text": sheet_comes(asked.words, title)}
        await self._put(asked, "sheet", DeliveryKind.PAPER, payload, now, "picture")

    async def _put(
        self,
        asked: _Asked,
        what: str,
        kind: DeliveryKind,
        payload: Mapping[str, Any],
        now: datetime,
        after: str | None = None,
    ) -> None:
        delivery = NewDelivery(
            bot_id=self._shop.bot_id,
            key=f"{asked.key}:{what}",
            rank=Rank.REPLY,
            kind=kind,
            chat_id=asked.chat,
            language=asked.words.language,
            not_before=now,
            payload=payload,
            after_key=f"{asked.key}:{after}" if after else None,
        )
        async with self._shop.database.writing() as tx:
            await outbox.put(tx, [delivery])
        self._shop.outbox.wake()


def _word(unit: Unit, language: str) -> Mapping[str, Any]:
    return {**quiet_word(words(language), unit).payload(), "sounds": True}
