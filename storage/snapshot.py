"""What a batch of updates names, read in a few set-based queries through the driver itself.

These are the hot reads: every batch runs them, whatever it holds.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from msgspec import Struct
from sqlalchemy import BindParameter, Select, bindparam, func, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.lists import numbers_in
from storage.tables.deeds import answers, branch_days, member_days, picks, streaks
from storage.tables.organisation import memberships, persons, units
from storage.tables.programme import questions
from storage.tables.telegram import polls, updates
from storage.tables.work import posted_messages, postings
from storage.values.days import (
    MemberDay,
    Posting,
    PostingId,
    QuestionId,
    SlotId,
    SlotKind,
    Streak,
    VersionId,
)
from storage.values.people import (
    BotId,
    ChatId,
    MessageId,
    Person,
    PersonId,
    TelegramId,
    UnitId,
)


class Home(Struct, frozen=True):
    """A time during which a branch was somebody's home."""

    unit_id: UnitId
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether the membership was in force on a local day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Doer(Struct, frozen=True):
    """A person who can act: where the daily acts count, and the streak so far."""

    person: Person
    homes: tuple[Home, ...]
    streak: Streak | None

    def home_on(self, day: date) -> UnitId | None:
        """The branch where this person's acts count on a local day."""
        for home in self.homes:
            if home.covers(day):
                return home.unit_id
        return None

    def came_after(self, day: date) -> bool:
        """Whether this person was at home nowhere yet on a local day, and is now."""
        return bool(self.homes) and all(home.since > day for home in self.homes)


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting, with the number of its question's newest revision."""

    posting: Posting
    newest_revision: int | None


_BOT: BindParameter[int] = bindparam("bot_id")

_HANDLED = Statement(
    select(updates.c.update_id).where(updates.c.bot_id == _BOT, among(updates.c.update_id, "ids"))
)


async def handled(tx: Transaction, bot_id: BotId, update_ids: Collection[int]) -> set[int]:
    """Which of these updates were handled before."""
    return {row[0] for row in await tx.hot_rows(_HANDLED, bot_id=bot_id, ids=update_ids)}


_ALL_DOERS = (
    select(
        persons.c.telegram_id,
        persons.c.id,
        persons.c.name,
        persons.c.language,
        persons.c.telegram_name,
        memberships.c.unit_id,
        memberships.c.since,
        memberships.c.until,
        streaks.c.length,
        streaks.c.last_day,
        streaks.c.frozen,
    )
    .select_from(
        persons.outerjoin(
            memberships, (memberships.c.person_id == persons.c.id) & memberships.c.home
        ).outerjoin(streaks, streaks.c.person_id == persons.c.id)
    )
    .order_by(persons.c.id, memberships.c.since.desc())
)
_DOERS = Statement(_ALL_DOERS.where(among(persons.c.telegram_id, "ids")))
_DOER = Statement(_ALL_DOERS.where(persons.c.id == bindparam("person")))


async def doers(tx: Transaction, ids: Collection[TelegramId]) -> dict[TelegramId, Doer]:
    """The persons behind Telegram accounts, as they are now."""
    return _doers(await tx.hot_rows(_DOERS, ids=ids))


async def doer_of(tx: Transaction, person_id: PersonId) -> Doer | None:
    """One person, with or without Telegram, as somebody who can act; None for an unknown one."""
    found = _doers(await tx.hot_rows(_DOER, person=person_id))
    return next(iter(found.values()), None)


def _doers(rows: Sequence[Any]) -> dict[TelegramId, Doer]:
    """The persons behind Telegram accounts, with their home branches, the newest first."""
    found: dict[TelegramId, Doer] = {}
    for row in rows:
        telegram_id, person_id, name, language, alias, unit_id, since, until, *streaked = row
        homes: tuple[Home, ...] = ()
        if unit_id is not None:
            homes = (Home(unit_id, _day(since), None if until is None else _day(until)),)
        earlier = found.get(telegram_id)
        if earlier is not None:
            found[telegram_id] = Doer(earlier.person, earlier.homes + homes, earlier.streak)
            continue
        streak = _streak(person_id, *streaked)
        person = Person(person_id, name, telegram_id, language, telegram_name=alias)
        found[telegram_id] = Doer(person, homes, streak)
    return found


def _streak(person_id: PersonId, length: int | None, last: str, frozen: str) -> Streak | None:
    if length is None:
        return None
    return Streak(person_id, length, _day(last), _days(frozen) if frozen else ())


