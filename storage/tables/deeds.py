"""What members did, day by day, and the sums of it."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from storage.tables.base import metadata, row_id

check_ins = Table(
    "check_ins",
    metadata,
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("day", Text, primary_key=True),
    Column("unit_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_check_ins_unit_id", "unit_id", "day"),
)

# What was chosen, never whether it was right: that follows from the question's newest revision.
answers = Table(
    "answers",
    metadata,
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("posting_id", BigInteger, ForeignKey("postings.id"), primary_key=True),
    Column("unit_id", BigInteger, nullable=False),
    Column("day", Text, nullable=False),
    Column("chosen", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_answers_posting_id", "posting_id"),
)

notes = Table(
    "notes",
    metadata,
    row_id(),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("unit_id", BigInteger, nullable=False),
    Column("day", Text, nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("media_kind", Text),
    Column("file_id", Text),
    Column("private", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("edited_at", BigInteger),
    UniqueConstraint("bot_id", "chat_id", "message_id"),
    Index("ix_notes_person_id", "person_id", "day"),
)

# One row for a member's day, written with the deed: standings and status read these.
member_days = Table(
    "member_days",
    metadata,
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("day", Text, primary_key=True),
    Column("unit_id", BigInteger, nullable=False),
    Column("check_ins", BigInteger, nullable=False),
    Column("answered", BigInteger, nullable=False),
    Column("right", BigInteger, nullable=False),
    Column("notes", BigInteger, nullable=False),
    Column("points", BigInteger, nullable=False),
    Index("ix_member_days_unit_id", "unit_id", "day"),
    sqlite_with_rowid=False,
)

streaks = Table(
    "streaks",
    metadata,
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("length", BigInteger, nullable=False),
    Column("last_day", Text, nullable=False),
)

# A branch's days. One that does not count (the bot failed to post) breaks nobody's streak;
# a day off has no row at all.
branch_days = Table(
    "branch_days",
    metadata,
    Column("unit_id", BigInteger, ForeignKey("units.id"), primary_key=True),
    Column("day", Text, primary_key=True),
    Column("counts", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
