"""What somebody gets who asked for a job in private: the answer, or the file, in their language."""

from collections.abc import Mapping
from typing import Any

from bot.workshop import Workshop
from reports.exports import not_made
from reports.wording import Words, words
from storage import outbox, papers
from storage.jobs import MOST_TRIES, Job
from storage.papers import Paper
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId


def words_of(job: Job) -> Words:
    """The words of the language in which somebody asked."""
    language: str = job.payload["language"]
    return words(language)


class JobReplies:
    """Replies of one bot to whoever asked for a job: to the chat that its payload names."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop

    def delivery(
        self, job: Job, kind: DeliveryKind, key: str, payload: Mapping[str, Any]
    ) -> NewDelivery:
        """One reply, to be put into the outbox."""
        return NewDelivery(
            bot_id=self._shop.bot_id,
            key=key,
            rank=Rank.REPLY,
            kind=kind,
            chat_id=ChatId(job.payload["chat"]),
            language=job.payload["language"],
            not_before=self._shop.clock.now(),
            payload=payload,
        )

    async def send_file(self, job: Job, paper: Paper, caption: str) -> None:
        """Send the file that was asked for; it is kept until it is sent."""
        key = job.payload["paper"]
        async with self._shop.database.writing() as tx:
            await papers.keep_paper(tx, self._shop.bot_id, key, paper, self._shop.clock.now())
            payload = {"paper": key, "text": caption}
            await outbox.put(tx, [self.delivery(job, DeliveryKind.PAPER, key, payload)])
        self._shop.outbox.wake()

    async def give_up_file(self, job: Job) -> None:
        """Whoever waits for a file that can't be made is told so, once there is no more trying."""
        if job.tries < MOST_TRIES:
            return
        key = f"{job.payload['paper']}:failed"
        said = not_made(words_of(job))
        async with self._shop.database.writing() as tx:
            await outbox.put(tx, [self.delivery(job, DeliveryKind.TEXT, key, said.payload())])
        self._shop.outbox.wake()
