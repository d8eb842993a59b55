"""Class sessions, attendance, study arrangements, papers about them, feeds of the calendar"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_calendar_feed_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_feed_digest")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_feed_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            "uq_calendar_feed_open",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "attendance_paper",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'certificate') = (enrolment_id IS NOT NULL)",
            name=op.f("ck_attendance_paper_whose"),
        ),
        sa.CheckConstraint(
            "(file_id IS NULL) = (made_at IS NULL)", name=op.f("ck_attendance_paper_made")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_attendance_paper_dates")),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_attendance_paper_cohort_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"],
            ["enrolment.id", "enrolment.institution_id"],
            name=op.f("fk_attendance_paper_enrolment_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_attendance_paper_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["account.id"], name=op.f("fk_attendance_paper_requested_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_paper")),
        sa.UniqueConstraint(
            "institution_id",
            "kind",
            "facts_digest",
            name=op.f("uq_attendance_paper_institution_id_kind_facts_digest"),
        ),
    )
    with op.batch_alter_table("attendance_paper", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_paper_cohort_id"), ["cohort_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_attendance_paper_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "class_session",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("academic_year_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("half_day", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("instructor_id", sa.Uuid(), nullable=True),
        sa.Column("instructor_name", sa.String(length=120), nullable=True),
        sa.Column("room", sa.String(length=60), nullable=True),
        sa.Column("in_groups", sa.Boolean(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("code_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(code_digest IS NULL) = (code_opened_at IS NULL)", name=op.f("ck_class_session_code")
        ),
        sa.CheckConstraint(
            "(instructor_id IS NULL) <> (instructor_name IS NULL)",
            name=op.f("ck_class_session_one_instructor"),
        ),
        sa.CheckConstraint(
            "closed_at IS NOT NULL OR closed_by_id IS NULL", name=op.f("ck_class_session_closed")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR code_digest IS NULL",
            name=op.f("ck_class_session_closed_without_code"),
        ),
        sa.CheckConstraint(
            "starts_at < ends_at AND minutes > 0", name=op.f("ck_class_session_times")
        ),
        sa.ForeignKeyConstraint(
            ["academic_year_id", "institution_id"],
            ["academic_year.id", "academic_year.institution_id"],
            name=op.f("fk_class_session_academic_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["account.id"], name=op.f("fk_class_session_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_class_session_cohort_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["instructor_id"], ["account.id"], name=op.f("fk_class_session_instructor_id")
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["module.id"], name=op.f("fk_class_session_module_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_session")),
        sa.UniqueConstraint(
            "cohort_id",
            "held_on",
            "half_day",
            "module_id",
            name=op.f("uq_class_session_cohort_id_held_on_half_day_module_id"),
        ),
        sa.UniqueConstraint(
            "id", "institution_id", name=op.f("uq_class_session_id_institution_id")
        ),
    )
    with op.batch_alter_table("class_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_session_academic_year_id"), ["academic_year_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_class_session_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_class_session_held_on"), ["held_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_class_session_instructor_id"), ["instructor_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_class_session_module_id"), ["module_id"], unique=False)

    op.create_table(
        "study_arrangement",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("precision", sa.String(length=120), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("tells_instructors", sa.Boolean(), nullable=False),
        sa.Column("tells_examiners", sa.Boolean(), nullable=False),
        sa.Column("tells_board", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'extra_time') = (percent IS NOT NULL)",
            name=op.f("ck_study_arrangement_percent"),
        ),
        sa.CheckConstraint(
            "percent BETWEEN 1 AND 100", name=op.f("ck_study_arrangement_percent_bounds")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_study_arrangement_dates")),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"],
            ["enrolment.id", "enrolment.institution_id"],
            name=op.f("fk_study_arrangement_enrolment_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_arrangement")),
    )
    with op.batch_alter_table("study_arrangement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_study_arrangement_enrolment_id"), ["enrolment_id"], unique=False
        )

    op.create_table(
        "attendance_record",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("class_session_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_session_id", "institution_id"],
            ["class_session.id", "class_session.institution_id"],
            name=op.f("fk_attendance_record_class_session_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_attendance_record_enrolment_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_attendance_record_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_record")),
        sa.UniqueConstraint(
            "class_session_id",
            "enrolment_year_id",
            name=op.f("uq_attendance_record_class_session_id_enrolment_year_id"),
        ),
    )
    with op.batch_alter_table("attendance_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attendance_record_enrolment_year_id"),
            ["enrolment_year_id"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("attendance_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_record_enrolment_year_id"))

    op.drop_table("attendance_record")
    with op.batch_alter_table("study_arrangement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_study_arrangement_enrolment_id"))

    op.drop_table("study_arrangement")
    with op.batch_alter_table("class_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_session_module_id"))
        batch_op.drop_index(batch_op.f("ix_class_session_instructor_id"))
        batch_op.drop_index(batch_op.f("ix_class_session_held_on"))
        batch_op.drop_index(batch_op.f("ix_class_session_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_class_session_academic_year_id"))

    op.drop_table("class_session")
    with op.batch_alter_table("attendance_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_paper_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_paper_cohort_id"))

    op.drop_table("attendance_paper")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_calendar_feed_open",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_calendar_feed_account_id"))

    op.drop_table("calendar_feed")