_POSTING_COLUMNS = (
    postings.c.id,
    postings.c.bot_id,
    postings.c.slot_id,
    postings.c.kind,
    postings.c.unit_id,
    postings.c.day,
    postings.c.part,
    postings.c.chat_id,
    postings.c.language,
    postings.c.version_id,
    postings.c.message_id,
    postings.c.item_key,
    postings.c.question_id,
    postings.c.revision,
    postings.c.closes_at,
    postings.c.state,
    questions.c.revision,
)


def _postings(*more: Any) -> Select[Any]:
    joined = postings.outerjoin(questions, questions.c.id == postings.c.question_id)
    return select(*more, *_POSTING_COLUMNS).select_from(joined)


_BY_POLL = Statement(
    _postings(polls.c.poll_id)
    .join(polls, polls.c.posting_id == postings.c.id)
    .where(polls.c.bot_id == _BOT, among(polls.c.poll_id, "ids"))
)
_BY_MESSAGE = Statement(
    _postings(posted_messages.c.chat_id, posted_messages.c.message_id)
    .join(posted_messages, posted_messages.c.posting_id == postings.c.id)
    .where(
        posted_messages.c.bot_id == _BOT,
        among(posted_messages.c.chat_id, "chats"),
        among(posted_messages.c.message_id, "messages"),
    )
)
_BY_ID = Statement(_postings().where(postings.c.bot_id == _BOT, among(postings.c.id, "ids")))


async def postings_by_id(
    tx: Transaction, bot_id: BotId, ids: Collection[PostingId]
) -> dict[PostingId, Posted]:
    """Postings by their own ids, as buttons carry them."""
    return _by_id(await tx.hot_rows(_BY_ID, bot_id=bot_id, ids=ids))


def _by_id(rows: Sequence[Any]) -> dict[PostingId, Posted]:
    found = (_posted(tuple(row), 0) for row in rows)
    return {posted.posting.id: posted for posted in found}


