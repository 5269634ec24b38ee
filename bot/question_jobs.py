"""Jobs about questions: marking afresh by a corrected key and telling of it, working out figures,
and showing doubted keys to those who may correct them."""

from collections.abc import Sequence
from datetime import timedelta

from bot.logs import logger
from bot.workshop import Workshop
from handlers.questions import alarm_key
from programme.calendar import first_daytime
from programme.key_alarms import ask_for_figures, doubted
from programme.key_rights import above_all, correctors
from programme.question_figures import renew_figures
from programme.remarking import remark
from programme.telling_corrections import ToTell, correction
from reports.question_alarm import alarm_text
from reports.question_corrections import correction_text
from reports.said import Said
from reports.wording import words
from storage import key_alarms, outbox, questions
from storage.database import Transaction
from storage.jobs import Job
from storage.values.days import QuestionId
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId
from storage.values.question_figures import KeyAlarm

log = logger(__name__)

# After so long nobody needs to hear it any more; the page of the question goes on showing it.
_STALE = timedelta(days=3)


class QuestionJobs:
    """Does a bot's jobs about questions. Done twice, each comes to the same."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop

    async def remark(self, job: Job) -> None:
        """Mark a question's answers afresh; then say so where it was asked, if its key changed."""
        question = QuestionId(job.payload["question"])
        await remark(self._shop.database, self._shop.bot_id, question)
        now = self._shop.clock.now()
        async with self._shop.database.writing() as tx:
            await ask_for_figures(tx, self._shop.bot_id, now)
            if "revision" in job.payload:
                told = await self._told(tx, question, int(job.payload["revision"]))
                await outbox.put(tx, told)
        self._shop.outbox.wake()

    async def figures(self, _job: Job) -> None:
        """Work out the figures of the last weeks, and raise the alarms that follow from them."""
        now = self._shop.clock.now()
        found = await renew_figures(self._shop.database, now)
        for alarm in await doubted(self._shop.database, found, now):
            async with self._shop.database.writing() as tx:
                if await key_alarms.raise_alarm(tx, alarm, now):
                    log.info("a key is doubted", question=alarm.question_id)
                    await outbox.put(tx, await self._shown(tx, alarm))
        self._shop.outbox.wake()

    async def _told(
        self, tx: Transaction, question_id: QuestionId, revision: int
    ) -> Sequence[NewDelivery]:
        """What the branches hear of a corrected key."""
        now = self._shop.clock.now()
        found = await correction(
            tx, self._shop.bot_id, question_id, revision, now, self._shop.defaults
        )
        if found is None:
            return ()

        def delivery(each: ToTell) -> NewDelivery:
            said = correction_text(words(each.language), found.question, found.key, each.day)
            reply = {} if each.reply_to is None else {"reply_to": each.reply_to}
            return NewDelivery(
                bot_id=self._shop.bot_id,
                key=f"corrected:{question_id}:{revision}:{each.unit_id}:{each.chat_id}",
                rank=Rank.BROADCAST,
                kind=DeliveryKind.TEXT,
                chat_id=each.chat_id,
                language=each.language,
                not_before=each.not_before,
                payload={**said.payload(), **reply},
                expires_at=each.not_before + _STALE,
            )

        return [delivery(each) for each in found.chats]

    async def _shown(self, tx: Transaction, alarm: KeyAlarm) -> Sequence[NewDelivery]:
        """What those hear of a doubted key who may correct it."""
        now = self._shop.clock.now()
        newest = await questions.newest(tx, alarm.question_id)
        if newest is None or newest[0] != alarm.revision:
            return ()
        line = await above_all(tx, alarm.question_id)
        unit, holders = await correctors(
            tx, self._shop.bot_id, line, now, self._shop.defaults, self._shop.owner
        )
        zone = self._shop.defaults.time_zone if unit is None else unit.time_zone

        def delivery(chat: ChatId, language: str, said: Said) -> NewDelivery:
            at = first_daytime(now, zone)
            return NewDelivery(
                bot_id=self._shop.bot_id,
                key=f"{alarm_key(alarm.question_id, alarm.revision)}:{chat}",
                rank=Rank.REMINDER,
                kind=DeliveryKind.TEXT,
                chat_id=chat,
                language=language,
                not_before=at,
                payload={**said.payload(), "sounds": True},
                expires_at=at + _STALE,
            )

        return [
            delivery(
                ChatId(each.telegram_id),
                each.language,
                alarm_text(words(each.language), newest[1], alarm),
            )
            for each in holders
        ]
