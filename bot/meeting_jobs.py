"""Giving branches their parts of a unified day, and what has changed about them."""

from datetime import timedelta

from bot.workshop import Workshop
from programme.calendar import first_daytime
from programme.meetings.unified import Given, give_parts
from programme.office_holders import Office, whom_to_ask
from programme.records.scene import book_at
from reports.meetings.day import given_part
from reports.meetings.words import Spoken
from reports.wording import words
from storage import meetings, outbox
from storage.database import Transaction
from storage.jobs import Job
from storage.units import unit
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import ChatId
from storage.values.records import MeetingId

_STALE = timedelta(days=3)


class MeetingJobs:
    """The jobs of meetings; see the module."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop

    async def day(self, job: Job) -> None:
        """Give all branches the newest of a unified day, some in a transaction."""
        day = MeetingId(job.payload["meeting"])
        more = True
        while more:
            now = self._shop.clock.now()
            async with self._shop.database.writing() as tx:
                portion = await give_parts(tx, self._shop.bot_id, day, now, self._shop.defaults)
                above = await self._planner(tx, day)
                for each in portion.new:
                    await outbox.put(tx, await self._told(tx, each, above))
                more = portion.more

    async def _planner(self, tx: Transaction, day: MeetingId) -> str:
        """The name of the unit that has planned a unified day."""
        planned = await meetings.meeting(tx, day)
        at = await unit(tx, planned.unit_id, self._shop.defaults) if planned else None
        return at.name if at else ""

    async def _told(self, tx: Transaction, given: Given, above: str) -> list[NewDelivery]:
        """What whoever looks after a branch hears of its new part; nobody else does."""
        now, branch = self._shop.clock.now(), given.unit
        spoken = Spoken(given.meeting, branch, await book_at(tx, branch))
        at = first_daytime(now, branch.time_zone)
        holders = await whom_to_ask(tx, self._shop.bot_id, branch, now, None)
        return [
            NewDelivery(
                bot_id=self._shop.bot_id,
                key=f"meeting-part:{given.meeting.id}:{each.telegram_id}",
                rank=Rank.BROADCAST,
                kind=DeliveryKind.TEXT,
                chat_id=ChatId(each.telegram_id),
                language=each.language,
                not_before=at,
                payload=given_part(
                    words(each.language), spoken, above, announced=given.announced
                ).payload(),
                expires_at=at + _STALE,
            )
            for each in holders
            if each.office is Office.SECRETARY
        ]
