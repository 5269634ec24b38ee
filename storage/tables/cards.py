"""Pictures that were drawn, notes chosen for a year's review, and who agrees to be shown."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Table, Text, text

from storage.tables.base import metadata

# Pictures by what they show: their bytes are at Telegram, under the ids in "files".
pictures = Table(
    "pictures",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", Text, primary_key=True),
    # Whose it is, of what is somebody's own.
    Column("person_id", BigInteger, ForeignKey("persons.id"), index=True),
    Column("drawn_at", BigInteger, nullable=False),
)

# Notes that their writers let stand in the year's review of their branch and of the units above.
chosen_notes = Table(
    "chosen_notes",
    metadata,
    Column("note_id", BigInteger, ForeignKey("notes.id"), primary_key=True, autoincrement=False),
    Column("chosen_at", BigInteger, nullable=False),
)

# Who was asked whether their score card of a year may lie beside the others' of the branch.
score_consents = Table(
    "score_consents",
    metadata,
    Column("unit_id", BigInteger, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("year", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "person_id", BigInteger, ForeignKey("persons.id"), primary_key=True, autoincrement=False
    ),
    Column("asked_at", BigInteger, nullable=False),
    Column("agreed", Boolean, nullable=False, server_default=text("false")),
    Column("answered_at", BigInteger),
)
