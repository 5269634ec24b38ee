"""Reminders: what somebody has put off, who can be written to, and what is told above."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from msgspec import Struct
from sqlalchemy import bindparam, or_, select, update

from storage.database import Transaction
from storage.driver import Statement, among
from storage.tables.duties import put_off as table
from storage.tables.duties import told_above
from storage.tables.organisation import persons
from storage.tables.telegram import chats
from storage.upserts import insert_into
from storage.values.chats import ChatState
from storage.values.duties import Subject
from storage.values.people import BotId, ChatId, PersonId, UnitId

Named = tuple[str, Subject, str]
"""An obligation: its duty, whose it is, and the key of its period."""


class PutOff(Struct, frozen=True):
    """Until which local day somebody wants to hear nothing of an obligation."""

    reader: PersonId
    obligation: Named
    until: date


class Reachable(Struct, frozen=True):
    """Somebody's private chat, in which the bot can write; ``language`` if they chose one."""

    person_id: PersonId
    chat_id: ChatId
    language: str | None


# Asked with each reminder: written once.
_PUT_OFF = Statement(
    select(table).where(among(table.c.unit_id, "units"), table.c.until >= bindparam("since"))
)
_REACHABLE = Statement(
    select(persons.c.id, persons.c.language, chats.c.chat_id)
    .join_from(persons, chats, chats.c.chat_id == persons.c.telegram_id)
    .where(
        among(persons.c.id, "people"),
        chats.c.bot_id == bindparam("bot"),
        chats.c.state == ChatState.ACTIVE.value,
    )
)
_TO_BE_TOLD = Statement(
    select(told_above.c.above_id, told_above.c.unit_id)
    .where(
        among(told_above.c.above_id, "above"),
        or_(told_above.c.told_on.is_(None), told_above.c.told_on == bindparam("today")),
    )
    .order_by(told_above.c.unit_id)
    .distinct()
)


async def put_off(tx: Transaction, new: PutOff) -> None:
    """Let somebody hear nothing of an obligation before a day, in place of any other day."""
    duty, subject, period = new.obligation
    key = {
        "reader_id": new.reader,
        "unit_id": subject.unit_id,
        "person_id": subject.person_id or 0,
        "group_name": subject.group,
        "duty_key": duty,
        "period": period,
    }
    until = {"until": new.until.isoformat()}
    insert = insert_into(table, tx.dialect).values(key | until)
    await tx.run(insert.on_conflict_do_update(index_elements=list(key), set_=until))


async def put_off_at(
    tx: Transaction, unit_ids: Collection[UnitId], since: date
) -> dict[UnitId, list[PutOff]]:
    """What is put off at these units until ``since`` or longer; units without any are left out."""
    found: dict[UnitId, list[PutOff]] = defaultdict(list)
    asked = {"units": list(unit_ids), "since": since.isoformat()}
    for row in await tx.named_rows(_PUT_OFF, **asked):
        person = PersonId(row.person_id) if row.person_id else None
        subject = Subject(UnitId(row.unit_id), person, row.group_name)
        named = (row.duty_key, subject, row.period)
        found[subject.unit_id].append(
            PutOff(PersonId(row.reader_id), named, date.fromisoformat(row.until))
        )
    return found


async def reachable(
    tx: Transaction, bot_id: BotId, people: Collection[PersonId]
) -> Mapping[PersonId, Reachable]:
    """Those of these people to whom the bot can write in private."""
    rows = await tx.hot_rows(_REACHABLE, people=list(people), bot=bot_id)
    return {
        PersonId(person): Reachable(PersonId(person), ChatId(chat), language)
        for person, language, chat in rows
    }


async def tell_above(tx: Transaction, above: UnitId, unit: UnitId, day: date) -> None:
    """Note that the organisers of a unit above are to be told of a unit, once for a day."""
    insert = insert_into(told_above, tx.dialect)
    row = {"above_id": above, "unit_id": unit, "day": day.isoformat()}
    await tx.run_many(insert.on_conflict_do_nothing(), [row])


async def to_be_told(
    tx: Transaction, above: Collection[UnitId], today: date | None = None
) -> dict[UnitId, list[UnitId]]:
    """Of which units the organisers of these are yet to be told, or were told ``today``."""
    day = today.isoformat() if today else ""
    found: dict[UnitId, list[UnitId]] = defaultdict(list)
    for one, unit in await tx.hot_rows(_TO_BE_TOLD, above=list(above), today=day):
        found[UnitId(one)].append(UnitId(unit))
    return found


async def note_told_above(tx: Transaction, above: Collection[UnitId], today: date) -> None:
    """The organisers of these units are told today of what they were to be told."""
    query = (
        update(told_above)
        .where(among(told_above.c.above_id, "above"), told_above.c.told_on.is_(None))
        .values(told_on=today.isoformat())
    )
    await tx.run(query, {"above": list(above)})
