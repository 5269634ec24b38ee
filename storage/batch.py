"""Writing what a batch of updates added: rows by ``executemany``, through the driver itself."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from storage.database import Transaction
from storage.driver import Statement, among
from storage.moments import earliest
from storage.tables.deeds import answers, check_ins, member_days, notes, streaks
from storage.tables.telegram import parked_answers, updates
from storage.values.days import MemberDay, PostingId, Streak
from storage.values.people import BotId, ChatId, MessageId, PersonId, TelegramId, UnitId


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question answered by a person for the first time."""

    person_id: PersonId
    posting_id: PostingId
    unit_id: UnitId
    day: date
    chosen: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckInRow:
    """A person's check-in of a day."""

    person_id: PersonId
    day: date
    unit_id: UnitId
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A person's note: the message it was written in, and what it says."""

    person_id: PersonId
    unit_id: UnitId
    day: date
    bot_id: BotId
    chat_id: ChatId
    message_id: MessageId
    text: str
    media_kind: str | None
    file_id: str | None
    private: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ParkedVote:
    """A vote in a poll that is not recorded yet."""

    poll_id: str
    telegram_id: TelegramId
    chosen: tuple[int, ...]
    update_id: int


def _insert(table: Table, keep_old: bool = False) -> "_PerDialect":
    names = [c.name for c in table.columns if c.name not in ("id", "edited_at")]
    return _PerDialect(table, names, "nothing" if keep_old else "fail")


class _PerDialect:
    """One insert for both databases: each has its own spelling of ON CONFLICT."""

    def __init__(self, table: Table, names: list[str], on_conflict: str) -> None:
        self._statements = {
            "sqlite": Statement(_conflicting(sqlite.insert(table), table, names, on_conflict)),
            "postgresql": Statement(
                _conflicting(postgresql.insert(table), table, names, on_conflict)
            ),
        }

    async def many(self, tx: Transaction, rows: Iterable[dict[str, Any]]) -> None:
        await tx.hot_many(self._statements[tx.dialect], rows)


def _conflicting(
    insert: "sqlite.Insert | postgresql.Insert", table: Table, names: list[str], on_conflict: str
) -> Insert:
    filled = insert.values({name: bindparam(name) for name in names})
    if on_conflict == "nothing":
        return filled.on_conflict_do_nothing()
    if on_conflict == "replace":
        key = [column.name for column in table.primary_key]
        changed = {name: filled.excluded[name] for name in names if name not in key}
        return filled.on_conflict_do_update(index_elements=key, set_=changed)
    return filled


_UPDATES = _insert(updates)
_ANSWERS = _insert(answers, keep_old=True)
_CHECK_INS = _insert(check_ins, keep_old=True)
_NOTES = _insert(notes, keep_old=True)
_PARKED = _insert(parked_answers, keep_old=True)
_MEMBER_DAYS = _PerDialect(member_days, [c.name for c in member_days.columns], "replace")
_STREAKS = _PerDialect(streaks, [c.name for c in streaks.columns], "replace")


async def write_handled(
    tx: Transaction, bot_id: BotId, update_ids: Collection[int], now: datetime
) -> None:
    """Remember that these updates were handled, so that a redelivered one does nothing."""
    at = earliest(now)
    await _UPDATES.many(
        tx, ({"bot_id": bot_id, "update_id": u, "handled_at": at} for u in update_ids)
    )


async def forget_handled(tx: Transaction, bot_id: BotId, update_ids: Collection[int]) -> None:
    """Forget that updates were handled, so that they can be handled once more."""
    await tx.run(
        delete(updates).where(updates.c.bot_id == bot_id, among(updates.c.update_id, "ids")),
        {"ids": list(update_ids)},
    )


async def forget_handled_before(tx: Transaction, moment: datetime) -> int:
    """Forget updates handled so long ago that Telegram won't send them again; how many."""
    return await tx.run(delete(updates).where(updates.c.handled_at < earliest(moment)))


async def write_answers(tx: Transaction, rows: Collection[AnswerRow]) -> None:
    """Store answers; the first one that a person gave to a question stays."""
    await _ANSWERS.many(
        tx,
        (
            {
                "person_id": row.person_id,
                "posting_id": row.posting_id,
                "unit_id": row.unit_id,
                "day": row.day.isoformat(),
                "chosen": ",".join(map(str, row.chosen)),
                "at": earliest(row.at),
            }
            for row in rows
        ),
    )


async def write_check_ins(tx: Transaction, rows: Collection[CheckInRow]) -> None:
    """Store check-ins; one a person and day."""
    await _CHECK_INS.many(
        tx,
        (
            {
                "person_id": row.person_id,
                "day": row.day.isoformat(),
                "unit_id": row.unit_id,
                "at": earliest(row.at),
            }
            for row in rows
        ),
    )


async def write_notes(tx: Transaction, rows: Collection[NoteRow]) -> None:
    """Store notes; one a message."""
    await _NOTES.many(
        tx,
        (
            {
                "person_id": row.person_id,
                "unit_id": row.unit_id,
                "day": row.day.isoformat(),
                "bot_id": row.bot_id,
                "chat_id": row.chat_id,
                "message_id": row.message_id,
                "text": row.text,
                "media_kind": row.media_kind,
                "file_id": row.file_id,
                "private": row.private,
                "at": earliest(row.at),
            }
            for row in rows
        ),
    )


async def write_member_days(tx: Transaction, rows: Collection[MemberDay]) -> None:
    """Store what members did on days, in place of what stood there."""
    await _MEMBER_DAYS.many(
        tx,
        (
            {
                "person_id": row.person_id,
                "day": row.day.isoformat(),
                "unit_id": row.unit_id,
                "check_ins": row.check_ins,
                "answered": row.answered,
                "right": row.right,
                "notes": row.notes,
                "points": row.points,
            }
            for row in rows
        ),
    )


async def write_streaks(tx: Transaction, rows: Collection[Streak]) -> None:
    """Store streaks, in place of what stood there."""
    await _STREAKS.many(
        tx,
        (
            {
                "person_id": row.person_id,
                "length": row.length,
                "last_day": row.last_day.isoformat(),
            }
            for row in rows
        ),
    )


async def park(
    tx: Transaction, bot_id: BotId, votes: Collection[ParkedVote], now: datetime
) -> None:
    """Put votes aside until their poll is recorded."""
    await _PARKED.many(
        tx,
        (
            {
                "bot_id": bot_id,
                "poll_id": vote.poll_id,
                "telegram_id": vote.telegram_id,
                "chosen": ",".join(map(str, vote.chosen)),
                "update_id": vote.update_id,
                "parked_at": earliest(now),
            }
            for vote in votes
        ),
    )
