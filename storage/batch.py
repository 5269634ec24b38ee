"""Writing what a batch of updates added: rows by ``executemany``, through the driver itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from msgspec import Struct
from sqlalchemy import Table, bindparam, delete, or_, update

from storage.database import Transaction
from storage.driver import Statement, Write, among
from storage.lists import as_text
from storage.moments import earliest
from storage.months import month_of, running_month, summed
from storage.tables.deeds import answers, check_ins, member_days, notes, picks, streaks
from storage.tables.telegram import parked_answers, updates
from storage.unit_sums import Before, grown, grown_months, recount_done
from storage.upserts import insert_into
from storage.values.days import MemberDay, PostingId, Streak
from storage.values.people import BotId, ChatId, MessageId, PersonId, TelegramId, UnitId


class AnswerRow(Struct, frozen=True):
    """A question answered by a person for the first time."""

    person_id: PersonId
    posting_id: PostingId
    unit_id: UnitId
    day: date
    chosen: tuple[int, ...]
    at: datetime


class CheckInRow(Struct, frozen=True):
    """A person's check-in of a day; ``by`` is who put it down on their behalf."""

    person_id: PersonId
    day: date
    unit_id: UnitId
    at: datetime
    by: PersonId | None = None


class NoteRow(Struct, frozen=True):
    """A person's note: the message it was written in, and what it says.

    ``shared_in`` is the group to which it is shown from the beginning; ``by`` is who put it down
    on the person's behalf.
    """

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
    shared_in: ChatId | None = None
    by: PersonId | None = None


class ParkedVote(Struct, frozen=True):
    """A vote in a poll that is not recorded yet; ``name`` is what Telegram calls the voter."""

    poll_id: str
    telegram_id: TelegramId
    chosen: tuple[int, ...]
    update_id: int
    name: str = ""


class _Insert:
    """One insert for both databases, whose rows hold these columns in this order."""

    def __init__(self, table: Table, columns: str, *, replacing: bool = False) -> None:
        names = columns.split()
        assert names == [c.name for c in table.columns if c.name in names]
        self._statement = Statement(partial(_filled, table, names, replacing), names)

    def of(self, rows: Iterable[Sequence[Any]]) -> Write:
        """What is to be written."""
        return self._statement, list(rows)


def _filled(table: Table, names: list[str], replacing: bool, dialect: str) -> Any:
    filled = insert_into(table, dialect).values({name: bindparam(name) for name in names})
    if not replacing:
        return filled.on_conflict_do_nothing()
    key = [column.name for column in table.primary_key]
    changed = {name: filled.excluded[name] for name in names if name not in key}
    return filled.on_conflict_do_update(index_elements=key, set_=changed)


_UPDATES = _Insert(updates, "bot_id update_id handled_at")
_ANSWERS = _Insert(answers, "posting_id person_id unit_id day chosen at")
_PICKS = _Insert(picks, "posting_id person_id chosen", replacing=True)
# One that comes back to its first choice after others is kept as changed too.
_CHANGED = Statement(
    update(answers)
    .where(
        answers.c.posting_id == bindparam("posting"),
        answers.c.person_id == bindparam("person"),
        or_(answers.c.chosen != bindparam("other_than"), answers.c.changed_to.is_not(None)),
    )
    .values(changed_to=bindparam("to")),
    ["to", "posting", "person", "other_than"],
)
_CHECK_INS = _Insert(check_ins, "day person_id unit_id at by_id")
_NOTES = _Insert(
    notes,
    "person_id unit_id day bot_id chat_id message_id text media_kind file_id private at "
    "by_id shared_chat_id shared_at",
)
_PARKED = _Insert(parked_answers, "bot_id poll_id telegram_id chosen update_id name parked_at")
_MEMBER_DAYS = _Insert(
    member_days,
    "day person_id unit_id check_ins answered right notes points late",
    replacing=True,
)
_STREAKS = _Insert(streaks, "person_id length last_day frozen", replacing=True)


async def forget_handled(tx: Transaction, bot_id: BotId, update_ids: Collection[int]) -> None:
    """Forget that updates were handled, so that they can be handled once more."""
    await tx.run(
        delete(updates).where(updates.c.bot_id == bot_id, among(updates.c.update_id, "ids")),
        {"ids": list(update_ids)},
    )


