"""Sheets, sittings, imports, questions, numbers"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mark_import",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("marks > 0", name=op.f("ck_mark_import_marks")),
        sa.CheckConstraint("undone_at >= imported_at", name=op.f("ck_mark_import_undone_later")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mark_import_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_mark_import_cohort_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["account.id"], name=op.f("fk_mark_import_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_import")),
        sa.UniqueConstraint("id", "institution_id", name=op.f("uq_mark_import_id_institution_id")),
    )
    with op.batch_alter_table("mark_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_import_cohort_id"), ["cohort_id"], unique=False)

    op.create_table(
        "marks_sheet",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("anonymous_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("anonymous_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "lifted_at IS NULL OR anonymous_at IS NOT NULL",
            name=op.f("ck_marks_sheet_anonymous_before_lifted"),
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR finished_at IS NOT NULL",
            name=op.f("ck_marks_sheet_finished_before_published"),
        ),
        sa.CheckConstraint("session_number IN (1, 2)", name=op.f("ck_marks_sheet_session_number")),
        sa.ForeignKeyConstraint(
            ["anonymous_by_id"], ["account.id"], name=op.f("fk_marks_sheet_anonymous_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_marks_sheet_cohort_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["finished_by_id"], ["account.id"], name=op.f("fk_marks_sheet_finished_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["account.id"], name=op.f("fk_marks_sheet_lifted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["module.id"], name=op.f("fk_marks_sheet_module_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account.id"], name=op.f("fk_marks_sheet_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks_sheet")),
        sa.UniqueConstraint(
            "cohort_id",
            "module_id",
            "session_number",
            name=op.f("uq_marks_sheet_cohort_id_module_id_session_number"),
        ),
        sa.UniqueConstraint("id", "institution_id", name=op.f("uq_marks_sheet_id_institution_id")),
    )
    with op.batch_alter_table("marks_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_marks_sheet_module_id"), ["module_id"], unique=False)

    op.create_table(
        "anonymous_number",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_anonymous_number_number")),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_anonymous_number_enrolment_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id", "institution_id"],
            ["marks_sheet.id", "marks_sheet.institution_id"],
            name=op.f("fk_anonymous_number_sheet_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anonymous_number")),
        sa.UniqueConstraint(
            "sheet_id",
            "enrolment_year_id",
            name=op.f("uq_anonymous_number_sheet_id_enrolment_year_id"),
        ),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_anonymous_number_sheet_id_number")),
    )
    with op.batch_alter_table("anonymous_number", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_anonymous_number_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )

    op.create_table(
        "assessment_sitting",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("sits_on", sa.Date(), nullable=True),
        sa.Column("marks_due_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "session_number IN (1, 2)", name=op.f("ck_assessment_sitting_session_number")
        ),
        sa.CheckConstraint("sits_on <= marks_due_on", name=op.f("ck_assessment_sitting_bounds")),
        sa.CheckConstraint(
            "sits_on IS NOT NULL OR marks_due_on IS NOT NULL",
            name=op.f("ck_assessment_sitting_one_day"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_sitting_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_assessment_sitting_cohort_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["module.id"], name=op.f("fk_assessment_sitting_module_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_sitting")),
    )
    with op.batch_alter_table("assessment_sitting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_sitting_cohort_id"), ["cohort_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_assessment_sitting_module_id"), ["module_id"], unique=False
        )
        batch_op.create_index(
            "uq_assessment_sitting_of_assessment",
            ["cohort_id", "assessment_id", "session_number"],
            unique=True,
            sqlite_where=sa.text("assessment_id IS NOT NULL"),
            postgresql_where=sa.text("assessment_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_assessment_sitting_of_module",
            ["cohort_id", "module_id", "session_number"],
            unique=True,
            sqlite_where=sa.text("assessment_id IS NULL"),
            postgresql_where=sa.text("assessment_id IS NULL"),
        )

    op.create_table(
        "mark_message",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("is_answer", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mark_message_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_mark_message_enrolment_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["module.id"], name=op.f("fk_mark_message_module_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_message")),
    )
    with op.batch_alter_table("mark_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mark_message_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mark_message_module_id"), ["module_id"], unique=False)

    with op.batch_alter_table("mark_change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("import_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("undoes_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("mark_version", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_mark_change_import_id"), ["import_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_mark_change_import_id_institution_id"),
            "mark_import",
            ["import_id", "institution_id"],
            ["id", "institution_id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_mark_change_undoes_id_institution_id"),
            "mark_import",
            ["undoes_id", "institution_id"],
            ["id", "institution_id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("mark_change", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_mark_change_undoes_id_institution_id"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_mark_change_import_id_institution_id"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_mark_change_import_id"))
        batch_op.drop_column("mark_version")
        batch_op.drop_column("undoes_id")
        batch_op.drop_column("import_id")
        batch_op.drop_column("reason")

    with op.batch_alter_table("mark_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_message_module_id"))
        batch_op.drop_index(batch_op.f("ix_mark_message_enrolment_year_id"))

    op.drop_table("mark_message")
    with op.batch_alter_table("assessment_sitting", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assessment_sitting_of_module",
            sqlite_where=sa.text("assessment_id IS NULL"),
            postgresql_where=sa.text("assessment_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_assessment_sitting_of_assessment",
            sqlite_where=sa.text("assessment_id IS NOT NULL"),
            postgresql_where=sa.text("assessment_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_assessment_sitting_module_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_sitting_cohort_id"))

    op.drop_table("assessment_sitting")
    with op.batch_alter_table("anonymous_number", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_anonymous_number_enrolment_year_id"))

    op.drop_table("anonymous_number")
    with op.batch_alter_table("marks_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_marks_sheet_module_id"))

    op.drop_table("marks_sheet")
    with op.batch_alter_table("mark_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_import_cohort_id"))

    op.drop_table("mark_import")
