"""Marks, competencies, decisions of the board, documents"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "competency_framework",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("title_fr", sa.String(length=300), nullable=False),
        sa.Column("title_en", sa.String(length=300), nullable=True),
        sa.Column("canonical_text", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_competency_framework_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_framework")),
        sa.UniqueConstraint(
            "id", "institution_id", name=op.f("uq_competency_framework_id_institution_id")
        ),
        sa.UniqueConstraint(
            "institution_id",
            "code",
            "label",
            name=op.f("uq_competency_framework_institution_id_code_label"),
        ),
    )
    with op.batch_alter_table("competency_framework", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_competency_framework_institution_id"), ["institution_id"], unique=False
        )

    op.create_table(
        "competency",
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("is_core", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["framework_id"], ["competency_framework.id"], name=op.f("fk_competency_framework_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency")),
        sa.UniqueConstraint("framework_id", "code", name=op.f("uq_competency_framework_id_code")),
    )
    with op.batch_alter_table("competency", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_competency_framework_id"), ["framework_id"], unique=False
        )

    op.create_table(
        "cohort_framework",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_cohort_framework_cohort_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["framework_id", "institution_id"],
            ["competency_framework.id", "competency_framework.institution_id"],
            name=op.f("fk_cohort_framework_framework_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_framework")),
        sa.UniqueConstraint("cohort_id", name=op.f("uq_cohort_framework_cohort_id")),
    )
    with op.batch_alter_table("cohort_framework", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cohort_framework_framework_id"), ["framework_id"], unique=False
        )

    op.create_table(
        "competency_rating",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("competency_id", sa.Uuid(), nullable=False),
        sa.Column("rater_role", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(reason IS NOT NULL) = (level = 'not_applicable')",
            name=op.f("ck_competency_rating_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_competency_rating_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["competency_id"], ["competency.id"], name=op.f("fk_competency_rating_competency_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"],
            ["enrolment.id", "enrolment.institution_id"],
            name=op.f("fk_competency_rating_enrolment_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competency_rating")),
    )
    with op.batch_alter_table("competency_rating", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_competency_rating_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_competency_rating_competency_id"), ["competency_id"], unique=False
        )
        batch_op.create_index(
            "ix_competency_rating_latest",
            ["enrolment_id", "competency_id", "rated_at"],
            unique=False,
        )

    op.create_table(
        "board_decision",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "result IN ('ADM', 'ADJ', 'AJ', 'DEF')", name=op.f("ck_board_decision_result")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_board_decision_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_board_decision_enrolment_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["board_decision.id"], name=op.f("fk_board_decision_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_decision")),
        sa.UniqueConstraint(
            "id", "institution_id", name=op.f("uq_board_decision_id_institution_id")
        ),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_board_decision_replaces_id")),
    )
    with op.batch_alter_table("board_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_board_decision_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_board_decision_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )
        batch_op.create_index(
            "uq_board_decision_first",
            ["enrolment_year_id"],
            unique=True,
            sqlite_where=sa.text("replaces_id IS NULL"),
            postgresql_where=sa.text("replaces_id IS NULL"),
        )

    op.create_table(
        "mark",
        sa.Column("hundredths", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("examiner", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("module_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(assessment_id IS NULL) <> (module_id IS NULL)", name=op.f("ck_mark_subject")
        ),
        sa.CheckConstraint(
            "(hundredths IS NULL) <> (code IS NULL)", name=op.f("ck_mark_value_or_code")
        ),
        sa.CheckConstraint("examiner BETWEEN 1 AND 3", name=op.f("ck_mark_examiner")),
        sa.CheckConstraint("hundredths BETWEEN 0 AND 2000", name=op.f("ck_mark_hundredths")),
        sa.CheckConstraint("session_number IN (1, 2)", name=op.f("ck_mark_session_number")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_mark_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_mark_enrolment_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_mark_module_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint(
            "enrolment_year_id",
            "assessment_id",
            "session_number",
            "examiner",
            name="uq_mark_of_assessment",
        ),
        sa.UniqueConstraint(
            "enrolment_year_id", "module_id", "session_number", "examiner", name="uq_mark_of_module"
        ),
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mark_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mark_module_id"), ["module_id"], unique=False)

    op.create_table(
        "mark_change",
        sa.Column("old_hundredths", sa.Integer(), nullable=True),
        sa.Column("old_code", sa.String(length=40), nullable=True),
        sa.Column("new_hundredths", sa.Integer(), nullable=True),
        sa.Column("new_code", sa.String(length=40), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("examiner", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("module_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(assessment_id IS NULL) <> (module_id IS NULL)", name=op.f("ck_mark_change_subject")
        ),
        sa.CheckConstraint("examiner BETWEEN 1 AND 3", name=op.f("ck_mark_change_examiner")),
        sa.CheckConstraint("session_number IN (1, 2)", name=op.f("ck_mark_change_session_number")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mark_change_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_mark_change_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_mark_change_enrolment_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["module.id"], name=op.f("fk_mark_change_module_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_change")),
    )
    with op.batch_alter_table("mark_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_change_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_mark_change_assessment_id"), ["assessment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_mark_change_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mark_change_module_id"), ["module_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number_year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.Column("matching_names", sa.Text(), nullable=False),
        sa.Column("is_specimen", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("code_key_id", sa.String(length=40), nullable=True),
        sa.Column("template_version", sa.String(length=40), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revocation_reason", sa.String(length=40), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'pending') = (file_id IS NULL) AND (file_id IS NULL) = (code_digest IS NULL) AND (file_id IS NULL) = (code_key_id IS NULL) AND (file_id IS NULL) = (template_version IS NULL) AND (file_id IS NULL) = (issued_at IS NULL)",
            name=op.f("ck_document_issued"),
        ),
        sa.CheckConstraint(
            "(state = 'revoked') = (revocation_reason IS NOT NULL) AND (state IN ('replaced', 'revoked')) = (ended_at IS NOT NULL)",
            name=op.f("ck_document_ended"),
        ),
        sa.CheckConstraint("sequence >= 1", name=op.f("ck_document_sequence")),
        sa.ForeignKeyConstraint(
            ["decision_id", "institution_id"],
            ["board_decision.id", "board_decision.institution_id"],
            name=op.f("fk_document_decision_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"],
            ["enrolment.id", "enrolment.institution_id"],
            name=op.f("fk_document_enrolment_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_document_file_id")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_document_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id", "institution_id"],
            ["person.id", "person.institution_id"],
            name=op.f("fk_document_person_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["document.id"], name=op.f("fk_document_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_document_code_digest")),
        sa.UniqueConstraint("file_id", name=op.f("uq_document_file_id")),
        sa.UniqueConstraint("id", "institution_id", name=op.f("uq_document_id_institution_id")),
        sa.UniqueConstraint(
            "institution_id",
            "kind",
            "number_year",
            "sequence",
            name=op.f("uq_document_institution_id_kind_number_year_sequence"),
        ),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_document_replaces_id")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_document_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_document_institution_id"), ["institution_id"], unique=False
        )
        batch_op.create_index("ix_document_person", ["person_id", "requested_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_person")
        batch_op.drop_index(batch_op.f("ix_document_institution_id"))
        batch_op.drop_index(batch_op.f("ix_document_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_document_decision_id"))

    op.drop_table("document")
    with op.batch_alter_table("mark_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_change_module_id"))
        batch_op.drop_index(batch_op.f("ix_mark_change_enrolment_year_id"))
        batch_op.drop_index(batch_op.f("ix_mark_change_assessment_id"))
        batch_op.drop_index(batch_op.f("ix_mark_change_account_id"))

    op.drop_table("mark_change")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_module_id"))
        batch_op.drop_index(batch_op.f("ix_mark_enrolment_year_id"))
        batch_op.drop_index(batch_op.f("ix_mark_assessment_id"))

    op.drop_table("mark")
    with op.batch_alter_table("board_decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_board_decision_first",
            sqlite_where=sa.text("replaces_id IS NULL"),
            postgresql_where=sa.text("replaces_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_board_decision_enrolment_year_id"))
        batch_op.drop_index(batch_op.f("ix_board_decision_account_id"))

    op.drop_table("board_decision")
    with op.batch_alter_table("competency_rating", schema=None) as batch_op:
        batch_op.drop_index("ix_competency_rating_latest")
        batch_op.drop_index(batch_op.f("ix_competency_rating_competency_id"))
        batch_op.drop_index(batch_op.f("ix_competency_rating_account_id"))

    op.drop_table("competency_rating")
    with op.batch_alter_table("cohort_framework", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cohort_framework_framework_id"))

    op.drop_table("cohort_framework")
    with op.batch_alter_table("competency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_competency_framework_id"))

    op.drop_table("competency")
    with op.batch_alter_table("competency_framework", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_competency_framework_institution_id"))

    op.drop_table("competency_framework")
