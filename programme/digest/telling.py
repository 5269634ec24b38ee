"""A unit's Monday: its organisers' digests, the page for whoever looks after it, its group's week.

A digest is worked out by a job, once for each organiser however many units they oversee. The page
and the group's lines are put in words when they are sent. None of them is a reminder: they ask for
nothing, and make no sound.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from programme.calendar import first_daytime, is_day_off, local_day, quiet_from
from programme.digest.figures import WEEK
from programme.digest.weeks import is_told, next_week
from programme.digest.working import scope_of
from programme.office_holders import Office, reached
from programme.slots_taken import SlotsTaken
from programme.timetables import followed_by
from storage import chats, digest_sums, jobs, programmes
from storage.below import Tops
from storage.database import Transaction
from storage.known import known_by_telegram
from storage.people import people_as
from storage.units import Defaults, branches_among, children, units
from storage.values.chats import ChatState
from storage.values.days import Slot, SlotState
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId, Person, Role, TelegramId, Unit, UnitId

DIGEST_JOB = "digest"
"""The kind of job that works out somebody's digest. Payload: ``chat`` (None: the owner's),
``language`` (None: the unit's), ``key`` (what names it: said once) and ``paper`` (that names its
picture)."""
DOWN = "down"
"""Why a week was missed: the bot was not running until the evening."""
_DAY = timedelta(days=1)
_OVERSEERS = (Role.ORGANISER, Role.OWNER)
_KEEPERS = (Role.SECRETARY, Role.STAND_IN)


async def take_weeks(
    tx: Transaction, bot_id: BotId, due: Sequence[Slot], now: datetime, defaults: Defaults
) -> None:
    """Take units' Mondays, and plan the next of each."""
    found = await units(tx, {slot.unit_id for slot in due}, defaults)
    branches = await branches_among(tx, list(found))
    settings = await followed_by(tx, found.values(), await programmes.newest_versions(tx))
    taken = SlotsTaken()
    for slot in due:
        unit = found.get(slot.unit_id)
        if unit is None:
            taken.ended[slot.id] = (SlotState.EMPTY, "")
            continue
        first = max(slot.day + _DAY, local_day(now, unit.time_zone))
        following = next_week(bot_id, unit, first, None)
        taken.planned += [following] if following else []
        if now >= quiet_from(slot.day, unit.time_zone):
            taken.ended[slot.id] = SlotState.MISSED, DOWN
            continue
        follows = settings.get(unit.id)
        rests = follows is not None and is_day_off(slot.day, follows.days_off)
        telling = _Telling(tx, bot_id, unit, slot, now, rests, defaults)
        asked = await telling.digests()
        told = await telling.branch() if unit.id in branches else []
        taken.told += told
        taken.ended[slot.id] = (SlotState.TAKEN if told or asked else SlotState.EMPTY, "")
    await taken.keep(tx, now)


async def ask_for_digest(
    tx: Transaction,
    bot_id: BotId,
    chat: ChatId | None,
    language: str | None,
    at: str,
    now: datetime,
) -> None:
    """Have somebody's digest worked out; ``at`` tells it from another one of theirs."""
    key = f"{DIGEST_JOB}:{chat or 'owner'}:{at}"
    payload = {"chat": chat, "language": language, "key": at, "paper": f"{key}:picture"}
    await jobs.put(tx, bot_id, DIGEST_JOB, key, now, payload)


class _Telling(Struct, frozen=True):
    """What is told of a unit's week, on the Monday after it; ``rests``: a day off, on which
    nothing is posted to groups."""

    tx: Transaction
    bot_id: BotId
    unit: Unit
    slot: Slot
    now: datetime
    rests: bool
    defaults: Defaults

    async def digests(self) -> int:
        """Ask for the digests of those who oversee the unit; how many. Whoever oversees several
        gets the digest of all on the first one's Monday, and by its clocks."""
        day = self.slot.day.isoformat()
        languages = dict(await self._reached(_OVERSEERS, Office.ORGANISER))
        everybody = [TelegramId(each) for each in languages]
        known = await known_by_telegram(self.tx, everybody, self.now, self.defaults)
        asked = 0
        for each in everybody:
            if await self._is_first(known[each].units_as(*_OVERSEERS)):
                chat, language = ChatId(each), languages[each]
                await ask_for_digest(self.tx, self.bot_id, chat, language, day, self.now)
                asked += 1
        if self.unit.parent_id is None and await self._is_first(await children(self.tx, None)):
            await ask_for_digest(self.tx, self.bot_id, None, self.unit.language, day, self.now)
        return asked

    async def _is_first(self, ids: Sequence[UnitId]) -> bool:
        """Whether the unit is the first of these that have Mondays, and below none of them."""
        if len(ids) == 1:
            return True
        found = await units(self.tx, list(dict.fromkeys(ids)), self.defaults)
        open_ones = [each for each in found.values() if is_told(each, self.slot.day)]
        return scope_of(open_ones, self.now).units[0].id == self.unit.id

    async def branch(self) -> list[NewDelivery]:
        """The page for those who look after the branch, and the lines for its group."""
        told = [
            self._delivery(DeliveryKind.WEEK_PAGE, ChatId(chat), language)
            for chat, language in await self._reached(_KEEPERS, Office.SECRETARY)
        ]
        group = await chats.chat_of(self.tx, self.bot_id, self.unit.id)
        if self.rests or group is None or group.state is not ChatState.ACTIVE:
            return told
        if not await self._was_alive():
            return told
        to_group = self._delivery(DeliveryKind.WEEK_GROUP, group.chat_id, self.unit.language)
        return [*told, to_group]

    async def _was_alive(self) -> bool:
        """Whether anything was done in the week: a group that did nothing is not told so."""
        first, last = self.slot.day - WEEK, self.slot.day - _DAY
        tops = Tops((), [self.unit.id])
        found = await digest_sums.days_summed(self.tx, tops, first, last)
        return any(each.sums.active for each in found)

    async def _reached(self, roles: Sequence[Role], office: Office) -> list[tuple[int, str]]:
        """The private chats of those who hold one of these offices here, and their languages."""
        held: dict[UnitId, list[Person]] = await people_as(
            self.tx, [self.unit.id], self.slot.day, *roles
        )
        found = await reached(self.tx, self.bot_id, self.unit, held[self.unit.id], office)
        return [(each.telegram_id, each.language) for each in found]

    def _delivery(self, kind: DeliveryKind, chat: ChatId, language: str) -> NewDelivery:
        zone = self.unit.time_zone
        return NewDelivery(
            bot_id=self.bot_id,
            key=f"{kind.value}:{self.unit.id}:{chat}:{self.slot.day}",
            rank=Rank.REMINDER if kind is DeliveryKind.WEEK_PAGE else Rank.BROADCAST,
            kind=kind,
            chat_id=chat,
            language=language,
            not_before=first_daytime(self.now, zone),
            payload={"unit": self.unit.id, "day": self.slot.day.isoformat()},
            expires_at=quiet_from(self.slot.day, zone),
        )