@dataclass(slots=True)
class Named:
    """Whom and what a batch's updates name, and their own numbers.

    ``lettered`` are those of the postings that are questions of which a letter was tapped.
    """

    numbers: set[int] = field(default_factory=set)
    people: set[TelegramId] = field(default_factory=set)
    polls: set[str] = field(default_factory=set)
    postings: set[PostingId] = field(default_factory=set)
    lettered: set[PostingId] = field(default_factory=set)
    messages: set[tuple[ChatId, MessageId]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was known of whom and what a batch's updates name; which of them were handled before."""

    handled: set[int]
    doers: dict[TelegramId, Doer]
    by_poll: dict[str, Posted]
    by_posting: dict[PostingId, Posted]
    by_message: dict[tuple[ChatId, MessageId], Posted]


async def take(tx: Transaction, bot_id: BotId, named: Named) -> Snapshot:
    """Read all that a batch's updates name."""
    chats = {chat for chat, _ in named.messages}
    messages = {message for _, message in named.messages}
    numbers, doers, polls, posted, messaged = await _read(
        tx,
        (_HANDLED, named.numbers, {"bot_id": bot_id, "ids": named.numbers}),
        (_DOERS, named.people, {"ids": named.people}),
        (_BY_POLL, named.polls, {"bot_id": bot_id, "ids": named.polls}),
        (_BY_ID, named.postings, {"bot_id": bot_id, "ids": named.postings}),
        (
            _BY_MESSAGE,
            named.messages,
            {"bot_id": bot_id, "chats": chats, "messages": messages},
        ),
    )
    return Snapshot(
        handled={row[0] for row in numbers},
        doers=_doers(doers),
        by_poll={row[0]: _posted(tuple(row), 1) for row in polls},
        by_posting=_by_id(posted),
        by_message={
            (row[0], row[1]): _posted(tuple(row), 2)
            for row in messaged
            if (row[0], row[1]) in named.messages
        },
    )


async def _read(
    tx: Transaction, *reads: tuple[Statement, Collection[Any], Mapping[str, Any]]
) -> Sequence[Sequence[Any]]:
    """The rows of these queries; none for one that has nothing to look for."""
    needed = [(statement, values) for statement, looked_for, values in reads if looked_for]
    found = iter(await tx.hot_reads(needed) if needed else ())
    return [next(found) if looked_for else () for _, looked_for, _ in reads]


_MEMBER_DAYS = Statement(
    select(
        member_days.c.person_id,
        member_days.c.day,
        member_days.c.unit_id,
        member_days.c.check_ins,
        member_days.c.answered,
        member_days.c.right,
        member_days.c.notes,
        member_days.c.points,
        member_days.c.late,
    ).where(among(member_days.c.person_id, "persons"), among(member_days.c.day, "days"))
)


_ANSWERED = Statement(
    select(answers.c.person_id, answers.c.posting_id, answers.c.chosen).where(
        among(answers.c.person_id, "persons"), among(answers.c.posting_id, "postings")
    )
)
_PICKED = Statement(
    select(picks.c.person_id, picks.c.posting_id, picks.c.chosen).where(
        among(picks.c.posting_id, "postings"), among(picks.c.person_id, "persons")
    )
)

Chosen = dict[tuple[PersonId, PostingId], tuple[int, ...]]
"""Options, ascending, by who chose them in which question."""


async def answered(
    tx: Transaction, people: Collection[PersonId], quizzes: Collection[PostingId]
) -> Chosen:
    """What these persons chose first in those of these questions that they have answered."""
    return await _chosen(tx, _ANSWERED, people, quizzes)


async def picked(
    tx: Transaction, people: Collection[PersonId], quizzes: Collection[PostingId]
) -> Chosen:
    """What these persons have picked in these questions, submitted or not."""
    return await _chosen(tx, _PICKED, people, quizzes)


async def _chosen(
    tx: Transaction,
    statement: Statement,
    people: Collection[PersonId],
    quizzes: Collection[PostingId],
) -> Chosen:
    values = {"persons": people, "postings": quizzes}
    (rows,) = await _read(tx, (statement, people and quizzes, values))
    return {(row[0], row[1]): numbers_in(row[2]) for row in rows}


# One look into the index for each branch, however long its history is.
_LAST_COUNTING = Statement(
    select(
        units.c.id,
        select(func.max(branch_days.c.day))
        .where(
            branch_days.c.unit_id == units.c.id,
            branch_days.c.day < bindparam("day"),
            branch_days.c.counts,
        )
        .scalar_subquery(),
    ).where(among(units.c.id, "units"))
)


@dataclass(frozen=True, slots=True)
class DaysRead:
    """What was done on days so far, and branches' last days that count."""

    member_days: dict[tuple[PersonId, date], MemberDay]
    last_counting: dict[tuple[UnitId, date], date | None]


async def read_days(
    tx: Transaction,
    people: Collection[PersonId],
    units: Mapping[date, Collection[UnitId]],
) -> DaysRead:
    """Read these persons' days, and their branches' last days that count.

    ``units`` are the branches by the local day that is asked about.
    """
    texts = [day.isoformat() for day in units]
    days, *counting = await _read(
        tx,
        (_MEMBER_DAYS, people and texts, {"persons": people, "days": texts}),
        *(
            (_LAST_COUNTING, ids, {"units": ids, "day": day.isoformat()})
            for day, ids in units.items()
        ),
    )
    return DaysRead(
        member_days={(row[0], _day(row[1])): _member_day(row) for row in days},
        last_counting={
            (row[0], day): None if row[1] is None else _day(row[1])
            for day, rows in zip(units, counting, strict=True)
            for row in rows
        },
    )


def _member_day(row: Any) -> MemberDay:
    person_id, text, unit_id, *counts = row
    return MemberDay(person_id, unit_id, _day(text), *counts)


# At noon the same few postings are named by batch after batch.
@lru_cache(maxsize=4096)
def _posted(row: tuple[Any, ...], at: int) -> Posted:
    closes = row[at + 14]
    posting = Posting(
        id=PostingId(row[at]),
        bot_id=BotId(row[at + 1]),
        slot_id=SlotId(row[at + 2]),
        kind=SlotKind(row[at + 3]),
        unit_id=UnitId(row[at + 4]),
        day=_day(row[at + 5]),
        part=row[at + 6],
        chat_id=ChatId(row[at + 7]),
        language=row[at + 8],
        version_id=VersionId(row[at + 9]),
        message_id=None if row[at + 10] is None else MessageId(row[at + 10]),
        item_key=row[at + 11],
        question_id=None if row[at + 12] is None else QuestionId(row[at + 12]),
        revision=row[at + 13],
        closes_at=None if closes is None else datetime.fromtimestamp(closes, UTC),
        state=row[at + 15],
    )
    return Posted(posting, row[at + 16])


def _days(text: str) -> tuple[date, ...]:
    return tuple(_day(each) for each in text.split(","))


_DAYS: dict[str, date] = {}


def _day(text: str) -> date:
    # The same few days come in every row of a batch: parsing each once is worth the dictionary.
    day = _DAYS.get(text)
    if day is None:
        if len(_DAYS) > 1000:
            _DAYS.clear()
        day = _DAYS[text] = date.fromisoformat(text)
    return day
