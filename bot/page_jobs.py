"""Jobs that make pages of many units: of the tree, and how units compare."""

from datetime import datetime

from bot.askers import Asker, asker_of, tell
from bot.workshop import Workshop
from handlers.unit_standings import Asking, is_open, page_of_units
from programme.digest.keeping import overseen_by
from programme.digest.tree import page_of_tree
from programme.standings import Period
from reports.digest.tree import tree_page
from reports.said import Said
from storage.jobs import Job
from storage.units import unit as unit_of
from storage.values.deliveries import DeliveryKind
from storage.values.people import UnitId


class PageJobs:
    """Makes pages, in place of the message whose button was tapped. Done twice, each comes to the
    same."""

    def __init__(self, workshop: Workshop) -> None:
        self._shop = workshop

    async def overview(self, job: Job) -> None:
        """A page of the tree."""
        now, shop = self._shop.clock.now(), self._shop
        async with shop.database.reading() as tx:
            asker = await asker_of(tx, shop, job, now)
            scope = await overseen_by(tx, asker.known, now, shop.defaults) if asker else None
            if asker is None or scope is None:
                return
            number, page = job.payload["unit"], job.payload["page"]
            found = await page_of_tree(tx, shop.bot_id, scope, number, page, now, shop.defaults)
        if found is not None:
            await self._tell(asker, job, tree_page(asker.words, found), now)

    async def standings(self, job: Job) -> None:
        """How units compare."""
        now, shop, payload = self._shop.clock.now(), self._shop, job.payload
        async with shop.database.reading() as tx:
            asker = await asker_of(tx, shop, job, now)
            if asker is None:
                return
            known, number = asker.known, UnitId(payload["unit"])
            home = await unit_of(tx, known.home, shop.defaults) if known.home else None
            unit = await unit_of(tx, number, shop.defaults) if number else None
            if (number and unit is None) or not is_open(known, home, unit):
                return
            asking = Asking(known, home, unit, Period(payload["period"]), payload["page"])
            said = await page_of_units(tx, asker.words, asking, now, shop.defaults)
        await self._tell(asker, job, said, now)

    async def _tell(self, asker: Asker, job: Job, said: Said, now: datetime) -> None:
        message = job.payload["message"]
        kind = DeliveryKind.EDIT if message else DeliveryKind.TEXT
        await tell(self._shop, asker, "page", kind, {"message_id": message, **said.payload()}, now)
