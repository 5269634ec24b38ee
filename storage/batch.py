"""Writing what a batch of updates added: rows by ``executemany``, through the driver itself."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Transaction
from storage.driver import Statement, Write, among
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


class _Insert:
    """One insert for both databases, whose rows hold these columns in this order."""

    def __init__(self, table: Table, columns: str, *, replacing: bool = False) -> None:
        names = columns.split()
        assert names == [c.name for c in table.columns if c.name in names]
        self._statements = {
            "sqlite": _statement(sqlite.insert(table), table, names, replacing),
            "postgresql": _statement(postgresql.insert(table), table, names, replacing),
        }

    def of(self, tx: Transaction, rows: Iterable[Sequence[Any]]) -> Write:
        """What is to be written."""
        return self._statements[tx.dialect], list(rows)


def _statement(
    insert: "sqlite.Insert | postgresql.Insert", table: Table, names: list[str], replacing: bool
) -> Statement:
    filled = insert.values({name: bindparam(name) for name in names})
    if not replacing:
        return Statement(filled.on_conflict_do_nothing(), names)
    key = [column.name for column in table.primary_key]
    changed = {name: filled.excluded[name] for name in names if name not in key}
    return Statement(filled.on_conflict_do_update(index_elements=key, set_=changed), names)


_UPDATES = _Insert(updates, "bot_id update_id handled_at")
_ANSWERS = _Insert(answers, "person_id posting_id unit_id day chosen at")
_CHECK_INS = _Insert(check_ins, "person_id day unit_id at")
_NOTES = _Insert(
    notes, "person_id unit_id day bot_id chat_id message_id text media_kind file_id private at"
)
_PARKED = _Insert(parked_answers, "bot_id poll_id telegram_id chosen update_id parked_at")
_MEMBER_DAYS = _Insert(
    member_days,
    "person_id day unit_id check_ins answered right notes points",
    replacing=True,
)
_STREAKS = _Insert(streaks, "person_id length last_day", replacing=True)


async def forget_handled(tx: Transaction, bot_id: BotId, update_ids: Collection[int]) -> None:
    """Forget that updates were handled, so that they can be handled once more."""
    await tx.run(
        delete(updates).where(updates.c.bot_id == bot_id, among(updates.c.update_id, "ids")),
        {"ids": list(update_ids)},
    )


async def forget_handled_before(tx: Transaction, moment: datetime) -> int:
    """Forget updates handled so long ago that Telegram won't send them again; how many."""
    return await tx.run(delete(updates).where(updates.c.handled_at < earliest(moment)))


@dataclass(frozen=True, slots=True)
class NewRows:
    """What a batch adds. Of deeds, the first stays; summaries take the place of what stood there.

    ``handled`` are the numbers of the batch's updates, so that a redelivered one does nothing.
    """

    answers: Collection[AnswerRow] = ()
    check_ins: Collection[CheckInRow] = ()
    notes: Collection[NoteRow] = ()
    member_days: Collection[MemberDay] = ()
    streaks: Collection[Streak] = ()
    parked: Collection[ParkedVote] = ()
    handled: Collection[int] = ()


async def write(tx: Transaction, bot_id: BotId, new: NewRows, now: datetime) -> None:
    """Write what a batch adds; ``now`` is when it was handled."""
    at = earliest(now)
    await tx.hot_writes(
        [
            _CHECK_INS.of(tx, map(_check_in, new.check_ins)),
            _ANSWERS.of(tx, map(_answer, new.answers)),
            _NOTES.of(tx, map(_note, new.notes)),
            _MEMBER_DAYS.of(tx, map(_member_day, new.member_days)),
            _STREAKS.of(tx, [(s.person_id, s.length, s.last_day.isoformat()) for s in new.streaks]),
            _PARKED.of(
                tx,
                [
                    (bot_id, v.poll_id, v.telegram_id, _chosen(v.chosen), v.update_id, at)
                    for v in new.parked
                ],
            ),
            _UPDATES.of(tx, [(bot_id, number, at) for number in new.handled]),
        ]
    )


async def write_answers(tx: Transaction, rows: Collection[AnswerRow]) -> None:
    """Store answers; the first one that a person gave to a question stays."""
    await tx.hot_writes([_ANSWERS.of(tx, map(_answer, rows))])


async def write_notes(tx: Transaction, rows: Collection[NoteRow]) -> None:
    """Store notes; one a message."""
    await tx.hot_writes([_NOTES.of(tx, map(_note, rows))])


async def write_member_days(tx: Transaction, rows: Collection[MemberDay]) -> None:
    """Store what members did on days, in place of what stood there."""
    await tx.hot_writes([_MEMBER_DAYS.of(tx, map(_member_day, rows))])


def _check_in(row: CheckInRow) -> Sequence[Any]:
    return row.person_id, row.day.isoformat(), row.unit_id, _second(row.at)


def _answer(row: AnswerRow) -> Sequence[Any]:
    day, at = row.day.isoformat(), _second(row.at)
    return row.person_id, row.posting_id, row.unit_id, day, _chosen(row.chosen), at


def _note(row: NoteRow) -> Sequence[Any]:
    return (
        row.person_id,
        row.unit_id,
        row.day.isoformat(),
        row.bot_id,
        row.chat_id,
        row.message_id,
        row.text,
        row.media_kind,
        row.file_id,
        row.private,
        _second(row.at),
    )


def _member_day(row: MemberDay) -> Sequence[Any]:
    return (
        row.person_id,
        row.day.isoformat(),
        row.unit_id,
        row.check_ins,
        row.answered,
        row.right,
        row.notes,
        row.points,
    )


def _chosen(options: tuple[int, ...]) -> str:
    return str(options[0]) if len(options) == 1 else ",".join(map(str, options))


# A batch's rows have one moment: working it out once is worth the dictionary.
_second = lru_cache(maxsize=16)(earliest)
