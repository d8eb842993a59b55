"""The host’s desk: personal links, forms used once, receipts, slips, deputies, hand-overs"""

import sqlalchemy as sa
from alembic import op

revision = "0012_desk"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_setting",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("asks_code", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_desk_setting_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_setting")),
        sa.UniqueConstraint("institution_id", name=op.f("uq_desk_setting_institution_id")),
    )
    op.create_table(
        "contact_deputy",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("contact_id <> deputy_id", name=op.f("ck_contact_deputy_another")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_contact_deputy_bounds")),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"],
            ["contact.id", "contact.organisation_id"],
            name=op.f("fk_contact_deputy_contact_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id", "organisation_id"],
            ["contact.id", "contact.organisation_id"],
            name=op.f("fk_contact_deputy_deputy_id_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_deputy")),
        sa.UniqueConstraint(
            "contact_id",
            "deputy_id",
            "starts_on",
            name=op.f("uq_contact_deputy_contact_id_deputy_id_starts_on"),
        ),
    )
    with op.batch_alter_table("contact_deputy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_deputy_deputy_id"), ["deputy_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_contact_deputy_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "contact_flag",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cleared_by_id"], ["account.id"], name=op.f("fk_contact_flag_cleared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
            name=op.f("fk_contact_flag_contact_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_flag")),
    )
    with op.batch_alter_table("contact_flag", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_flag_cleared_by_id"), ["cleared_by_id"], unique=False
        )
        batch_op.create_index(
            "uq_contact_flag_open",
            ["contact_id"],
            unique=True,
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )

    op.create_table(
        "desk_receipt",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_desk_receipt_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_desk_receipt_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_receipt")),
    )
    with op.batch_alter_table("desk_receipt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_desk_receipt_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_desk_receipt_institution_id"), ["institution_id"], unique=False
        )

    op.create_table(
        "desk_link",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(purpose = 'receipt') = (receipt_id IS NOT NULL)",
            name=op.f("ck_desk_link_receipt_has_one"),
        ),
        sa.CheckConstraint("created_at < expires_at", name=op.f("ck_desk_link_dates")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_desk_link_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["desk_receipt.id"], name=op.f("fk_desk_link_receipt_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_desk_link_digest")),
    )
    with op.batch_alter_table("desk_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_link_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_desk_link_receipt_id"), ["receipt_id"], unique=False)

    op.create_table(
        "desk_session",
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_digest", sa.String(length=64), nullable=True),
        sa.Column("code_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(code_digest IS NULL) = (code_sent_at IS NULL)",
            name=op.f("ck_desk_session_code_is_whole"),
        ),
        sa.CheckConstraint("code_tries >= 0", name=op.f("ck_desk_session_tries_not_negative")),
        sa.CheckConstraint("opened_at < expires_at", name=op.f("ck_desk_session_dates")),
        sa.ForeignKeyConstraint(
            ["link_id"], ["desk_link.id"], name=op.f("fk_desk_session_link_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_session")),
        sa.UniqueConstraint("digest", name=op.f("uq_desk_session_digest")),
    )
    with op.batch_alter_table("desk_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_session_link_id"), ["link_id"], unique=False)

    op.create_table(
        "desk_slip",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=43), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_desk_slip_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_slip")),
        sa.UniqueConstraint("code", name=op.f("uq_desk_slip_code")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_desk_slip_placement_id")),
    )
    op.create_table(
        "supervisor_handover",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("from_contact_id", sa.Uuid(), nullable=False),
        sa.Column("to_contact_id", sa.Uuid(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "from_contact_id <> to_contact_id", name=op.f("ck_supervisor_handover_another")
        ),
        sa.ForeignKeyConstraint(
            ["from_contact_id"], ["contact.id"], name=op.f("fk_supervisor_handover_from_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"],
            ["placement.id", "placement.institution_id"],
            name=op.f("fk_supervisor_handover_placement_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["to_contact_id"], ["contact.id"], name=op.f("fk_supervisor_handover_to_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisor_handover")),
        sa.UniqueConstraint(
            "placement_id",
            "from_contact_id",
            "to_contact_id",
            "effective_on",
            name=op.f(
                "uq_supervisor_handover_placement_id_from_contact_id_to_contact_id_effective_on"
            ),
        ),
    )
    with op.batch_alter_table("supervisor_handover", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supervisor_handover_from_contact_id"), ["from_contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_supervisor_handover_to_contact_id"), ["to_contact_id"], unique=False
        )

    op.create_table(
        "desk_token",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("in_place_of_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=True),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(purpose = 'approve_hours') = (signature_id IS NOT NULL)",
            name=op.f("ck_desk_token_approval_is_signed"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_desk_token_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["in_place_of_id"], ["contact.id"], name=op.f("fk_desk_token_in_place_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_desk_token_placement_id")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["desk_receipt.id"], name=op.f("fk_desk_token_receipt_id")
        ),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["hours_signature.id"], name=op.f("fk_desk_token_signature_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_desk_token_digest")),
    )
    with op.batch_alter_table("desk_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_token_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_desk_token_in_place_of_id"), ["in_place_of_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_desk_token_placement_id"), ["placement_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_desk_token_receipt_id"), ["receipt_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_desk_token_signature_id"), ["signature_id"], unique=False
        )



def downgrade() -> None:
    with op.batch_alter_table("desk_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_token_signature_id"))
        batch_op.drop_index(batch_op.f("ix_desk_token_receipt_id"))
        batch_op.drop_index(batch_op.f("ix_desk_token_placement_id"))
        batch_op.drop_index(batch_op.f("ix_desk_token_in_place_of_id"))
        batch_op.drop_index(batch_op.f("ix_desk_token_contact_id"))

    op.drop_table("desk_token")
    with op.batch_alter_table("supervisor_handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supervisor_handover_to_contact_id"))
        batch_op.drop_index(batch_op.f("ix_supervisor_handover_from_contact_id"))

    op.drop_table("supervisor_handover")
    op.drop_table("desk_slip")
    with op.batch_alter_table("desk_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_session_link_id"))

    op.drop_table("desk_session")
    with op.batch_alter_table("desk_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_link_receipt_id"))
        batch_op.drop_index(batch_op.f("ix_desk_link_contact_id"))

    op.drop_table("desk_link")
    with op.batch_alter_table("desk_receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_receipt_institution_id"))
        batch_op.drop_index(batch_op.f("ix_desk_receipt_contact_id"))

    op.drop_table("desk_receipt")
    with op.batch_alter_table("contact_flag", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_contact_flag_open",
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_contact_flag_cleared_by_id"))

    op.drop_table("contact_flag")
    with op.batch_alter_table("contact_deputy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_deputy_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_contact_deputy_deputy_id"))

    op.drop_table("contact_deputy")
    op.drop_table("desk_setting")
