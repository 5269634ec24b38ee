"""Duties, what was done for them, and what is planned: records, meetings, problems, places."""

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

# The duties of a programme's version, all of them in one value.
duty_books = Table(
    "duty_books",
    metadata,
    Column(
        "version_id",
        BigInteger,
        ForeignKey("programme_versions.id"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("body", Text, nullable=False),
    # Of the body, which is long: what was read once under it need not be read again.
    Column("digest", Text, nullable=False),
)

# Since when which programme's duties have held at a unit. No row: the unit's programme, all along.
unit_programmes = Table(
    "unit_programmes",
    metadata,
    Column("unit_id", BigInteger, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    # The first local day.
    Column("since", Text, primary_key=True),
    Column("programme_key", Text, nullable=False),
)

# What was done. Whether and for what it counts is never stored: the duties' rules say it.
records = Table(
    "records",
    metadata,
    row_id(),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False),
    Column("state", Text, nullable=False, server_default="draft"),
    # The chief kind first, with commas.
    Column("kinds", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("group_name", Text, nullable=False, server_default=""),
    Column("minutes", BigInteger),
    Column("place", Text, nullable=False, server_default=""),
    Column("place_id", BigInteger, ForeignKey("places.id")),
    Column("topic", Text, nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),
    Column("number", BigInteger),
    Column("out_of", BigInteger),
    Column("guests", BigInteger, nullable=False, server_default="0"),
    # The periods for which it makes up, as JSON.
    Column("makes_up", Text, nullable=False, server_default=""),
    Column("by_id", BigInteger),
    Column("on_behalf_of", BigInteger),
    Column("meeting_id", BigInteger, index=True),
    Column("made_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Index("ix_records_unit_id", "unit_id", "state", "day"),
    Index("ix_records_by_id", "by_id", "state"),
    Index("ix_records_day", "day", "unit_id"),
)

record_people = Table(
    "record_people",
    metadata,
    Column("record_id", BigInteger, ForeignKey("records.id"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("part", Text, nullable=False, server_default="present"),
    Index("ix_record_people_person_id", "person_id", "record_id"),
    sqlite_with_rowid=False,
)

record_files = Table(
    "record_files",
    metadata,
    Column("record_id", BigInteger, ForeignKey("records.id"), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("media", Text, nullable=False),
    Column("file_id", Text, nullable=False),
)

# Who did what with a record, and when.
record_changes = Table(
    "record_changes",
    metadata,
    row_id(),
    Column("record_id", BigInteger, ForeignKey("records.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("by_id", BigInteger),
    Column("at", BigInteger, nullable=False),
    Column("detail", Text, nullable=False, server_default=""),
)

# What the unit above decided about an obligation. An obligation itself is never stored.
rulings = Table(
    "rulings",
    metadata,
    row_id(),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id")),
    Column("group_name", Text, nullable=False, server_default=""),
    Column("duty_key", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("by_id", BigInteger),
    Column("at", BigInteger, nullable=False),
    Index("ix_rulings_unit_id", "unit_id", "duty_key"),
)

# Reminders that somebody has put off: until when they hear nothing of an obligation.
put_off = Table(
    "put_off",
    metadata,
    Column("reader_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("unit_id", BigInteger, ForeignKey("units.id"), primary_key=True),
    # 0: the unit's own.
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("group_name", Text, primary_key=True),
    Column("duty_key", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("until", Text, nullable=False),
    Index("ix_put_off_unit_id", "unit_id", "until"),
)

# Where something has become overdue of which the organisers above are told at once.
told_above = Table(
    "told_above",
    metadata,
    # Whose organisers are told.
    Column("above_id", BigInteger, ForeignKey("units.id"), primary_key=True),
    Column("unit_id", BigInteger, ForeignKey("units.id"), primary_key=True),
    # The day on which it was first overdue.
    Column("day", Text, primary_key=True),
    # The local day above on which it was told, once it was.
    Column("told_on", Text),
)

# Places, pairs and stations that records and deeds can name.
places = Table(
    "places",
    metadata,
    row_id(),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id")),
    Column("closed", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("unit_id", "kind", "name"),
)

# The ledger of problems. Opening one and solving one are records, too.
problems = Table(
    "problems",
    metadata,
    row_id(),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False),
    Column("kind", Text, nullable=False, server_default=""),
    Column("problem", Text, nullable=False),
    Column("measure", Text, nullable=False, server_default=""),
    # Who sees to it.
    Column("person_id", BigInteger, ForeignKey("persons.id")),
    Column("due", Text),
    Column("state", Text, nullable=False, server_default="open"),
    Column("reopened", BigInteger, nullable=False, server_default="0"),
    Column("by_id", BigInteger),
    Column("made_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    # The records of its being found, and of its being solved the last time.
    Column("record_id", BigInteger, ForeignKey("records.id"), nullable=False),
    Column("solved_record_id", BigInteger, ForeignKey("records.id")),
    Index("ix_problems_unit_id", "unit_id", "state", "due"),
    Index("ix_problems_person_id", "person_id", "state"),
)

meetings = Table(
    "meetings",
    metadata,
    row_id(),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False),
    # The meeting of a unit above that this is a branch's part of.
    Column("parent_id", BigInteger, ForeignKey("meetings.id")),
    Column("state", Text, nullable=False, server_default="draft"),
    Column("kinds", Text, nullable=False),
    Column("group_name", Text, nullable=False, server_default=""),
    Column("starts_at", BigInteger),
    Column("minutes", BigInteger),
    Column("place", Text, nullable=False, server_default=""),
    Column("topic", Text, nullable=False, server_default=""),
    Column("by_id", BigInteger),
    Column("made_at", BigInteger, nullable=False),
    # Counts the changes that everybody is told of.
    Column("revision", BigInteger, nullable=False, server_default="0"),
    Column("guests", BigInteger, nullable=False, server_default="0"),
    # A unified day, held by the branches below, each of which has its own part.
    Column("for_branches", Boolean, nullable=False, server_default=text("false")),
    # The last branch that was given its part: branches come in the order of their ids.
    Column("told_to", BigInteger, nullable=False, server_default="0"),
    Index("ix_meetings_unit_id", "unit_id", "state", "starts_at"),
    UniqueConstraint("parent_id", "unit_id"),
)

# The messages in which a meeting is announced: one in the group, or one in each private chat.
meeting_cards = Table(
    "meeting_cards",
    metadata,
    Column("meeting_id", BigInteger, ForeignKey("meetings.id"), primary_key=True),
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("language", Text, nullable=False),
    Index("ix_meeting_cards_chat_id", "bot_id", "chat_id"),
    sqlite_with_rowid=False,
)

# Who said that they are there, or was said not to be.
meeting_people = Table(
    "meeting_people",
    metadata,
    Column("meeting_id", BigInteger, ForeignKey("meetings.id"), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("persons.id"), primary_key=True),
    Column("state", Text, nullable=False),
    Column("by_id", BigInteger),
    Column("at", BigInteger, nullable=False),
    Index("ix_meeting_people_person_id", "person_id", "meeting_id"),
    sqlite_with_rowid=False,
)

# Calendars that can be fetched from outside, each by its secret word.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("token", Text, primary_key=True),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False, index=True),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("language", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)
