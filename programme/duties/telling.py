"""A unit's morning: whoever is to be reminded of something is put into the outbox, once a day.

What they are told is put in words only when it is sent, for all that they see to at once: see
:mod:`programme.duties.reminders`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from programme.calendar import first_daytime, is_day_off, local_day, moment, quiet_from
from programme.duties.mornings import ABOVE, next_morning
from programme.duties.reminders import for_the_group, meetings_over
from programme.duties.unit_days import UnitDay, bare_days, lines_for, looked_into
from programme.office_holders import Office, nearest_organisers, reached
from programme.problems.reminding import READERS, problems_late
from programme.slots_taken import SlotsTaken
from programme.timetables import followed_by
from storage import chats, duty_counts, programmes, reminders
from storage.database import Transaction
from storage.people import people_as
from storage.units import Defaults, ancestors, branches_among, units
from storage.values.chats import ChatState
from storage.values.days import Slot, SlotState
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.people import BotId, ChatId, Role, Unit, UnitId
from storage.values.programme_files import ProgrammeSettings

DOWN = "down"
"""Why a morning was missed: the bot was not running until the evening. The next one covers it."""
DAY_OFF = "day-off"
"""Why a morning was missed: it has become a day off."""

# Few enough that intake never waits long for its turn to write.
_BUSY_AT_A_TIME = 8


async def take_mornings(
    tx: Transaction, bot_id: BotId, due: Sequence[Slot], now: datetime, defaults: Defaults
) -> None:
    """Take units' mornings, and plan the next of each. Of those that take a closer look only some
    are taken at a time; the others stay due."""
    found = await units(tx, {slot.unit_id for slot in due}, defaults)
    settings = await followed_by(tx, found.values(), await programmes.newest_versions(tx))
    branches = await branches_among(tx, list(found))
    days = await bare_days(tx, bot_id, list(found.values()), now)
    busy = [unit_id for unit_id, day in days.items() if day.named]
    later = set(busy[_BUSY_AT_A_TIME:])
    taken = SlotsTaken()
    looked_at: list[tuple[Slot, Unit]] = []
    for slot in due:
        unit, follows = found.get(slot.unit_id), settings.get(slot.unit_id)
        if unit is None or follows is None:
            taken.ended[slot.id] = (SlotState.EMPTY, "")
            continue
        if unit.id in later:
            continue
        # After a stand-still today's comes next, though its time has passed.
        first = max(slot.day + timedelta(days=1), local_day(now, unit.time_zone))
        is_branch = unit.id in branches
        following = next_morning(bot_id, unit, follows, first, None, is_branch=is_branch)
        taken.planned += [following] if following else []
        if refused := _refused(slot, unit, follows, now):
            taken.ended[slot.id] = SlotState.MISSED, refused
        else:
            looked_at.append((slot, unit))
    told_of = {unit.id: days[unit.id] for _, unit in looked_at if unit.id in days}
    await _look_at(tx, bot_id, looked_at, await looked_into(tx, bot_id, told_of, now), now, taken)
    await duty_counts.mark(tx, [unit.id for _, unit in looked_at])
    await taken.keep(tx, now)


async def _look_at(
    tx: Transaction,
    bot_id: BotId,
    looked_at: Sequence[tuple[Slot, Unit]],
    days: Mapping[UnitId, UnitDay],
    now: datetime,
    taken: SlotsTaken,
) -> None:
    over = {each.unit.id for each in await meetings_over(tx, list(days.values()), now)}
    late = {each.unit.id for each in await problems_late(tx, list(days.values()))}
    from_below = await reminders.to_be_told(tx, list(days))
    for slot, unit in looked_at:
        telling = _Telling(tx, bot_id, unit, local_day(now, unit.time_zone), now)
        told: list[NewDelivery] = []
        if (day := days.get(unit.id)) is not None:
            told += telling.readers(day)
            told += await telling.the_group(day)
            told += await telling.above(day)
        if unit.id in over:
            told += await telling.holders(Role.SECRETARY, Role.STAND_IN)
        if unit.id in late:
            told += await telling.holders(*READERS)
        if unit.id in from_below:
            told += await telling.holders(Role.ORGANISER)
        taken.told += told
        taken.ended[slot.id] = (SlotState.TAKEN if told else SlotState.EMPTY, "")


class _Telling(Struct, frozen=True):
    """What is told of a unit on one of its days."""

    tx: Transaction
    bot_id: BotId
    unit: Unit
    today: date
    now: datetime

    def readers(self, day: UnitDay) -> list[NewDelivery]:
        """A reminder to each who has any."""
        return [
            self._to(each.chat_id, each.language)
            for person, each in day.reached.items()
            if lines_for([day], person)
        ]

    async def holders(self, *roles: Role) -> list[NewDelivery]:
        """A reminder to all who hold one of these offices here."""
        held = await people_as(self.tx, [self.unit.id], self.today, *roles)
        people = held[self.unit.id]
        found = await reached(self.tx, self.bot_id, self.unit, people, Office.SECRETARY)
        return [self._to(ChatId(each.telegram_id), each.language) for each in found]

    async def the_group(self, day: UnitDay) -> list[NewDelivery]:
        """One line for the group, where nobody who sees to the branch can be reached."""
        if not for_the_group(day):
            return []
        chat = await chats.chat_of(self.tx, self.bot_id, self.unit.id)
        if chat is None or chat.state is not ChatState.ACTIVE:
            return []
        key = f"remind-group:{self.unit.id}:{self.today}"
        return [self._delivery(DeliveryKind.REMINDER_GROUP, key, chat.chat_id, None)]

    async def above(self, day: UnitDay) -> list[NewDelivery]:
        """A reminder to the organisers above, where they are to be told at once."""
        told: list[NewDelivery] = []
        for each in day.standings:
            if not (each.obligation.duty.tells_above and day.is_new(each)):
                continue
            line = ancestors(self.unit.path)
            own = each.obligation.subject.person_id is None
            told += await self._nearest(line[1:] if own else line)
        return told

    async def _nearest(self, line: Sequence[UnitId]) -> list[NewDelivery]:
        for step in line:
            found = await nearest_organisers(self.tx, self.bot_id, self.unit, [step], self.now)
            if found:
                await reminders.tell_above(self.tx, step, self.unit.id, self.today)
                begins = moment(self.today, ABOVE, self.unit.time_zone)
                return [self._to(ChatId(each.telegram_id), each.language, begins) for each in found]
        return []

    def _to(
        self, chat: ChatId, language: str | None, not_before: datetime | None = None
    ) -> NewDelivery:
        key = f"remind:{chat}:{self.today}"
        return self._delivery(DeliveryKind.REMINDER, key, chat, language, not_before)

    def _delivery(
        self,
        kind: DeliveryKind,
        key: str,
        chat: ChatId,
        language: str | None,
        not_before: datetime | None = None,
    ) -> NewDelivery:
        zone = self.unit.time_zone
        begins = first_daytime(self.now, zone)
        return NewDelivery(
            bot_id=self.bot_id,
            key=key,
            rank=Rank.REMINDER if kind is DeliveryKind.REMINDER else Rank.BROADCAST,
            kind=kind,
            chat_id=chat,
            language=language or self.unit.language,
            not_before=max(begins, not_before or begins),
            payload={"unit": self.unit.id},
            expires_at=quiet_from(self.today, zone),
        )


def _refused(slot: Slot, unit: Unit, settings: ProgrammeSettings, now: datetime) -> str | None:
    """Why a morning can't be taken any more, None when it can."""
    if now >= quiet_from(slot.day, unit.time_zone):
        return DOWN
    return DAY_OFF if is_day_off(slot.day, settings.days_off) else None