async def forget_handled_before(tx: Transaction, moment: datetime) -> int:
    """Forget updates handled so long ago that Telegram won't send them again; how many."""
    return await tx.run(delete(updates).where(updates.c.handled_at < earliest(moment)))


class NewRows(Struct, frozen=True):
    """What a batch adds. Of deeds, the first stays; summaries take the place of what stood there.

    ``before`` is what stood where ``member_days`` will, as far as something did: the branches' sums
    grow by the difference. ``changed`` is what was chosen by those who had answered before,
    ``picks`` what was picked and not submitted yet. ``handled`` are the numbers of the batch's
    updates, so that a redelivered one does nothing.
    """

    answers: Collection[AnswerRow] = ()
    changed: Mapping[tuple[PersonId, PostingId], tuple[int, ...]] = {}
    picks: Mapping[tuple[PersonId, PostingId], tuple[int, ...]] = {}
    check_ins: Collection[CheckInRow] = ()
    notes: Collection[NoteRow] = ()
    member_days: Collection[MemberDay] = ()
    before: Before = {}
    streaks: Collection[Streak] = ()
    parked: Collection[ParkedVote] = ()
    handled: Collection[int] = ()


async def write(tx: Transaction, bot_id: BotId, new: NewRows, now: datetime) -> None:
    """Write what a batch adds; ``now`` is when it was handled."""
    at = earliest(now)
    await tx.hot_writes(
        [
            _CHECK_INS.of(map(_check_in, new.check_ins)),
            _ANSWERS.of(map(_answer, new.answers)),
            (_CHANGED, [_change(*each) for each in new.changed.items()]),
            _PICKS.of([(q, who, as_text(chosen)) for (who, q), chosen in new.picks.items()]),
            _NOTES.of(map(_note, new.notes)),
            _MEMBER_DAYS.of(map(_member_day, new.member_days)),
            grown(new.member_days, new.before),
            _STREAKS.of(map(_streak, new.streaks)),
            _PARKED.of(
                [
                    (bot_id, v.poll_id, v.telegram_id, as_text(v.chosen), v.update_id, v.name, at)
                    for v in new.parked
                ],
            ),
            _UPDATES.of([(bot_id, number, at) for number in new.handled]),
            *await _months(tx, new, now),
        ]
    )


async def _months(tx: Transaction, new: NewRows, now: datetime) -> Sequence[Write]:
    """The sums of months that are over, which only late deeds change."""
    running = date.fromisoformat(f"{running_month(now)}-01")
    late = [row for row in new.member_days if row.day < running]
    if not late:
        return ()
    kept = await summed(tx, {month_of(row.day) for row in late})
    return grown_months((row for row in late if month_of(row.day) in kept), new.before)


async def write_member_days(tx: Transaction, rows: Collection[MemberDay]) -> None:
    """Store what members did on days, in place of what stood there, and sum it up."""
    await tx.hot_writes([_MEMBER_DAYS.of(map(_member_day, rows))])
    await recount_done(tx, {(row.unit_id, row.day) for row in rows})


def _check_in(row: CheckInRow) -> Sequence[Any]:
    return row.day.isoformat(), row.person_id, row.unit_id, _second(row.at), row.by


def _answer(row: AnswerRow) -> Sequence[Any]:
    day, at = row.day.isoformat(), _second(row.at)
    return row.posting_id, row.person_id, row.unit_id, day, as_text(row.chosen), at


def _change(answered: tuple[PersonId, PostingId], chosen: tuple[int, ...]) -> Sequence[Any]:
    (person, posting), text = answered, as_text(chosen)
    return text, posting, person, text


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
        row.by,
        row.shared_in,
        None if row.shared_in is None else _second(row.at),
    )


def _member_day(row: MemberDay) -> Sequence[Any]:
    return (
        row.day.isoformat(),
        row.person_id,
        row.unit_id,
        row.check_ins,
        row.answered,
        row.right,
        row.notes,
        row.points,
        row.late,
    )


def _streak(row: Streak) -> Sequence[Any]:
    return row.person_id, row.length, row.last_day.isoformat(), as_text(row.frozen)


# A batch's rows have one moment: working it out once is worth the dictionary.
_second = lru_cache(maxsize=16)(earliest)
