"""A branch's day: its slots, what they became, and what was studied and asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Row, select

from storage.database import Transaction
from storage.driver import among
from storage.moments import moment
from storage.programmes import KeptItem
from storage.tables.programme import items, question_revisions
from storage.tables.work import postings, slots
from storage.values.days import (
    STUDIES,
    Posting,
    PostingId,
    QuestionId,
    Slot,
    SlotId,
    SlotKind,
    SlotState,
    VersionId,
)
from storage.values.people import BotId, ChatId, MessageId, PersonId, UnitId
from storage.values.programme_files import Item
from storage.values.questions import Question


async def study_slots(tx: Transaction, bot_id: BotId, unit_id: UnitId, day: date) -> Sequence[Slot]:
    """The slots of a branch's three studies on a local day, in the order of their times."""
    query = (
        select(slots)
        .where(
            slots.c.unit_id == unit_id,
            slots.c.day == day.isoformat(),
            slots.c.bot_id == bot_id,
            slots.c.kind.in_([kind.value for kind in STUDIES]),
        )
        .order_by(slots.c.due_at, slots.c.id)
    )
    return [slot_of(row) for row in await tx.rows(query)]


async def study_postings(
    tx: Transaction, bot_id: BotId, unit_id: UnitId, day: date
) -> Sequence[Posting]:
    """What a branch's three studies of a local day became, in the order of posting."""
    query = (
        select(postings)
        .where(
            postings.c.unit_id == unit_id,
            postings.c.day == day.isoformat(),
            postings.c.bot_id == bot_id,
            postings.c.kind.in_([kind.value for kind in STUDIES]),
        )
        .order_by(postings.c.id)
    )
    return [posting_of(row) for row in await tx.rows(query)]


async def item_of(tx: Transaction, posting: Posting) -> Item | None:
    """The study item of a posting, as it stands in the posting's version of the programme."""
    body = await tx.scalar(
        select(items.c.body).where(
            items.c.version_id == posting.version_id, items.c.key == posting.item_key
        )
    )
    return None if body is None else msgspec.json.decode(body, type=KeptItem).item


async def question_of(tx: Transaction, posting: Posting) -> Question | None:
    """The question of a posting, in the revision that was asked."""
    body = await tx.scalar(
        select(question_revisions.c.body).where(
            question_revisions.c.question_id == posting.question_id,
            question_revisions.c.number == posting.revision,
        )
    )
    return None if body is None else msgspec.json.decode(body, type=Question)


@dataclass(frozen=True, slots=True)
class Taken:
    """When a slot was due, and when it became deliveries; the same while it has not."""

    due_at: datetime
    taken_at: datetime


async def taken(tx: Transaction, slot_ids: Collection[SlotId]) -> Mapping[SlotId, Taken]:
    """When slots were due and taken."""
    query = select(slots.c.id, slots.c.due_at, slots.c.taken_at).where(among(slots.c.id, "ids"))
    return {
        SlotId(row.id): Taken(moment(row.due_at), moment(row.taken_at or row.due_at))
        for row in await tx.rows(query, {"ids": list(slot_ids)})
    }


def slot_of(row: Row[Any]) -> Slot:
    """A slot from a row of its table."""
    return Slot(
        id=SlotId(row.id),
        bot_id=BotId(row.bot_id),
        kind=SlotKind(row.kind),
        unit_id=UnitId(row.unit_id),
        person_id=PersonId(row.person_id),
        day=date.fromisoformat(row.day),
        due_at=moment(row.due_at),
        state=SlotState(row.state),
        reason=row.reason,
    )


def posting_of(row: Row[Any]) -> Posting:
    """A posting from a row of its table."""
    return Posting(
        id=PostingId(row.id),
        bot_id=BotId(row.bot_id),
        slot_id=SlotId(row.slot_id),
        kind=SlotKind(row.kind),
        unit_id=UnitId(row.unit_id),
        day=date.fromisoformat(row.day),
        part=row.part,
        chat_id=ChatId(row.chat_id),
        language=row.language,
        version_id=VersionId(row.version_id),
        message_id=None if row.message_id is None else MessageId(row.message_id),
        item_key=row.item_key,
        question_id=None if row.question_id is None else QuestionId(row.question_id),
        revision=row.revision,
        closes_at=None if row.closes_at is None else moment(row.closes_at),
        state=row.state,
    )
