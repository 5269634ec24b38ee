"""Branches that follow a small programme by the clock, for tests of planning and ticking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from programme.planning import plan_unit
from programme.ticking import tick
from storage import chats
from storage.database import Database
from storage.programmes import KeptItem, add_items, add_version
from storage.questions import store_questions
from storage.tables.deeds import branch_days
from storage.tables.work import deliveries, postings, slots
from storage.units import Defaults, unit_by_code, upsert_units
from storage.values.people import BotId, ChatId, Unit
from storage.values.programme_files import Item, ItemText, ProgrammeSettings, UnitRow
from storage.values.questions import Question, QuestionKind, QuestionText

BOT = BotId(7)
DEFAULTS = Defaults("Asia/Shanghai", "en")
SQLITE_ONLY = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
"""For rules that reach the database only through queries that are tested on both kinds."""

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def settings(**changes: Any) -> ProgrammeSettings:
    """A programme of the usual timetable, with these changes."""
    return ProgrammeSettings("p", {"en": "P"}, ("en",), **changes)


def item(key: str) -> Item:
    """A study item with a title and a prompt of its own."""
    return Item(key, key, {"en": ItemText(f"Title {key}", "body", prompt=f"Prompt {key}")})


def question(key: str, right: int = 0) -> Question:
    """A question with one right answer."""
    return Question(
        key, QuestionKind.ONE, {"en": QuestionText(f"Stem {key}?", ("yes", "no"))}, (right,)
    )


def at(text: str) -> datetime:
    """A moment of UTC: ``05-20 04:00`` is noon in Shanghai, in 2026."""
    return datetime.strptime(f"2026-{text} +0000", "%Y-%m-%d %H:%M %z")


@dataclass
class School:
    """A bot's branches and what became of their slots."""

    database: Database
    bot: BotId = BOT

    async def study(
        self,
        programme: ProgrammeSettings,
        items: Sequence[Item] = (item("a"), item("b"), item("c")),
        questions: Sequence[Question] = (question("q1"), question("q2")),
    ) -> None:
        """Import a version of a programme."""
        async with self.database.writing() as tx:
            version = await add_version(tx, programme, "hash", LONG_AGO)
            await add_items(tx, version.id, [KeptItem(each) for each in items])
            await store_questions(tx, programme.key, version.id, questions, LONG_AGO)

    async def bind(
        self, now: datetime, code: str = "north", zone: str = "Asia/Shanghai", chat: int = -1
    ) -> Unit:
        """A branch whose group is bound now, and its first posts are planned."""
        async with self.database.writing() as tx:
            await upsert_units(tx, [UnitRow(2, code, None, "branch", code, zone)])
            unit = await unit_by_code(tx, code, DEFAULTS)
            assert unit is not None
            group = ChatId(chat)
            await chats.put(tx, self.bot, group, kind="supergroup", title=code, now=now)
            await chats.bind(tx, self.bot, group, unit.id, now)
            await plan_unit(tx, self.bot, unit, now)
        return unit

    async def tick(self, now: datetime, counted: datetime | None = None) -> int:
        """Take all that is due; what was posted counts as sent. How many slots were taken."""
        taken = 0
        while found := await tick(self.database, self.bot, now, counted or now, DEFAULTS):
            taken += found
            async with self.database.writing() as tx:
                planned = postings.c.state == "planned"
                await tx.run(update(postings).where(planned).values(state="sent"))
        return taken

    async def slots(self, *kinds: str) -> list[tuple[str, str, str, str]]:
        """Kind, day (MM-DD), state and reason of the slots of these kinds, in the order of time; of
        all but the weeks', which a unit has whatever it studies."""
        query = select(slots).where(slots.c.bot_id == self.bot).order_by(slots.c.due_at, slots.c.id)
        async with self.database.reading() as tx:
            rows = await tx.rows(query)
        found = [(row.kind, row.day[5:], row.state, row.reason) for row in rows]
        return [each for each in found if (each[0] in kinds if kinds else each[0] != "week")]

    async def posted(self, kind: str) -> list[tuple[str, str | None]]:
        """Day (MM-DD) and item or question of the postings of a kind, in their order."""
        query = select(postings).where(postings.c.kind == kind, postings.c.bot_id == self.bot)
        async with self.database.reading() as tx:
            rows = await tx.rows(query.order_by(postings.c.id))
        return [(row.day[5:], row.item_key or row.question_id) for row in rows]

    async def waiting(self) -> list[str]:
        """The kinds of deliveries in the outbox, in their order."""
        query = select(deliveries.c.kind).where(deliveries.c.bot_id == self.bot)
        async with self.database.reading() as tx:
            return [row.kind for row in await tx.rows(query.order_by(deliveries.c.id))]

    async def days(self) -> dict[date, bool]:
        """Which days branches have, and whether they count."""
        async with self.database.reading() as tx:
            rows = await tx.rows(select(branch_days))
        return {date.fromisoformat(row.day): row.counts for row in rows}
