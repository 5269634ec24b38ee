"""Digests"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "duty_counts",
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("duty_key", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "unit_id",
            "personal",
            "state",
            "duty_key",
            "first",
            "due",
            name=op.f("pk_duty_counts"),
        ),
        sqlite_with_rowid=False,
    )
    waiting = sa.text("state = 'awaiting' AND due <> ''")
    op.create_index(
        "ix_duty_counts_waiting",
        "duty_counts",
        ["due", "unit_id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_duty_counts_due", "duty_counts", ["due", "unit_id"])
    op.create_table(
        "duty_marks",
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("unit_id", name=op.f("pk_duty_marks")),
    )
    op.create_table(
        "digests",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", name=op.f("pk_digests")),
    )
    # What a week's digest looks for among all that there is.
    op.create_index("ix_notes_day", "notes", ["day", "unit_id"])
    op.create_index("ix_records_day", "records", ["day", "unit_id"])
    lost, reminders = (
        sa.text("state IN ('missed', 'failed')"),
        sa.text("kind = 'reminder'"),
    )
    op.create_index(
        "ix_slots_lost",
        "slots",
        ["bot_id", "day"],
        sqlite_where=lost,
        postgresql_where=lost,
    )
    op.create_index(
        "ix_deliveries_reminders",
        "deliveries",
        ["bot_id", "done_at"],
        sqlite_where=reminders,
        postgresql_where=reminders,
    )
    # The running bot counts them.
    op.execute(sa.text("INSERT INTO duty_marks (unit_id) SELECT id FROM units"))
