"""What a batch of updates names, read in a few set-based queries through the driver itself.

These are the hot reads: every batch runs them, whatever it holds.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from storage.database import Transaction
from storage.driver import Statement, among
from storage.tables.deeds import answers, branch_days, member_days, streaks
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


@dataclass(frozen=True, slots=True)
class Home:
    """A time during which a branch was somebody's home."""

    unit_id: UnitId
    since: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether the membership was in force on a local day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Doer:
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


_DOERS = Statement(
    select(
        persons.c.telegram_id,
        persons.c.id,
        persons.c.name,
        persons.c.language,
        memberships.c.unit_id,
        memberships.c.since,
        memberships.c.until,
        streaks.c.length,
        streaks.c.last_day,
    )
    .select_from(
        persons.outerjoin(
            memberships, (memberships.c.person_id == persons.c.id) & memberships.c.home
        ).outerjoin(streaks, streaks.c.person_id == persons.c.id)
    )
    .where(among(persons.c.telegram_id, "ids"))
    .order_by(persons.c.id, memberships.c.since.desc())
)


async def doers(tx: Transaction, ids: Collection[TelegramId]) -> dict[TelegramId, Doer]:
    """The persons behind Telegram accounts, with their home branches, the newest first."""
    found: dict[TelegramId, Doer] = {}
    for row in await tx.hot_rows(_DOERS, ids=ids):
        telegram_id, person_id, name, language, unit_id, since, until, length, last = row
        homes: tuple[Home, ...] = ()
        if unit_id is not None:
            homes = (Home(unit_id, _day(since), None if until is None else _day(until)),)
        earlier = found.get(telegram_id)
        if earlier is not None:
            found[telegram_id] = Doer(earlier.person, earlier.homes + homes, earlier.streak)
            continue
        streak = None if length is None else Streak(person_id, length, _day(last))
        person = Person(person_id, name, telegram_id, language)
        found[telegram_id] = Doer(person, homes, streak)
    return found


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


async def postings_by_poll(
    tx: Transaction, bot_id: BotId, poll_ids: Collection[str]
) -> dict[str, Posted]:
    """The quiz postings that polls belong to."""
    rows = await tx.hot_rows(_BY_POLL, bot_id=bot_id, ids=poll_ids)
    return {row[0]: _posted(row, 1) for row in rows}


async def postings_by_message(
    tx: Transaction, bot_id: BotId, messages: Collection[tuple[ChatId, MessageId]]
) -> dict[tuple[ChatId, MessageId], Posted]:
    """The postings that messages in chats belong to."""
    wanted = set(messages)
    rows = await tx.hot_rows(
        _BY_MESSAGE,
        bot_id=bot_id,
        chats=list({chat for chat, _ in wanted}),
        messages=list({message for _, message in wanted}),
    )
    return {(row[0], row[1]): _posted(row, 2) for row in rows if (row[0], row[1]) in wanted}


async def postings_by_id(
    tx: Transaction, bot_id: BotId, ids: Collection[PostingId]
) -> dict[PostingId, Posted]:
    """Postings by their own ids, as buttons carry them."""
    found = (_posted(row, 0) for row in await tx.hot_rows(_BY_ID, bot_id=bot_id, ids=ids))
    return {posted.posting.id: posted for posted in found}


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
    ).where(among(member_days.c.person_id, "persons"), among(member_days.c.day, "days"))
)


async def days_of(
    tx: Transaction, ids: Collection[PersonId], days: Collection[date]
) -> dict[tuple[PersonId, date], MemberDay]:
    """What these persons did on these days so far."""
    texts = [day.isoformat() for day in days]
    found = {}
    for row in await tx.hot_rows(_MEMBER_DAYS, persons=ids, days=texts):
        person_id, text, unit_id, check_ins, answered, right, notes, points = row
        day = _day(text)
        found[person_id, day] = MemberDay(
            person_id, unit_id, day, check_ins, answered, right, notes, points
        )
    return found


_ANSWERED = Statement(
    select(answers.c.person_id, answers.c.posting_id).where(
        among(answers.c.person_id, "persons"), among(answers.c.posting_id, "postings")
    )
)


async def answered(
    tx: Transaction, ids: Collection[PersonId], posting_ids: Collection[PostingId]
) -> set[tuple[PersonId, PostingId]]:
    """Who of these persons has answered which of these questions."""
    rows = await tx.hot_rows(_ANSWERED, persons=ids, postings=posting_ids)
    return {(row[0], row[1]) for row in rows}


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


async def last_counting_days(
    tx: Transaction, unit_ids: Collection[UnitId], day: date
) -> Mapping[UnitId, date | None]:
    """For each branch, its last day before ``day`` that counts for streaks."""
    rows = await tx.hot_rows(_LAST_COUNTING, units=unit_ids, day=day.isoformat())
    return {row[0]: None if row[1] is None else _day(row[1]) for row in rows}


def _posted(row: Any, at: int) -> Posted:
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


_DAYS: dict[str, date] = {}


def _day(text: str) -> date:
    # The same few days come in every row of a batch: parsing each once is worth the dictionary.
    day = _DAYS.get(text)
    if day is None:
        if len(_DAYS) > 1000:
            _DAYS.clear()
        day = _DAYS[text] = date.fromisoformat(text)
    return day
