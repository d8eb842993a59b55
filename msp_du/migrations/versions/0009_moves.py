"""Credits; class lists, changes of cohort and merged people that can be taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "class_list_import",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("enrolled", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("enrolled >= 1", name=op.f("ck_class_list_import_enrolled")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_class_list_import_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_class_list_import_cohort_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_list_import")),
    )
    with op.batch_alter_table("class_list_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_class_list_import_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_class_list_import_cohort_id"), ["cohort_id"], unique=False
        )

    op.create_table(
        "person_merge",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kept_id <> gone_id", name=op.f("ck_person_merge_people")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_person_merge_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["gone_id", "institution_id"],
            ["person.id", "person.institution_id"],
            name=op.f("fk_person_merge_gone_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["kept_id", "institution_id"],
            ["person.id", "person.institution_id"],
            name=op.f("fk_person_merge_kept_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
        sa.UniqueConstraint("gone_id", name=op.f("uq_person_merge_gone_id")),
    )
    with op.batch_alter_table("person_merge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_merge_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_person_merge_kept_id"), ["kept_id"], unique=False)

    op.create_table(
        "enrolment_transfer",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("from_cohort_id", sa.Uuid(), nullable=False),
        sa.Column("to_cohort_id", sa.Uuid(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "from_cohort_id <> to_cohort_id", name=op.f("ck_enrolment_transfer_cohorts")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_enrolment_transfer_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"],
            ["enrolment.id", "enrolment.institution_id"],
            name=op.f("fk_enrolment_transfer_enrolment_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["from_cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_enrolment_transfer_from_cohort_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["to_cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_enrolment_transfer_to_cohort_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_transfer")),
    )
    with op.batch_alter_table("enrolment_transfer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enrolment_transfer_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrolment_transfer_enrolment_id"), ["enrolment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrolment_transfer_from_cohort_id"), ["from_cohort_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrolment_transfer_to_cohort_id"), ["to_cohort_id"], unique=False
        )

    op.create_table(
        "credit",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("module_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("average_hundredths", sa.Integer(), nullable=True),
        sa.Column("placement_minutes", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("from_year_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(average_hundredths IS NULL) = (kind = 'exempt')", name=op.f("ck_credit_average")
        ),
        sa.CheckConstraint(
            "kind <> 'capitalised' OR from_year_id IS NOT NULL", name=op.f("ck_credit_from_year")
        ),
        sa.CheckConstraint(
            "kind = 'exempt' OR unit_id IS NOT NULL", name=op.f("ck_credit_module_exempt")
        ),
        sa.CheckConstraint(
            "(unit_id IS NULL) <> (module_id IS NULL)", name=op.f("ck_credit_subject")
        ),
        sa.CheckConstraint(
            "average_hundredths BETWEEN 0 AND 2000", name=op.f("ck_credit_average_bounds")
        ),
        sa.CheckConstraint("placement_minutes >= 0", name=op.f("ck_credit_placement_minutes")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_credit_account_id")),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_credit_enrolment_year_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["from_year_id"], ["enrolment_year.id"], name=op.f("fk_credit_from_year_id")
        ),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_credit_module_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_credit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit")),
        sa.UniqueConstraint(
            "enrolment_year_id", "module_id", name=op.f("uq_credit_enrolment_year_id_module_id")
        ),
        sa.UniqueConstraint(
            "enrolment_year_id", "unit_id", name=op.f("uq_credit_enrolment_year_id_unit_id")
        ),
    )
    with op.batch_alter_table("credit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credit_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_credit_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_credit_from_year_id"), ["from_year_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_module_id"), ["module_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("credit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credit_unit_id"))
        batch_op.drop_index(batch_op.f("ix_credit_module_id"))
        batch_op.drop_index(batch_op.f("ix_credit_from_year_id"))
        batch_op.drop_index(batch_op.f("ix_credit_enrolment_year_id"))
        batch_op.drop_index(batch_op.f("ix_credit_account_id"))

    op.drop_table("credit")
    with op.batch_alter_table("enrolment_transfer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_transfer_to_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_transfer_from_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_transfer_enrolment_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_transfer_account_id"))

    op.drop_table("enrolment_transfer")
    with op.batch_alter_table("person_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_merge_kept_id"))
        batch_op.drop_index(batch_op.f("ix_person_merge_account_id"))

    op.drop_table("person_merge")
    with op.batch_alter_table("class_list_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_list_import_cohort_id"))
        batch_op.drop_index(batch_op.f("ix_class_list_import_account_id"))

    op.drop_table("class_list_import")
