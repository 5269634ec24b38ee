"""What Telegram told us, and what we know of its chats."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text

from storage.tables.base import metadata, row_id

bots = Table(
    "bots",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("username", Text, nullable=False),
    # When it was last known to be at work; noted every minute.
    Column("seen_at", BigInteger, nullable=False),
    # The command menus that Telegram was given last, as a hash.
    Column("menus", Text, nullable=False, server_default=""),
)

# Updates handled lately: a redelivered one does nothing.
updates = Table(
    "updates",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("handled_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

dead_letters = Table(
    "dead_letters",
    metadata,
    row_id(),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger),
    Column("raw", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("failed_at", BigInteger, nullable=False, index=True),
    Column("tries", BigInteger, nullable=False, server_default="1"),
)

chats = Table(
    "chats",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False, server_default=""),
    Column("unit_id", BigInteger, ForeignKey("units.id"), index=True),
    Column("state", Text, nullable=False, server_default="active"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("changed_at", BigInteger, nullable=False),
    # The topic of a forum group in which the posts stand; null: the general one.
    Column("topic_id", BigInteger),
    # The menu of commands that this private chat was given for itself, by name.
    Column("menu", Text, nullable=False, server_default=""),
)

# What a person in a private chat was asked last and has not answered yet.
dialogues = Table(
    "dialogues",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False, server_default="{}"),
    Column("expires_at", BigInteger, nullable=False),
)

# A programme's file as one bot's Telegram knows it, so that it is uploaded once.
files = Table(
    "files",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("sha256", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("file_id", Text, nullable=False),
)

polls = Table(
    "polls",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("poll_id", Text, primary_key=True),
    Column("posting_id", BigInteger, ForeignKey("postings.id"), nullable=False, index=True),
    Column("message_id", BigInteger),
    Column("known_at", BigInteger, nullable=False),
)

# Votes that came before the poll they belong to was recorded.
parked_answers = Table(
    "parked_answers",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("poll_id", Text, primary_key=True),
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chosen", Text, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    # The voter's Telegram name, for one whom the vote may make a member.
    Column("name", Text, nullable=False, server_default=""),
    Column("parked_at", BigInteger, nullable=False),
)
Index("ix_parked_answers_parked_at", parked_answers.c.parked_at)
