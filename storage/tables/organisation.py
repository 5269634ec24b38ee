"""The tree of units, its people, and the codes that let a group in."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text

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
)
