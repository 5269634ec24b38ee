"""Duties"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_calendar_feeds_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_calendar_feeds_unit_id")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_calendar_feeds")),
    )
    op.create_index(op.f("ix_calendar_feeds_unit_id"), "calendar_feeds", ["unit_id"], unique=False)

    op.create_table(
        "duty_books",
        sa.Column("version_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["programme_versions.id"], name=op.f("fk_duty_books_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_duty_books")),
    )
    op.create_table(
        "unit_programmes",
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("programme_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_programmes_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "since", name=op.f("pk_unit_programmes")),
    )
    op.create_table(
        "places",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("closed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_places_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_places_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("unit_id", "kind", "name", name=op.f("uq_places_unit_id_kind_name")),
    )
    op.create_index(op.f("ix_places_unit_id"), "places", ["unit_id"], unique=False)

    op.create_table(
        "put_off",
        sa.Column("reader_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("duty_key", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reader_id"], ["persons.id"], name=op.f("fk_put_off_reader_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_put_off_unit_id")),
        sa.PrimaryKeyConstraint(
            "reader_id",
            "unit_id",
            "person_id",
            "group_name",
            "duty_key",
            "period",
            name=op.f("pk_put_off"),
        ),
    )
    op.create_index("ix_put_off_unit_id", "put_off", ["unit_id", "until"], unique=False)

    op.create_table(
        "told_above",
        sa.Column("above_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["above_id"], ["units.id"], name=op.f("fk_told_above_above_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_told_above_unit_id")),
        sa.PrimaryKeyConstraint("above_id", "unit_id", "day", name=op.f("pk_told_above")),
    )
    op.create_table(
        "rulings",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("group_name", sa.Text(), server_default="", nullable=False),
        sa.Column("duty_key", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_rulings_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_rulings_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    op.create_index("ix_rulings_unit_id", "rulings", ["unit_id", "duty_key"], unique=False)

    op.create_table(
        "records",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.Column("topic", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("out_of", sa.BigInteger(), nullable=True),
        sa.Column("guests", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("makes_up", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("on_behalf_of", sa.BigInteger(), nullable=True),
        sa.Column("meeting_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_records_place_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_records_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
    )
    op.create_index("ix_records_by_id", "records", ["by_id", "state"], unique=False)
    op.create_index(op.f("ix_records_meeting_id"), "records", ["meeting_id"], unique=False)
    op.create_index("ix_records_unit_id", "records", ["unit_id", "state", "day"], unique=False)

    op.create_table(
        "meetings",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), server_default="", nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=True),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("topic", sa.Text(), server_default="", nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("guests", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("for_branches", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("told_to", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["meetings.id"], name=op.f("fk_meetings_parent_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_meetings_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("parent_id", "unit_id", name=op.f("uq_meetings_parent_id_unit_id")),
    )
    op.create_index(
        "ix_meetings_unit_id", "meetings", ["unit_id", "state", "starts_at"], unique=False
    )

    op.create_table(
        "meeting_cards",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_cards_meeting_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "bot_id", "chat_id", name=op.f("pk_meeting_cards")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_meeting_cards_chat_id", "meeting_cards", ["bot_id", "chat_id"], unique=False
    )

    op.create_table(
        "problems",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), server_default="", nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("reopened", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("solved_record_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_problems_person_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_problems_record_id")),
        sa.ForeignKeyConstraint(
            ["solved_record_id"], ["records.id"], name=op.f("fk_problems_solved_record_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_problems_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problems")),
    )
    op.create_index("ix_problems_person_id", "problems", ["person_id", "state"], unique=False)
    op.create_index("ix_problems_unit_id", "problems", ["unit_id", "state", "due"], unique=False)

    op.create_table(
        "record_changes",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_record_changes_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_changes")),
    )
    op.create_index(
        op.f("ix_record_changes_record_id"), "record_changes", ["record_id"], unique=False
    )

    op.create_table(
        "record_files",
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_record_files_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "position", name=op.f("pk_record_files")),
    )
    op.create_table(
        "record_people",
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Text(), server_default="present", nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_record_people_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_record_people_record_id")
        ),
        sa.PrimaryKeyConstraint("record_id", "person_id", name=op.f("pk_record_people")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_record_people_person_id", "record_people", ["person_id", "record_id"], unique=False
    )

    op.create_table(
        "meeting_people",
        sa.Column("meeting_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_people_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_meeting_people_person_id")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_people")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_meeting_people_person_id", "meeting_people", ["person_id", "meeting_id"], unique=False
    )
    op.add_column(
        "memberships", sa.Column("group_name", sa.Text(), server_default="", nullable=False)
    )

    op.add_column("units", sa.Column("since", sa.Text(), nullable=True))
    op.add_column("units", sa.Column("until", sa.Text(), nullable=True))
