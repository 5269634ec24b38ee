"""What a batch of updates names, read in a few set-based queries through the driver itself.

These are the hot reads: every batch runs them, whatever it holds.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from msgspec import Struct
from sqlalchemy import BindParameter, Select, bindparam, select

from storage.database import Transaction
from storage.doers import DOERS, Doer, doers_in
from storage.driver import Statement, among
from storage.reads import day_of, read_needed
from storage.tables.programme import questions
from storage.tables.telegram import polls, updates
from storage.tables.work import posted_messages, postings
from storage.values.days import (
    Posting,
    PostingId,
    QuestionId,
    SlotId,
    SlotKind,
    VersionId,
)
from storage.values.people import (
    BotId,
    ChatId,
    MessageId,
    TelegramId,
    UnitId,
)


class Posted(Struct, frozen=True):
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


class Named(Struct):
    """Whom and what a batch's updates name, and their own numbers.

    ``lettered`` are those of the postings that are questions of which a letter was tapped.
    """

    numbers: set[int] = set()
    people: set[TelegramId] = set()
    polls: set[str] = set()
    postings: set[PostingId] = set()
    lettered: set[PostingId] = set()
    messages: set[tuple[ChatId, MessageId]] = set()


class Snapshot(Struct, frozen=True):
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
    numbers, doers, polls, posted, messaged = await read_needed(
        tx,
        (_HANDLED, named.numbers, {"bot_id": bot_id, "ids": named.numbers}),
        (DOERS, named.people, {"ids": named.people}),
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
        doers=doers_in(doers),
        by_poll={row[0]: _posted(tuple(row), 1) for row in polls},
        by_posting=_by_id(posted),
        by_message={
            (row[0], row[1]): _posted(tuple(row), 2)
            for row in messaged
            if (row[0], row[1]) in named.messages
        },
    )


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
        day=day_of(row[at + 5]),
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
