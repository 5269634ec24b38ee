"""What branches are asked beside their programme: banks of questions that belong to a unit."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Table, Text, UniqueConstraint

from storage.tables.base import metadata, row_id

# Asked in its unit and in all below it. Its questions stand in the table of questions, under a
# programme key of the bank's own.
banks = Table(
    "banks",
    metadata,
    row_id(),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("imported_at", BigInteger, nullable=False),
    # How many questions it has; 0: it was removed. With the time of its last import it tells
    # whether what was read still holds.
    Column("size", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("unit_id", "title"),
)

bank_questions = Table(
    "bank_questions",
    metadata,
    Column("bank_id", BigInteger, ForeignKey("banks.id"), primary_key=True),
    Column("question_id", BigInteger, ForeignKey("questions.id"), primary_key=True),
    Column("position", BigInteger, nullable=False),
)

# How questions were answered in the last weeks: worked out in the evening, for /questions to read.
question_figures = Table(
    "question_figures",
    metadata,
    Column("question_id", BigInteger, ForeignKey("questions.id"), primary_key=True),
    # The revision by whose key the answers were marked.
    Column("revision", BigInteger, nullable=False),
    # The first and the last local day on which it was asked.
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("answers", BigInteger, nullable=False),
    # Given when the question was closed: counted, and not in the figures.
    Column("late", BigInteger, nullable=False),
    Column("facility", Double),
    Column("deviation", Double),
    Column("discrimination", Double),
    Column("efficiency", Double),
    # How often each answer was given, as JSON: {"0,2": 7}.
    Column("chosen", Text, nullable=False),
)

# Keys that the best did not agree with, each told once; what was decided of them.
key_alarms = Table(
    "key_alarms",
    metadata,
    Column("question_id", BigInteger, ForeignKey("questions.id"), primary_key=True),
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    # What the best chose most, how many of them there are, and how many chose that, and the key.
    Column("chosen", Text, nullable=False),
    Column("best", BigInteger, nullable=False),
    Column("for_chosen", BigInteger, nullable=False),
    Column("for_key", BigInteger, nullable=False),
    Column("raised_at", BigInteger, nullable=False),
    # Null while nobody has decided.
    Column("settled", Text),
    Column("settled_at", BigInteger),
)
