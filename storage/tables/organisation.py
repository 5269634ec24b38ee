"""The tree of units, its people and offices, and the codes that let groups and people in."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text, text

from storage.tables.base import metadata, row_id

units = Table(
    "units",
    metadata,
    row_id(),
    Column("code", Text, nullable=False, unique=True),
    Column("parent_id", BigInteger, ForeignKey("units.id"), index=True),
    # The ids from the root down to this unit, as /1/7/33/: a subtree is a range of this text.
    Column("path", Text, nullable=False, index=True),
    Column("level", Text, nullable=False, server_default=""),
    Column("name", Text, nullable=False),
    Column("time_zone", Text),
    Column("language", Text),
    Column("audience", Text, nullable=False, server_default=""),
    Column("programme_key", Text),
    # The local days from which until which there is such a unit; null: open.
    Column("since", Text),
    Column("until", Text),
)

persons = Table(
    "persons",
    metadata,
    row_id(),
    Column("external_id", Text, unique=True),
    Column("name", Text, nullable=False),
    Column("telegram_id", BigInteger, unique=True),
    Column("language", Text),
    Column("audience", Text, nullable=False, server_default=""),
    # The local day on which the Telegram account became known, where that was after joining.
    Column("claimed_on", Text),
    # The Telegram name of somebody who was taken in under it; their name here follows it.
    Column("telegram_name", Text),
    # When somebody had everything about them erased; the row stays, for the counts.
    Column("erased_at", BigInteger),
)

memberships = Table(
    "memberships",
    metadata,
    row_id(),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False),
    Column("home", Boolean, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text),
    # The group within the branch.
    Column("group_name", Text, nullable=False, server_default=""),
    Index("ix_memberships_unit_id", "unit_id", "person_id"),
    Index("ix_memberships_person_id", "person_id"),
)

appointments = Table(
    "appointments",
    metadata,
    row_id(),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False, index=True),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text),
)

codes = Table(
    "codes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False, index=True),
    Column("made_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("used_by", BigInteger),
    # What the code opens: the unit to a group, or a role at it to a person.
    Column("opens", Text, nullable=False, server_default="group"),
    # Whom it was made for, where the roster has them already; else only the name.
    Column("person_id", BigInteger, ForeignKey("persons.id")),
    Column("name", Text, nullable=False, server_default=""),
)

# What a branch has chosen for itself; where nothing is said, the programme's ways hold.
branch_settings = Table(
    "branch_settings",
    metadata,
    Column("unit_id", BigInteger, ForeignKey("units.id"), primary_key=True, autoincrement=False),
    Column("quiz_mode", Text, nullable=False, server_default="poll"),
    Column("sound", Boolean, nullable=False, server_default=text("true")),
    Column("standings_mode", Text, nullable=False, server_default="ranked"),
    # Whether whoever first taps, votes or writes in the group becomes a member.
    Column("takes_in", Boolean, nullable=False, server_default=text("false")),
    # Whether the branches below a unit are compared with those of their size only.
    Column("by_size", Boolean, nullable=False, server_default=text("false")),
    # Whether posts go to each member's private chat, as the branch has no group.
    Column("in_private", Boolean, nullable=False, server_default=text("false")),
    # A local time as 07:30; empty: not posted; null: as the programme says.
    Column("morning", Text),
    Column("noon", Text),
    Column("evening", Text),
)

# Days on which a member is on leave, or a whole branch pauses; one of the two ids is null.
pauses = Table(
    "pauses",
    metadata,
    row_id(),
    Column("unit_id", BigInteger, ForeignKey("units.id"), index=True),
    Column("person_id", BigInteger, ForeignKey("persons.id"), index=True),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("made_by", BigInteger),
    Column("made_at", BigInteger, nullable=False),
)

# Who asks to be let in, and whom of the roster they say they are.
join_requests = Table(
    "join_requests",
    metadata,
    row_id(),
    Column("bot_id", BigInteger, nullable=False),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id")),
    Column("telegram_id", BigInteger, nullable=False, index=True),
    Column("name", Text, nullable=False),
    # Whether this branch is to become their home, or a second branch.
    Column("home", Boolean, nullable=False, server_default=text("true")),
    # The language in which they asked.
    Column("language", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="asked"),
    Column("asked_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger),
    Column("decided_by", BigInteger),
    Index("ix_join_requests_unit_id", "unit_id", "state"),
)

# What secretaries and stand-ins did in their office, so that each sees what another has done.
office_acts = Table(
    "office_acts",
    metadata,
    row_id(),
    Column("unit_id", BigInteger, ForeignKey("units.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("persons.id"), nullable=False),
    Column("kind", Text, nullable=False),
    # Whom it concerned, if it was a person.
    Column("subject_id", BigInteger, ForeignKey("persons.id")),
    Column("day", Text),
    Column("detail", Text, nullable=False, server_default=""),
    Column("at", BigInteger, nullable=False),
    Index("ix_office_acts_unit_id", "unit_id", "at"),
)
