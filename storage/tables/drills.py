"""Practising in private, and the question that all branches of a programme share on a day."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Table, Text

from storage.tables.base import metadata

# Where somebody is in their practice, and their row of days.
drills = Table(
    "drills",
    metadata,
    Column(
        "person_id", BigInteger, ForeignKey("persons.id"), primary_key=True, autoincrement=False
    ),
    # The local day on which they practised last, and how many questions they answered on it.
    Column("day", Text),
    Column("done", BigInteger, nullable=False, server_default="0"),
    # The number of the question shown last: a button with an older one is spent.
    Column("number", BigInteger, nullable=False, server_default="0"),
    # The question that waits for its answer, and the revision shown.
    Column("question_id", BigInteger, ForeignKey("questions.id")),
    Column("revision", BigInteger),
    # The answers given in the group have been looked through up to this day.
    Column("fed_until", Text),
    Column("row_length", BigInteger, nullable=False, server_default="0"),
    Column("row_last", Text),
    Column("row_expected", Text),
)

# What somebody remembers of a question. It follows from the reviews and the question's key.
drill_cards = Table(
    "drill_cards",
    metadata,
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("question_id", BigInteger, ForeignKey("questions.id"), primary_key=True),
    Column("stability", Double, nullable=False),
    Column("difficulty", Double, nullable=False),
    Column("last", Text, nullable=False),
    Column("due", Text, nullable=False),
    # The revision by whose key it was reckoned.
    Column("revision", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# What was answered, never whether it was right: that follows from the question's newest revision.
drill_reviews = Table(
    "drill_reviews",
    metadata,
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("question_id", BigInteger, ForeignKey("questions.id"), primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    # The noon's question of the group that was answered; null: in the drill itself.
    Column("posting_id", BigInteger),
    sqlite_with_rowid=False,
)

# What all branches of a programme are asked on a local day, where they are to be asked the same.
shared_questions = Table(
    "shared_questions",
    metadata,
    Column("programme_key", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("part", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", BigInteger, ForeignKey("questions.id"), nullable=False),
)
