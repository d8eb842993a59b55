"""Structures: what the register keeps of them, what they propose, what one learns elsewhere"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "host_link",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("organisation_id <> body_id", name=op.f("ck_host_link_another_body")),
        sa.ForeignKeyConstraint(
            ["body_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
            name=op.f("fk_host_link_body_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
            name=op.f("fk_host_link_organisation_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_link")),
        sa.UniqueConstraint(
            "organisation_id", "body_id", name=op.f("uq_host_link_organisation_id_body_id")
        ),
        sa.UniqueConstraint(
            "organisation_id", "part", name=op.f("uq_host_link_organisation_id_part")
        ),
    )
    with op.batch_alter_table("host_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_host_link_body_id"), ["body_id"], unique=False)

    op.create_table(
        "host_service",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
            name=op.f("fk_host_service_organisation_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_service")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_host_service_organisation_id_name")
        ),
    )
    op.create_table(
        "learning_context",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id", "institution_id"],
            ["person.id", "person.institution_id"],
            name=op.f("fk_learning_context_person_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_context")),
    )
    with op.batch_alter_table("learning_context", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_learning_context_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "host_readiness",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_host_readiness_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
            name=op.f("fk_host_readiness_organisation_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_readiness")),
        sa.UniqueConstraint(
            "organisation_id", "item", name=op.f("uq_host_readiness_organisation_id_item")
        ),
    )
    with op.batch_alter_table("host_readiness", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_host_readiness_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "host_proposal",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_host_proposal_decided")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_host_proposal_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"],
            ["contact.id", "contact.organisation_id"],
            name=op.f("fk_host_proposal_contact_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
            name=op.f("fk_host_proposal_organisation_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_proposal")),
    )
    with op.batch_alter_table("host_proposal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_host_proposal_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_host_proposal_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_host_proposal_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index("ix_host_proposal_waiting", ["institution_id", "state"], unique=False)

    op.create_table(
        "host_proposal_change",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("old", sa.String(length=254), nullable=False),
        sa.Column("new", sa.String(length=254), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["host_proposal.id"], name=op.f("fk_host_proposal_change_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_proposal_change")),
        sa.UniqueConstraint(
            "proposal_id", "field", name=op.f("uq_host_proposal_change_proposal_id_field")
        ),
    )
    # These tables are named by others: SQLite could not make them anew with their rows in place.
    op.add_column("institution", sa.Column("observation_minutes", sa.Integer(), nullable=True))
    op.add_column("organisation", sa.Column("is_medical", sa.Boolean(), nullable=True))
    op.add_column("organisation", sa.Column("observation_only", sa.Boolean(), nullable=True))
    op.add_column("organisation", sa.Column("siret", sa.String(length=14), nullable=True))
    op.add_column("organisation", sa.Column("finess", sa.String(length=9), nullable=True))
    op.add_column("organisation", sa.Column("category_code", sa.String(length=10), nullable=True))
    op.add_column("organisation", sa.Column("category_label", sa.String(length=160), nullable=True))
    op.add_column("organisation", sa.Column("notes", sa.String(length=1000), nullable=True))
    op.create_index(
        "uq_organisation_finess", "organisation", ["institution_id", "finess"], unique=True
    )
    op.add_column(
        "placement",
        sa.Column(
            "host_service_id",
            sa.Uuid(),
            sa.ForeignKey("host_service.id", name=op.f("fk_placement_host_service_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(
        op.f("ix_placement_host_service_id"), "placement", ["host_service_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_placement_host_service_id"), "placement")
    op.drop_column("placement", "host_service_id")
    op.drop_index("uq_organisation_finess", "organisation")
    for name in (
        "notes",
        "category_label",
        "category_code",
        "finess",
        "siret",
        "observation_only",
        "is_medical",
    ):
        op.drop_column("organisation", name)
    op.drop_column("institution", "observation_minutes")

    op.drop_table("host_proposal_change")
    with op.batch_alter_table("host_proposal", schema=None) as batch_op:
        batch_op.drop_index("ix_host_proposal_waiting")
        batch_op.drop_index(batch_op.f("ix_host_proposal_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_host_proposal_contact_id"))
        batch_op.drop_index(batch_op.f("ix_host_proposal_account_id"))

    op.drop_table("host_proposal")
    with op.batch_alter_table("host_readiness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_readiness_account_id"))

    op.drop_table("host_readiness")
    with op.batch_alter_table("learning_context", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_context_person_id"))

    op.drop_table("learning_context")
    op.drop_table("host_service")
    with op.batch_alter_table("host_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_host_link_body_id"))

    op.drop_table("host_link")
