"""What is to be done by the clock, what is to be sent, and slow work."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import index_where, metadata, row_id

# The one table of time-due things. A slot concerns a unit or a person, or a thing of its kind (a
# test, a sitting); the other ids are 0, so that the unique key holds.
slots = Table(
    "slots",
    metadata,
    row_id(),
    Column("bot_id", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("unit_id", BigInteger, nullable=False, server_default="0"),
    Column("person_id", BigInteger, nullable=False, server_default="0"),
    Column("subject_id", BigInteger, nullable=False, server_default="0"),
    Column("day", Text, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default="due"),
    Column("reason", Text, nullable=False, server_default=""),
    # When its deliveries were put into the outbox: what is late is told from it.
    Column("taken_at", BigInteger),
    UniqueConstraint("bot_id", "kind", "unit_id", "person_id", "subject_id", "day"),
    index_where(
        "state = 'due'",
        "ix_slots_due",
        "bot_id",
        "due_at",
    ),
    Index("ix_slots_unit_id", "unit_id", "day"),
    # What was not posted, for the digests: PostgreSQL reads them all in a millisecond. SQLite goes
    # by the units instead.
    index_where(
        "state IN ('missed', 'failed')",
        "ix_slots_lost",
        "bot_id",
        "day",
    ),
)

postings = Table(
    "postings",
    metadata,
    row_id(),
    Column("bot_id", BigInteger, nullable=False),
    Column("slot_id", BigInteger, ForeignKey("slots.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("unit_id", BigInteger, nullable=False),
    Column("day", Text, nullable=False),
    Column("part", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("message_id", BigInteger),
    Column("version_id", BigInteger, ForeignKey("programme_versions.id"), nullable=False),
    Column("item_key", Text),
    Column("question_id", BigInteger, ForeignKey("questions.id")),
    Column("revision", BigInteger),
    Column("closes_at", BigInteger),
    Column("state", Text, nullable=False, server_default="planned"),
    Index("ix_postings_unit_id", "unit_id", "day"),
    # What a branch has had: read for every post, from the index alone.
    Index("ix_postings_had", "unit_id", "kind", "state", "item_key", "question_id", "day"),
    # Where and when a question was asked.
    index_where(
        "question_id IS NOT NULL",
        "ix_postings_question_id",
        "question_id",
        "day",
    ),
)

# Which message belongs to which posting: a long post is several messages, a poll sent again is two.
posted_messages = Table(
    "posted_messages",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("posting_id", BigInteger, ForeignKey("postings.id"), nullable=False, index=True),
)

_OPEN = "state IN ('waiting', 'claimed', 'unsure')"

deliveries = Table(
    "deliveries",
    metadata,
    row_id(),
    Column("bot_id", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("posting_id", BigInteger),
    Column("after_key", Text),
    Column("not_before", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("tries", BigInteger, nullable=False, server_default="0"),
    # How often this was asked for, and how many of these askings the last claim covers.
    Column("wanted", BigInteger, nullable=False, server_default="1"),
    Column("covered", BigInteger, nullable=False, server_default="0"),
    Column("claimed_at", BigInteger),
    Column("done_at", BigInteger),
    Column("message_id", BigInteger),
    Column("error", Text, nullable=False, server_default=""),
    UniqueConstraint("bot_id", "key"),
    index_where(
        _OPEN,
        "ix_deliveries_open",
        "bot_id",
        "rank",
        "id",
    ),
    index_where(
        _OPEN,
        "ix_deliveries_chat",
        "bot_id",
        "chat_id",
        "rank",
        "id",
    ),
    Index("ix_deliveries_done_at", "done_at"),
    index_where(
        "kind = 'reminder'",
        "ix_deliveries_reminders",
        "bot_id",
        "done_at",
    ),
)

jobs = Table(
    "jobs",
    metadata,
    row_id(),
    Column("bot_id", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False, server_default="{}"),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("not_before", BigInteger, nullable=False),
    Column("lease_until", BigInteger),
    Column("tries", BigInteger, nullable=False, server_default="0"),
    Column("error", Text, nullable=False, server_default=""),
    UniqueConstraint("bot_id", "key"),
    Index("ix_jobs_state", "state", "not_before"),
)

# A file made for somebody, until it has been sent: nothing of it stays.
papers = Table(
    "papers",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)
