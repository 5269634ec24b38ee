"""A branch's day: its slots, what they became, and what was studied and asked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Row, insert, select

from storage.database import Transaction
from storage.driver import among
from storage.moments import earliest, moment
from storage.programmes import KeptItem
from storage.tables.programme import items, question_revisions
from storage.tables.work import postings, slots
from storage.unit_days import named
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


class NewPosting(Struct, frozen=True):
    """A posting to be planned."""

    slot: Slot
    part: int
    chat_id: ChatId
    language: str
    version_id: VersionId
    item_key: str | None = None
    question_id: QuestionId | None = None
    revision: int | None = None
    closes_at: datetime | None = None


async def add_postings(tx: Transaction, bot_id: BotId, new: Sequence[NewPosting]) -> list[Posting]:
    """Plan postings; they come back with their ids, in the same order."""
    if not new:
        return []
    query = insert(postings).returning(postings, sort_by_parameter_order=True)
    rows = await tx.rows_many(
        query,
        [
            {
                "bot_id": bot_id,
                "slot_id": each.slot.id,
                "kind": each.slot.kind.value,
                "unit_id": each.slot.unit_id,
                "day": each.slot.day.isoformat(),
                "part": each.part,
                "chat_id": each.chat_id,
                "language": each.language,
                "version_id": each.version_id,
                "item_key": each.item_key,
                "question_id": each.question_id,
                "revision": each.revision,
                "closes_at": None if each.closes_at is None else earliest(each.closes_at),
            }
            for each in new
        ],
    )
    return [posting_of(row) for row in rows]


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


async def postings_of_day(
    tx: Transaction, bot_id: BotId, unit_days: Collection[tuple[UnitId, date]], kind: SlotKind
) -> dict[tuple[UnitId, date], list[Posting]]:
    """What branches' slots of one kind became on given days, in the order of posting."""
    c = postings.c
    query = (
        select(postings)
        .where(
            c.bot_id == bot_id,
            c.kind == kind.value,
            among(c.unit_id, "units"),
            among(c.day, "days"),
        )
        .order_by(c.id)
    )
    found: dict[tuple[UnitId, date], list[Posting]] = {key: [] for key in unit_days}
    for row in await tx.rows(query, named(unit_days)):
        key = (UnitId(row.unit_id), date.fromisoformat(row.day))
        if key in found:
            found[key].append(posting_of(row))
    return found


async def earlier_chat(
    tx: Transaction, bot_id: BotId, unit_id: UnitId, besides: ChatId
) -> ChatId | None:
    """The last group but ``besides`` in which a branch's posts stood; None for none."""
    own = postings.c.bot_id == bot_id, postings.c.unit_id == unit_id
    elsewhere = postings.c.chat_id < 0, postings.c.chat_id != besides
    query = select(postings.c.chat_id).where(*own, *elsewhere).order_by(postings.c.id.desc())
    found = await tx.scalar(query.limit(1))
    return None if found is None else ChatId(found)


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


class Taken(Struct, frozen=True):
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
        subject_id=row.subject_id,
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
