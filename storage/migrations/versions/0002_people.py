"""Branches settle, people come and go"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "branch_settings",
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("quiz_mode", sa.Text(), server_default="poll", nullable=False),
        sa.Column("sound", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("standings_mode", sa.Text(), server_default="ranked", nullable=False),
        sa.Column("takes_in", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("in_private", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("morning", sa.Text(), nullable=True),
        sa.Column("noon", sa.Text(), nullable=True),
        sa.Column("evening", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_branch_settings_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_branch_settings")),
    )
    op.create_table(
        "join_requests",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("home", sa.Boolean(), server_default=sa.text("(true)"), nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="asked", nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_join_requests_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_join_requests_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_requests")),
    )
    with op.batch_alter_table("join_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_join_requests_telegram_id"), ["telegram_id"], unique=False
        )
        batch_op.create_index("ix_join_requests_unit_id", ["unit_id", "state"], unique=False)

    op.create_table(
        "office_acts",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_office_acts_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["persons.id"], name=op.f("fk_office_acts_subject_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_office_acts_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_acts")),
    )
    with op.batch_alter_table("office_acts", schema=None) as batch_op:
        batch_op.create_index("ix_office_acts_unit_id", ["unit_id", "at"], unique=False)

    op.create_table(
        "pauses",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_pauses_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_pauses_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    with op.batch_alter_table("pauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pauses_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pauses_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "picks",
        sa.Column("posting_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_picks_person_id")),
        sa.ForeignKeyConstraint(["posting_id"], ["postings.id"], name=op.f("fk_picks_posting_id")),
        sa.PrimaryKeyConstraint("posting_id", "person_id", name=op.f("pk_picks")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changed_to", sa.Text(), nullable=True))

    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("menu", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("topic_id", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_id", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("codes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens", sa.Text(), server_default="group", nullable=False))
        batch_op.add_column(sa.Column("person_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("name", sa.Text(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_codes_person_id"), "persons", ["person_id"], ["id"]
        )

    with op.batch_alter_table("member_days", schema=None) as batch_op:
        batch_op.add_column(sa.Column("late", sa.BigInteger(), server_default="0", nullable=False))

    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("shared_chat_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("shared_at", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("parked_answers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.Text(), server_default="", nullable=False))

    op.create_table(
        "shared_messages",
        sa.Column("note_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("has_file", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_shared_messages_note_id")),
        sa.PrimaryKeyConstraint("note_id", "message_id", name=op.f("pk_shared_messages")),
    )
    op.create_table(
        "papers",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "key", name=op.f("pk_papers")),
    )
    with op.batch_alter_table("bots", schema=None) as batch_op:
        batch_op.add_column(sa.Column("menus", sa.Text(), server_default="", nullable=False))

    with op.batch_alter_table("persons", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_on", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("telegram_name", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.BigInteger(), nullable=True))

    with op.batch_alter_table("streaks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("frozen", sa.Text(), server_default="", nullable=False))
