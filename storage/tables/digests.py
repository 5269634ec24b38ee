"""How duties stand, in sums, and what organisers were told last."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text

from storage.tables.base import index_where, metadata

# How many obligations stand where at a unit, whatever day it is: whether one is overdue says its
# due day. Of those that are met only the state matters: their other columns are empty, but for the
# due day of what waits for the units above to confirm it.
WAITING = "state = 'awaiting' AND due <> ''"
duty_counts = Table(
    "duty_counts",
    metadata,
    Column("unit_id", BigInteger, primary_key=True, autoincrement=False),
    # Whether they are obligations of persons there, and not of the unit or its groups.
    Column("personal", Boolean, primary_key=True),
    Column("state", Text, primary_key=True),
    Column("duty_key", Text, primary_key=True),
    # The first day of the period, and the next day by which something is due.
    Column("first", Text, primary_key=True),
    Column("due", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Index("ix_duty_counts_due", "due", "unit_id"),
    index_where(
        WAITING,
        "ix_duty_counts_waiting",
        "due",
        "unit_id",
    ),
    sqlite_with_rowid=False,
)

# The units at which it is to be counted afresh.
duty_marks = Table(
    "duty_marks",
    metadata,
    Column("unit_id", BigInteger, primary_key=True, autoincrement=False),
)

# The last digest of each private chat, as the figures that it was put in words from.
digests = Table(
    "digests",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("made_at", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
)
