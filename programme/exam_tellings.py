"""Whom a test is told to, in private and by day: that it is open, how it went, who took it.

Deliveries name ids only; they are put in words, and checked once more, when they are sent.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

from programme.absences import away_until
from programme.calendar import QUIET_UNTIL, first_daytime, local_day, moment
from programme.exam_sheet import SHEET_JOB
from storage import chats, jobs, pauses, sittings
from storage.database import Transaction
from storage.people import people_as
from storage.people import person as person_by_id
from storage.values.chats import ChatState
from storage.values.deliveries import DeliveryKind, NewDelivery, Rank
from storage.values.exams import Exam, Sitting
from storage.values.people import BotId, ChatId, Person, PersonId, Role, Unit

_NEWS_FOR = timedelta(days=7)
"""How long a result is worth telling by itself; /test shows it afterwards."""


class Telling(Struct, frozen=True):
    """What is told of a test now, by which bot."""

    tx: Transaction
    bot_id: BotId
    exam: Exam
    now: datetime

    async def that_it_is_open(self, unit: Unit, people: Sequence[Person]) -> list[NewDelivery]:
        """A word to each of these people of a branch, once they are neither asleep nor away."""
        assert self.exam.closes_at is not None
        reached = await self._reached(people)
        wakes = await self._back_at(unit, reached)
        return [
            self._to(
                each,
                unit,
                DeliveryKind.EXAM_OPEN,
                f"exam-open:{self.exam.id}:{each.id}",
                not_before=wakes[each.id],
                expires_at=self.exam.closes_at,
            )
            for each in reached
            if wakes[each.id] < self.exam.closes_at
        ]

    async def in_the_group(self, unit: Unit) -> list[NewDelivery]:
        """One line in a branch's group, without a sound."""
        chat = await chats.chat_of(self.tx, self.bot_id, unit.id)
        if chat is None or chat.state is not ChatState.ACTIVE:
            return []
        return [
            NewDelivery(
                bot_id=self.bot_id,
                key=f"exam-group:{self.exam.id}:{unit.id}",
                rank=Rank.BROADCAST,
                kind=DeliveryKind.EXAM_GROUP,
                chat_id=chat.chat_id,
                language=unit.language,
                not_before=first_daytime(self.now, unit.time_zone),
                payload={"exam": self.exam.id, "unit": unit.id},
                expires_at=self.exam.closes_at,
            )
        ]

    async def how_it_went(self, unit: Unit, people: Sequence[Person]) -> list[NewDelivery]:
        """A word to each of these people who has sat it."""
        sat = await sittings.sittings_of(self.tx, [self.exam.id], [each.id for each in people])
        took = [each for each in people if (self.exam.id, each.id) in sat]
        return [
            self._to(
                each,
                unit,
                DeliveryKind.EXAM_RESULT,
                f"exam-result:{self.exam.id}:{each.id}",
                {"person": each.id},
            )
            for each in await self._reached(took)
        ]

    async def that_time_is_over(self, unit: Unit, sitting: Sitting) -> list[NewDelivery]:
        """A word to somebody whose sitting ended by itself: at once, as they are at it."""
        who = await person_by_id(self.tx, sitting.person_id)
        return [
            self._to(
                each,
                unit,
                DeliveryKind.EXAM_RESULT,
                f"exam-over:{sitting.id}",
                {"person": each.id, "sitting": sitting.id},
                rank=Rank.REPLY,
                not_before=self.now,
            )
            for each in await self._reached([who] if who else [])
        ]

    async def who_took_it(self, unit: Unit) -> list[NewDelivery]:
        """The list of a branch, to whoever looks after it."""
        day = local_day(self.now, unit.time_zone)
        held = await people_as(self.tx, [unit.id], day, Role.SECRETARY, Role.STAND_IN)
        return [
            self._to(
                each,
                unit,
                DeliveryKind.EXAM_LIST,
                f"exam-list:{self.exam.id}:{unit.id}:{each.id}",
                {"unit": unit.id},
            )
            for each in await self._reached(held[unit.id])
        ]

    async def what_came_of_it(self, unit: Unit) -> None:
        """Have the sheet made for whoever set the test at this unit, else for its organisers; a
        branch's secretary has it all in the list."""
        day = local_day(self.now, unit.time_zone)
        look_after = await people_as(self.tx, [unit.id], day, Role.SECRETARY, Role.STAND_IN)
        own = self.exam.made_by
        setter = await person_by_id(self.tx, own) if own is not None else None
        if setter is not None and setter.telegram_id is not None:
            told = [setter]
        else:
            told = (await people_as(self.tx, [unit.id], day, Role.ORGANISER))[unit.id]
        has_list = {each.id for each in look_after[unit.id]}
        for each in await self._reached(told):
            if each.id not in has_list:
                await self._have_sheet_made(each, unit)

    async def _have_sheet_made(self, person: Person, unit: Unit) -> None:
        key = f"{SHEET_JOB}:{person.telegram_id}:{self.exam.id}:closed"
        payload = {
            "exam": self.exam.id,
            "chat": person.telegram_id,
            "language": person.language or unit.language,
            "paper": f"exam:{person.telegram_id}:{self.exam.id}:closed",
        }
        awake = first_daytime(self.now, unit.time_zone)
        await jobs.put(self.tx, self.bot_id, SHEET_JOB, key, awake, payload)

    def _to(
        self,
        person: Person,
        unit: Unit,
        kind: DeliveryKind,
        key: str,
        payload: Mapping[str, Any] | None = None,
        *,
        rank: Rank = Rank.REMINDER,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
    ) -> NewDelivery:
        assert person.telegram_id is not None
        begins = not_before or first_daytime(self.now, unit.time_zone)
        return NewDelivery(
            bot_id=self.bot_id,
            key=key,
            rank=rank,
            kind=kind,
            chat_id=ChatId(person.telegram_id),
            language=person.language or unit.language,
            not_before=begins,
            payload={"exam": self.exam.id, **(payload or {})},
            expires_at=expires_at or begins + _NEWS_FOR,
        )

    async def _reached(self, people: Collection[Person]) -> list[Person]:
        """Those of these people to whom the bot can write."""
        asked = [ChatId(each.telegram_id) for each in people if each.telegram_id is not None]
        active = await chats.active(self.tx, self.bot_id, asked) if asked else set()
        return [each for each in people if ChatId(each.telegram_id or 0) in active]

    async def _back_at(self, unit: Unit, people: Sequence[Person]) -> Mapping[PersonId, datetime]:
        """From when on these people are neither on leave nor in their night."""
        awake = first_daytime(self.now, unit.time_zone)
        day = local_day(awake, unit.time_zone)
        leaves = await pauses.of_people(self.tx, [each.id for each in people], day)
        paused = (await pauses.of_units(self.tx, [unit.id], day)).get(unit.id, [])
        found = {}
        for each in people:
            until = away_until([*leaves.get(each.id, []), *paused], day)
            found[each.id] = awake
            if until is not None:
                back = moment(until + timedelta(days=1), QUIET_UNTIL, unit.time_zone)
                found[each.id] = max(awake, back)
        return found
