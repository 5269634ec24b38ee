"""Wishes to be let into a branch: kept until somebody decides, and after it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Row, select, update

from storage.database import Transaction
from storage.moments import earliest, moment
from storage.tables.organisation import join_requests as table
from storage.values.joining import JoinRequest, JoinRequestId, JoinState
from storage.values.people import BotId, PersonId, TelegramId, UnitId


async def add(tx: Transaction, new: JoinRequest) -> JoinRequest:
    """Keep a new request; the answer carries the id. ``new.id`` is not looked at."""
    query = table.insert().values(
        bot_id=new.bot_id,
        unit_id=new.unit_id,
        person_id=new.person_id,
        telegram_id=new.telegram_id,
        name=new.name,
        home=new.home,
        language=new.language,
        state=new.state.value,
        asked_at=earliest(new.asked_at),
    )
    row = await tx.first(query.returning(table.c.id))
    assert row is not None
    return replace(new, id=JoinRequestId(row.id))


async def get(tx: Transaction, request_id: JoinRequestId) -> JoinRequest | None:
    """One request, or None."""
    row = await tx.first(select(table).where(table.c.id == request_id))
    return None if row is None else _request(row)


async def open_by(tx: Transaction, telegram_id: TelegramId) -> Sequence[JoinRequest]:
    """What a Telegram user has asked and nobody has decided, the oldest first."""
    return await _open(tx, table.c.telegram_id == telegram_id)


async def open_as(tx: Transaction, person_id: PersonId) -> Sequence[JoinRequest]:
    """The undecided requests of those who say that they are this person."""
    return await _open(tx, table.c.person_id == person_id)


async def open_at(tx: Transaction, unit_id: UnitId) -> Sequence[JoinRequest]:
    """The undecided requests to be let into a branch."""
    return await _open(tx, table.c.unit_id == unit_id)


async def refused_at(
    tx: Transaction, unit_id: UnitId, telegram_id: TelegramId
) -> Sequence[JoinRequest]:
    """How often a Telegram user was not let into a branch, the latest first."""
    query = (
        select(table)
        .where(
            table.c.telegram_id == telegram_id,
            table.c.unit_id == unit_id,
            table.c.state == JoinState.REFUSED.value,
        )
        .order_by(table.c.decided_at.desc(), table.c.id.desc())
    )
    return [_request(row) for row in await tx.rows(query)]


async def change(
    tx: Transaction,
    request: JoinRequest,
    state: JoinState,
    by: PersonId | None,
    now: datetime,
) -> bool:
    """Bring a request from the state it is known in to another; False if it has left that one."""
    unchanged = table.c.id == request.id, table.c.state == request.state.value
    values = {"state": state.value, "decided_at": earliest(now), "decided_by": by}
    return bool(await tx.run(update(table).where(*unchanged).values(values)))


async def _open(tx: Transaction, whose: Any) -> Sequence[JoinRequest]:
    asked = table.c.state == JoinState.ASKED.value
    rows = await tx.rows(select(table).where(whose, asked).order_by(table.c.id))
    return [_request(row) for row in rows]


def _request(row: Row[Any]) -> JoinRequest:
    return JoinRequest(
        id=JoinRequestId(row.id),
        bot_id=BotId(row.bot_id),
        unit_id=UnitId(row.unit_id),
        telegram_id=TelegramId(row.telegram_id),
        name=row.name,
        person_id=None if row.person_id is None else PersonId(row.person_id),
        asked_at=moment(row.asked_at),
        home=bool(row.home),
        language=row.language,
        state=JoinState(row.state),
        decided_at=None if row.decided_at is None else moment(row.decided_at),
        decided_by=None if row.decided_by is None else PersonId(row.decided_by),
    )
