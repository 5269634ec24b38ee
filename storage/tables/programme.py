"""What is studied: programmes by version, their items, questions and files."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from storage.tables.base import metadata, row_id

programme_versions = Table(
    "programme_versions",
    metadata,
    row_id(),
    Column("programme_key", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("settings", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("imported_at", BigInteger, nullable=False),
    UniqueConstraint("programme_key", "number"),
)

items = Table(
    "items",
    metadata,
    row_id(),
    Column("version_id", BigInteger, ForeignKey("programme_versions.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("version_id", "key"),
)

media = Table(
    "media",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# A question lives as long as its key; what is asked and what is right are its revisions.
questions = Table(
    "questions",
    metadata,
    row_id(),
    Column("programme_key", Text, nullable=False),
    Column("key", Text, nullable=False),
    # The content of the last import, so that importing the same again changes nothing, not even
    # a correction made since.
    Column("imported_hash", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    UniqueConstraint("programme_key", "key"),
)

question_revisions = Table(
    "question_revisions",
    metadata,
    Column("question_id", BigInteger, ForeignKey("questions.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("corrected", Boolean, nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

version_questions = Table(
    "version_questions",
    metadata,
    Column("version_id", BigInteger, ForeignKey("programme_versions.id"), primary_key=True),
    Column("question_id", BigInteger, ForeignKey("questions.id"), primary_key=True),
    Column("position", BigInteger, nullable=False),
)
