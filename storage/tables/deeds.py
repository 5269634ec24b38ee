"""What members did, day by day, and the sums of it.

Deeds lie in the order of days, not of people: what a batch of today's writes touches is then a few
pages side by side, however long the history is. Ordered by people it is a page for nearly every
row, and a commit that takes five times as long. So a query for one person's or branch's days names
the days, one by one (:func:`storage.moments.days_between`), and finds each by the index.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from storage.tables.base import metadata, row_id

SUMS = ("check_ins", "answered", "right", "notes", "points", "late")
"""What is counted of a member's day, and what sums of days hold of each."""

check_ins = Table(
    "check_ins",
    metadata,
    Column("day", Text, primary_key=True),
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("unit_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    # Who put it down on behalf of the member.
    Column("by_id", BigInteger),
    Index("ix_check_ins_day", "day", "unit_id"),
    sqlite_with_rowid=False,
)

# What was chosen, never whether it was right: that follows from the question's newest revision.
answers = Table(
    "answers",
    metadata,
    Column("posting_id", BigInteger, ForeignKey("postings.id"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("unit_id", BigInteger, nullable=False),
    Column("day", Text, nullable=False),
    Column("chosen", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    # What was chosen afterwards, where an answer by buttons was changed; the first one counts.
    Column("changed_to", Text),
    sqlite_with_rowid=False,
)

# What somebody has picked of a question with several right options and may yet submit.
picks = Table(
    "picks",
    metadata,
    Column("posting_id", BigInteger, ForeignKey("postings.id"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("chosen", Text, nullable=False),
    sqlite_with_rowid=False,
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
    # Of an album, all its files: see storage/note_files.py.
    Column("file_id", Text),
    Column("private", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("edited_at", BigInteger),
    # Who put it down on behalf of the member.
    Column("by_id", BigInteger),
    # The group that a private note is shown to, and since when; null: to none.
    Column("shared_chat_id", BigInteger),
    Column("shared_at", BigInteger),
    UniqueConstraint("bot_id", "chat_id", "message_id"),
    Index("ix_notes_person_id", "person_id", "day"),
    Index("ix_notes_day", "day", "unit_id"),
)

# The messages that a shared note became in its group: a long one, or an album, is several.
shared_messages = Table(
    "shared_messages",
    metadata,
    Column("note_id", BigInteger, ForeignKey("notes.id"), primary_key=True),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    # Whether it is a file; then what it says is a caption.
    Column("has_file", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# One row for a member's day, written with the deed: standings and status read these.
member_days = Table(
    "member_days",
    metadata,
    Column("day", Text, primary_key=True),
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("unit_id", BigInteger, nullable=False),
    Column("check_ins", BigInteger, nullable=False),
    Column("answered", BigInteger, nullable=False),
    Column("right", BigInteger, nullable=False),
    Column("notes", BigInteger, nullable=False),
    Column("points", BigInteger, nullable=False),
    # How many of the acts were done after the day: caught up.
    Column("late", BigInteger, nullable=False, server_default="0"),
    Index("ix_member_days_day", "day", "unit_id"),
    sqlite_with_rowid=False,
)

streaks = Table(
    "streaks",
    metadata,
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("length", BigInteger, nullable=False),
    Column("last_day", Text, nullable=False),
    # The days without an act that a freeze has bridged, those of the last months, with commas.
    Column("frozen", Text, nullable=False, server_default=""),
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

# One row for a branch's day, grown with each deed: what is told of branches reads these.
unit_days = Table(
    "unit_days",
    metadata,
    Column("day", Text, primary_key=True),
    Column("unit_id", BigInteger, primary_key=True, autoincrement=False),
    # How many could have studied: see storage/due.py.
    Column("due", BigInteger, nullable=False),
    # How many did anything, and how many of the three acts, each once for a member.
    Column("active", BigInteger, nullable=False),
    Column("acts", BigInteger, nullable=False),
    *(Column(name, BigInteger, nullable=False) for name in SUMS),
    sqlite_with_rowid=False,
)

# The sums of months that are over, so that years cost little: see storage/months.py.
member_months = Table(
    "member_months",
    metadata,
    Column("month", Text, primary_key=True),
    Column("unit_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    # On how many days something was done.
    Column("days", BigInteger, nullable=False),
    *(Column(name, BigInteger, nullable=False) for name in SUMS),
    sqlite_with_rowid=False,
)

unit_months = Table(
    "unit_months",
    metadata,
    Column("month", Text, primary_key=True),
    Column("unit_id", BigInteger, primary_key=True, autoincrement=False),
    # Of member-days: how many there could have been, and how many there were.
    Column("due", BigInteger, nullable=False),
    Column("active", BigInteger, nullable=False),
    Column("acts", BigInteger, nullable=False),
    *(Column(name, BigInteger, nullable=False) for name in SUMS),
    sqlite_with_rowid=False,
)

# Which months have rows in the two tables above: from its row on, a change of a month's day is
# summed up with it; once it is whole, its sums are read instead of its days.
summed_months = Table(
    "summed_months",
    metadata,
    Column("month", Text, primary_key=True),
    Column("whole", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
