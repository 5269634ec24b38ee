"""Summaries"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_SUMS = ("check_ins", "answered", "right", "notes", "points", "late")


def upgrade() -> None:
    op.create_table(
        "unit_days",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("acts", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _SUMS),
        sa.PrimaryKeyConstraint("day", "unit_id", name=op.f("pk_unit_days")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "unit_months",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("acts", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _SUMS),
        sa.PrimaryKeyConstraint("month", "unit_id", name=op.f("pk_unit_months")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "member_months",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _SUMS),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_member_months_person_id")
        ),
        sa.PrimaryKeyConstraint("month", "unit_id", "person_id", name=op.f("pk_member_months")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "summed_months",
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_summed_months")),
        sqlite_with_rowid=False,
    )
    # Whether a unit's branches are compared by size.
    op.add_column(
        "branch_settings",
        sa.Column("by_size", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    # The months are summed up by the running bot.
    op.execute(sa.text(_DONE))
    op.execute(sa.text(_DUE))


_DONE = """
    INSERT INTO unit_days (day, unit_id, due, active, acts,
        check_ins, answered, "right", notes, points, late)
    SELECT day, unit_id, 0,
        SUM(CASE WHEN check_ins > 0 OR answered > 0 OR notes > 0 THEN 1 ELSE 0 END),
        SUM(CASE WHEN check_ins > 0 THEN 1 ELSE 0 END + CASE WHEN answered > 0 THEN 1 ELSE 0 END
            + CASE WHEN notes > 0 THEN 1 ELSE 0 END),
        SUM(check_ins), SUM(answered), SUM("right"), SUM(notes), SUM(points), SUM(late)
    FROM member_days GROUP BY day, unit_id
"""

_DUE = """
    INSERT INTO unit_days (day, unit_id, due, active, acts,
        check_ins, answered, "right", notes, points, late)
    SELECT b.day, b.unit_id, COUNT(DISTINCT m.person_id), 0, 0, 0, 0, 0, 0, 0, 0
    FROM branch_days b
    JOIN memberships m ON m.unit_id = b.unit_id AND m.home AND m.since <= b.day
        AND (m.until IS NULL OR m.until >= b.day)
        AND NOT EXISTS (SELECT 1 FROM pauses p
            WHERE p.person_id = m.person_id AND p.first <= b.day AND p.last >= b.day)
    WHERE b.counts
    GROUP BY b.day, b.unit_id
    ON CONFLICT (day, unit_id) DO UPDATE SET due = excluded.due
"""
