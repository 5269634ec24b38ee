"""Tests that organisers set, each sitting of a member, and what was asked and answered in it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.base import metadata, row_id

exams = Table(
    "exams",
    metadata,
    row_id(),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False),
    Column("made_by", BigInteger, ForeignKey("persons.id")),
    Column("made_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default="draft"),
    # All that was settled about it.
    Column("terms", Text, nullable=False),
    # Fixed when it is announced.
    Column("opens_at", BigInteger),
    Column("closes_at", BigInteger),
    # The last branch that was told of its beginning, and later of its end: branches are told in
    # the order of their ids, some at a time.
    Column("told_to", BigInteger, nullable=False, server_default="0"),
    Index("ix_exams_unit_id", "unit_id", "state"),
)

exam_sittings = Table(
    "exam_sittings",
    metadata,
    row_id(),
    Column("exam_id", BigInteger, ForeignKey("exams.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False, index=True),
    Column("number", BigInteger, nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    # The question that was shown last.
    Column("place", BigInteger, nullable=False, server_default="0"),
    Column("handed_in_at", BigInteger),
    # Whether it was handed in because its time was over.
    Column("by_time", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("exam_id", "person_id", "number"),
)

# What was chosen, never whether it was right: that follows from the question's newest revision.
exam_answers = Table(
    "exam_answers",
    metadata,
    Column("sitting_id", BigInteger, ForeignKey("exam_sittings.id"), primary_key=True),
    Column("place", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", BigInteger, ForeignKey("questions.id"), nullable=False, index=True),
    Column("revision", BigInteger, nullable=False),
    # Whether the answer is typed: words, and not the numbers of options.
    Column("typed", Boolean, nullable=False),
    Column("given", Text),
    Column("at", BigInteger),
)
