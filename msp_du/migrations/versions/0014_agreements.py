"""Agreements and their signers; suspensions, early ends, changes of who follows a placement"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Placements that are there go on: each was agreed on before this register.
SIGNED_BEFORE = """
    INSERT INTO agreement
        (id, institution_id, placement_id, number, edition, state, created_at, version)
    SELECT id, institution_id, id, 0, 1, 'signed', CURRENT_TIMESTAMP, 1 FROM placement
"""


def upgrade() -> None:
    op.create_table(
        "agreement_template",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("regime", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_agreement_template_number")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_agreement_template_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_agreement_template_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_template")),
        sa.UniqueConstraint(
            "institution_id",
            "regime",
            "number",
            name=op.f("uq_agreement_template_institution_id_regime_number"),
        ),
    )
    with op.batch_alter_table("agreement_template", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_template_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "agreement",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("amends_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("facts_digest", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_file_id", sa.Uuid(), nullable=True),
        sa.Column("signed_file_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(facts IS NULL) = (facts_digest IS NULL) AND (facts IS NULL) = (reference IS NULL) AND (facts IS NOT NULL OR state IN ('signed', 'replaced'))",
            name=op.f("ck_agreement_facts"),
        ),
        sa.CheckConstraint(
            "facts IS NULL OR (state = 'draft') = (sent_at IS NULL)", name=op.f("ck_agreement_sent")
        ),
        sa.CheckConstraint(
            "facts IS NULL OR state != 'signed' OR signed_at IS NOT NULL",
            name=op.f("ck_agreement_signed"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting_signatures', 'signed', 'replaced')",
            name=op.f("ck_agreement_state"),
        ),
        sa.CheckConstraint("number >= 0 AND edition >= 1", name=op.f("ck_agreement_numbers")),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["agreement.id"], name=op.f("fk_agreement_amends_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["agreement.id"], name=op.f("fk_agreement_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"],
            ["placement.id", "placement.institution_id"],
            name=op.f("fk_agreement_placement_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_file_id"], ["stored_file.id"], name=op.f("fk_agreement_sent_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_file_id"], ["stored_file.id"], name=op.f("fk_agreement_signed_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("id", "institution_id", name=op.f("uq_agreement_id_institution_id")),
        sa.UniqueConstraint(
            "institution_id",
            "reference",
            "number",
            "edition",
            name=op.f("uq_agreement_institution_id_reference_number_edition"),
        ),
        sa.UniqueConstraint(
            "placement_id",
            "number",
            "edition",
            name=op.f("uq_agreement_placement_id_number_edition"),
        ),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_amends_id"), ["amends_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_corrects_id"), ["corrects_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_agreement_sent_file_id"), ["sent_file_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_signed_file_id"), ["signed_file_id"], unique=False
        )
        batch_op.create_index(
            "uq_agreement_under_way",
            ["placement_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'awaiting_signatures')"),
            postgresql_where=sa.text("state IN ('draft', 'awaiting_signatures')"),
        )

    op.create_table(
        "placement_ending",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("former_periods", sa.Text(), nullable=False),
        sa.Column("former_minutes", sa.Integer(), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_placement_ending_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_ending_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_ending")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_placement_ending_placement_id")),
    )
    with op.batch_alter_table("placement_ending", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_ending_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "placement_handover",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("former_name", sa.String(length=160), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "capacity IN ('host_supervisor', 'academic_tutor')",
            name=op.f("ck_placement_handover_capacity"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_placement_handover_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_handover_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_handover")),
    )
    with op.batch_alter_table("placement_handover", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_handover_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_placement_handover_placement_id"), ["placement_id"], unique=False
        )

    op.create_table(
        "placement_suspension",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("resumes_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "resumes_on IS NULL OR starts_on < resumes_on",
            name=op.f("ck_placement_suspension_bounds"),
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_suspension_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_suspension")),
    )
    with op.batch_alter_table("placement_suspension", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_suspension_placement_id"), ["placement_id"], unique=False
        )
        batch_op.create_index(
            "uq_placement_suspension_open",
            ["placement_id"],
            unique=True,
            sqlite_where=sa.text("resumes_on IS NULL"),
            postgresql_where=sa.text("resumes_on IS NULL"),
        )

    op.create_table(
        "agreement_signer",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("quality", sa.String(length=120), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("declared_name", sa.String(length=160), nullable=True),
        sa.Column("declared_capacity", sa.String(length=120), nullable=True),
        sa.Column("via", sa.String(length=40), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("scan_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "scan_id IS NULL OR via = 'paper'", name=op.f("ck_agreement_signer_scan")
        ),
        sa.CheckConstraint(
            "via != 'paper' OR scan_id IS NOT NULL", name=op.f("ck_agreement_signer_paper")
        ),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (via IS NULL) AND (signed_at IS NULL) = (digest IS NULL) AND (signed_at IS NULL) = (declared_name IS NULL) AND (signed_at IS NULL) = (declared_capacity IS NULL)",
            name=op.f("ck_agreement_signer_signed_whole"),
        ),
        sa.CheckConstraint(
            "contact_id IS NULL OR account_id IS NULL", name=op.f("ck_agreement_signer_one_person")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_agreement_signer_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_signer_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_agreement_signer_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_agreement_signer_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["stored_file.id"], name=op.f("fk_agreement_signer_scan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signer")),
        sa.UniqueConstraint(
            "agreement_id", "position", name=op.f("uq_agreement_signer_agreement_id_position")
        ),
    )
    with op.batch_alter_table("agreement_signer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_agreement_signer_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_signer_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agreement_signer_recorded_by_id"), ["recorded_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_agreement_signer_scan_id"), ["scan_id"], unique=False)

    op.execute(sa.text(SIGNED_BEFORE))


def downgrade() -> None:
    with op.batch_alter_table("agreement_signer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_signer_scan_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_signer_recorded_by_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_signer_contact_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_signer_account_id"))

    op.drop_table("agreement_signer")
    with op.batch_alter_table("placement_suspension", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_placement_suspension_open",
            sqlite_where=sa.text("resumes_on IS NULL"),
            postgresql_where=sa.text("resumes_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_placement_suspension_placement_id"))

    op.drop_table("placement_suspension")
    with op.batch_alter_table("placement_handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_handover_placement_id"))
        batch_op.drop_index(batch_op.f("ix_placement_handover_account_id"))

    op.drop_table("placement_handover")
    with op.batch_alter_table("placement_ending", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_ending_account_id"))

    op.drop_table("placement_ending")
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_agreement_under_way",
            sqlite_where=sa.text("state IN ('draft', 'awaiting_signatures')"),
            postgresql_where=sa.text("state IN ('draft', 'awaiting_signatures')"),
        )
        batch_op.drop_index(batch_op.f("ix_agreement_signed_file_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_sent_file_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_corrects_id"))
        batch_op.drop_index(batch_op.f("ix_agreement_amends_id"))

    op.drop_table("agreement")
    with op.batch_alter_table("agreement_template", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_template_account_id"))

    op.drop_table("agreement_template")
