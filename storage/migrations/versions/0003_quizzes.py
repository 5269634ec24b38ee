"""Quizzes"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "banks",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_banks_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banks")),
        sa.UniqueConstraint("unit_id", "title", name=op.f("uq_banks_unit_id_title")),
    )
    op.create_table(
        "bank_questions",
        sa.Column("bank_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["bank_id"], ["banks.id"], name=op.f("fk_bank_questions_bank_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_bank_questions_question_id")
        ),
        sa.PrimaryKeyConstraint("bank_id", "question_id", name=op.f("pk_bank_questions")),
    )
    op.create_table(
        "exams",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("unit_id", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=True),
        sa.Column("closes_at", sa.BigInteger(), nullable=True),
        sa.Column("told_to", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["persons.id"], name=op.f("fk_exams_made_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_exams_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exams")),
    )
    op.create_index("ix_exams_unit_id", "exams", ["unit_id", "state"], unique=False)
    op.create_table(
        "exam_sittings",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("exam_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("handed_in_at", sa.BigInteger(), nullable=True),
        sa.Column("by_time", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_exam_sittings_exam_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_exam_sittings_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_sittings")),
        sa.UniqueConstraint(
            "exam_id",
            "person_id",
            "number",
            name=op.f("uq_exam_sittings_exam_id_person_id_number"),
        ),
    )
    op.create_index(
        op.f("ix_exam_sittings_person_id"), "exam_sittings", ["person_id"], unique=False
    )
    op.create_table(
        "exam_answers",
        sa.Column("sitting_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("typed", sa.Boolean(), nullable=False),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_exam_answers_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["exam_sittings.id"], name=op.f("fk_exam_answers_sitting_id")
        ),
        sa.PrimaryKeyConstraint("sitting_id", "place", name=op.f("pk_exam_answers")),
    )
    op.create_index(
        op.f("ix_exam_answers_question_id"), "exam_answers", ["question_id"], unique=False
    )
    # A slot may concern a thing of its kind, such as a test: it is part of what makes it unique.
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("subject_id", sa.BigInteger(), server_default="0", nullable=False)
        )
        batch_op.drop_constraint(op.f("uq_slots_bot_id_kind_unit_id_person_id_day"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_slots_bot_id_kind_unit_id_person_id_subject_id_day"),
            ["bot_id", "kind", "unit_id", "person_id", "subject_id", "day"],
        )
    op.create_table(
        "question_figures",
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("answers", sa.BigInteger(), nullable=False),
        sa.Column("late", sa.BigInteger(), nullable=False),
        sa.Column("facility", sa.Double(), nullable=True),
        sa.Column("deviation", sa.Double(), nullable=True),
        sa.Column("discrimination", sa.Double(), nullable=True),
        sa.Column("efficiency", sa.Double(), nullable=True),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_question_figures_question_id")
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_figures")),
    )
    op.create_table(
        "key_alarms",
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("best", sa.BigInteger(), nullable=False),
        sa.Column("for_chosen", sa.BigInteger(), nullable=False),
        sa.Column("for_key", sa.BigInteger(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_key_alarms_question_id")
        ),
        sa.PrimaryKeyConstraint("question_id", "revision", name=op.f("pk_key_alarms")),
    )
    op.create_index(
        "ix_postings_question_id",
        "postings",
        ["question_id", "day"],
        unique=False,
        sqlite_where=sa.text("question_id IS NOT NULL"),
        postgresql_where=sa.text("question_id IS NOT NULL"),
    )
    op.create_table(
        "drills",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("done", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("number", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=True),
        sa.Column("fed_until", sa.Text(), nullable=True),
        sa.Column("row_length", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("row_last", sa.Text(), nullable=True),
        sa.Column("row_expected", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_drills_person_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_drills_question_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_drills")),
    )
    op.create_table(
        "drill_cards",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_drill_cards_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_drill_cards_question_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "question_id", name=op.f("pk_drill_cards")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "drill_reviews",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("posting_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_drill_reviews_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_drill_reviews_question_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "question_id", "at", name=op.f("pk_drill_reviews")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "shared_questions",
        sa.Column("programme_key", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("part", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("question_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_shared_questions_question_id")
        ),
        sa.PrimaryKeyConstraint("programme_key", "day", "part", name=op.f("pk_shared_questions")),
    )
