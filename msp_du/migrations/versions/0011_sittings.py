"""Sittings of the board: seats, decisions, points, papers, signatures; ways of appeal"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_sitting",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("year_number", sa.Integer(), nullable=False),
        sa.Column("sits_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("order_reference", sa.String(length=60), nullable=False),
        sa.Column("order_on", sa.Date(), nullable=False),
        sa.Column("gates_close_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (publish_at IS NOT NULL) AND (state IN ('closed', 'published')) = (closed_at IS NOT NULL)",
            name=op.f("ck_board_sitting_moments"),
        ),
        sa.CheckConstraint("year_number >= 1", name=op.f("ck_board_sitting_year_number")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["account.id"], name=op.f("fk_board_sitting_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_board_sitting_cohort_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_board_sitting_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_sitting")),
        sa.UniqueConstraint(
            "id", "institution_id", name=op.f("uq_board_sitting_id_institution_id")
        ),
        sa.UniqueConstraint(
            "institution_id", "reference", name=op.f("uq_board_sitting_institution_id_reference")
        ),
    )
    with op.batch_alter_table("board_sitting", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_sitting_closed_by_id"), ["closed_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_board_sitting_cohort_id"), ["cohort_id"], unique=False)
        batch_op.create_index(
            "uq_board_sitting_open",
            ["cohort_id", "year_number"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "board_seat",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("quality", sa.String(length=120), nullable=False),
        sa.Column("is_president", sa.Boolean(), nullable=False),
        sa.Column("is_teacher", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("deputy_of_id", sa.Uuid(), nullable=True),
        sa.Column("is_present", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "deputy_of_id IS NULL OR NOT is_president", name=op.f("ck_board_seat_deputy")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_board_seat_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["deputy_of_id"], ["board_seat.id"], name=op.f("fk_board_seat_deputy_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["board_sitting.id"], name=op.f("fk_board_seat_sitting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_seat")),
        sa.UniqueConstraint(
            "sitting_id", "account_id", name=op.f("uq_board_seat_sitting_id_account_id")
        ),
        sa.UniqueConstraint(
            "sitting_id", "position", name=op.f("uq_board_seat_sitting_id_position")
        ),
    )
    with op.batch_alter_table("board_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_seat_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_board_seat_deputy_of_id"), ["deputy_of_id"], unique=False
        )
        batch_op.create_index(
            "uq_board_seat_president",
            ["sitting_id"],
            unique=True,
            sqlite_where=sa.text("is_president"),
            postgresql_where=sa.text("is_president"),
        )

    op.create_table(
        "board_points",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("unit_code", sa.String(length=40), nullable=True),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "hundredths BETWEEN 1 AND 2000", name=op.f("ck_board_points_hundredths")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_board_points_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_board_points_enrolment_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "institution_id"],
            ["board_sitting.id", "board_sitting.institution_id"],
            name=op.f("fk_board_points_sitting_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_points")),
    )
    with op.batch_alter_table("board_points", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_points_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_board_points_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_board_points_sitting_id"), ["sitting_id"], unique=False
        )
        batch_op.create_index(
            "uq_board_points_of_unit",
            ["sitting_id", "enrolment_year_id", "unit_code"],
            unique=True,
            sqlite_where=sa.text("unit_code IS NOT NULL"),
            postgresql_where=sa.text("unit_code IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_board_points_of_year",
            ["sitting_id", "enrolment_year_id"],
            unique=True,
            sqlite_where=sa.text("unit_code IS NULL"),
            postgresql_where=sa.text("unit_code IS NULL"),
        )

    op.create_table(
        "board_recusal",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_board_recusal_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id"],
            ["enrolment_year.id"],
            name=op.f("fk_board_recusal_enrolment_year_id"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["board_seat.id"], name=op.f("fk_board_recusal_seat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_recusal")),
        sa.UniqueConstraint(
            "seat_id", "enrolment_year_id", name=op.f("uq_board_recusal_seat_id_enrolment_year_id")
        ),
    )
    with op.batch_alter_table("board_recusal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_recusal_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_board_recusal_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )

    op.create_table(
        "sitting_decision",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("may_progress", sa.Boolean(), nullable=False),
        sa.Column("derogation", sa.String(length=500), nullable=True),
        sa.Column("seen", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "may_progress OR result IN ('AJ', 'DEF')", name=op.f("ck_sitting_decision_may_progress")
        ),
        sa.CheckConstraint(
            "result IN ('ADM', 'ADJ', 'AJ', 'DEF')", name=op.f("ck_sitting_decision_result")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sitting_decision_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_sitting_decision_enrolment_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "institution_id"],
            ["board_sitting.id", "board_sitting.institution_id"],
            name=op.f("fk_sitting_decision_sitting_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting_decision")),
        sa.UniqueConstraint(
            "sitting_id",
            "enrolment_year_id",
            name=op.f("uq_sitting_decision_sitting_id_enrolment_year_id"),
        ),
    )
    with op.batch_alter_table("sitting_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sitting_decision_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sitting_decision_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )

    op.create_table(
        "board_paper",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("facts_digest", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("template_version", sa.String(length=40), nullable=True),
        sa.Column("scan_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'letter') = (decision_id IS NOT NULL)", name=op.f("ck_board_paper_about")
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (facts IS NULL) AND (facts IS NULL) = (facts_digest IS NULL) AND (state = 'ready') = (file_id IS NOT NULL) AND (file_id IS NULL) = (template_version IS NULL)",
            name=op.f("ck_board_paper_made"),
        ),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_board_paper_edition")),
        sa.ForeignKeyConstraint(
            ["decision_id", "institution_id"],
            ["board_decision.id", "board_decision.institution_id"],
            name=op.f("fk_board_paper_decision_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_board_paper_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["stored_file.id"], name=op.f("fk_board_paper_scan_id")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "institution_id"],
            ["board_sitting.id", "board_sitting.institution_id"],
            name=op.f("fk_board_paper_sitting_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_paper")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_board_paper_decision_id")),
        sa.UniqueConstraint("id", "institution_id", name=op.f("uq_board_paper_id_institution_id")),
    )
    with op.batch_alter_table("board_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_paper_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_board_paper_scan_id"), ["scan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_board_paper_sitting_id"), ["sitting_id"], unique=False)
        batch_op.create_index(
            "uq_board_paper_edition",
            ["sitting_id", "kind", "edition"],
            unique=True,
            sqlite_where=sa.text("decision_id IS NULL"),
            postgresql_where=sa.text("decision_id IS NULL"),
        )

    op.create_table(
        "minutes_signature",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("via", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["board_paper.id"], name=op.f("fk_minutes_signature_paper_id")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["board_seat.id"], name=op.f("fk_minutes_signature_seat_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_signature")),
        sa.UniqueConstraint(
            "paper_id", "seat_id", name=op.f("uq_minutes_signature_paper_id_seat_id")
        ),
    )
    with op.batch_alter_table("minutes_signature", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_signature_seat_id"), ["seat_id"], unique=False)

    # Both tables are named by others: SQLite could not make them anew with their rows in place.
    op.add_column(
        "board_decision",
        sa.Column(
            "sitting_id",
            sa.Uuid(),
            sa.ForeignKey("board_sitting.id", name=op.f("fk_board_decision_sitting_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(
        op.f("ix_board_decision_sitting_id"), "board_decision", ["sitting_id"], unique=False
    )
    op.add_column("institution", sa.Column("appeal_text", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("institution", "appeal_text")
    op.drop_index(op.f("ix_board_decision_sitting_id"), "board_decision")
    op.drop_column("board_decision", "sitting_id")

    with op.batch_alter_table("minutes_signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_minutes_signature_seat_id"))

    op.drop_table("minutes_signature")
    with op.batch_alter_table("board_paper", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_board_paper_edition",
            sqlite_where=sa.text("decision_id IS NULL"),
            postgresql_where=sa.text("decision_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_board_paper_sitting_id"))
        batch_op.drop_index(batch_op.f("ix_board_paper_scan_id"))
        batch_op.drop_index(batch_op.f("ix_board_paper_file_id"))

    op.drop_table("board_paper")
    with op.batch_alter_table("sitting_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sitting_decision_enrolment_year_id"))
        batch_op.drop_index(batch_op.f("ix_sitting_decision_account_id"))

    op.drop_table("sitting_decision")
    with op.batch_alter_table("board_recusal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_recusal_enrolment_year_id"))
        batch_op.drop_index(batch_op.f("ix_board_recusal_account_id"))

    op.drop_table("board_recusal")
    with op.batch_alter_table("board_points", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_board_points_of_year",
            sqlite_where=sa.text("unit_code IS NULL"),
            postgresql_where=sa.text("unit_code IS NULL"),
        )
        batch_op.drop_index(
            "uq_board_points_of_unit",
            sqlite_where=sa.text("unit_code IS NOT NULL"),
            postgresql_where=sa.text("unit_code IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_board_points_sitting_id"))
        batch_op.drop_index(batch_op.f("ix_board_points_enrolment_year_id"))
        batch_op.drop_index(batch_op.f("ix_board_points_account_id"))

    op.drop_table("board_points")
    with op.batch_alter_table("board_seat", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_board_seat_president",
            sqlite_where=sa.text("is_president"),
            postgresql_where=sa.text("is_president"),
        )
        batch_op.drop_index(batch_op.f("ix_board_seat_deputy_of_id"))
        batch_op.drop_index(batch_op.f("ix_board_seat_account_id"))

    op.drop_table("board_seat")
    with op.batch_alter_table("board_sitting", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_board_sitting_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_board_sitting_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_board_sitting_closed_by_id"))

    op.drop_table("board_sitting")
