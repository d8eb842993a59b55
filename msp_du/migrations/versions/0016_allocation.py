"""Rounds of wishes for placements: offers, wishes, exclusions, the allocation"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "placement_campaign",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("year_number", sa.Integer(), nullable=False),
        sa.Column("module_code", sa.String(length=40), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("side_rule", sa.String(length=40), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_placement_campaign_bounds")),
        sa.CheckConstraint("seed >= 0", name=op.f("ck_placement_campaign_seed")),
        sa.CheckConstraint("year_number >= 1", name=op.f("ck_placement_campaign_year_number")),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"],
            ["cohort.id", "cohort.institution_id"],
            name=op.f("fk_placement_campaign_cohort_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_campaign")),
        sa.UniqueConstraint(
            "cohort_id",
            "module_code",
            "opens_on",
            name=op.f("uq_placement_campaign_cohort_id_module_code_opens_on"),
        ),
        sa.UniqueConstraint(
            "id", "institution_id", name=op.f("uq_placement_campaign_id_institution_id")
        ),
    )
    op.create_table(
        "allocation",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("problem_digest", sa.String(length=64), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id", "institution_id"],
            ["placement_campaign.id", "placement_campaign.institution_id"],
            name=op.f("fk_allocation_campaign_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["account.id"], name=op.f("fk_allocation_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("campaign_id", name=op.f("uq_allocation_campaign_id")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_allocation_confirmed_by_id"), ["confirmed_by_id"], unique=False
        )

    op.create_table(
        "placement_exclusion",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.String(length=120), nullable=True),
        sa.Column("service_key", sa.String(length=160), nullable=False),
        sa.Column("by_trainee", sa.Boolean(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id", "institution_id"],
            ["enrolment.id", "enrolment.institution_id"],
            name=op.f("fk_placement_exclusion_enrolment_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
            name=op.f("fk_placement_exclusion_organisation_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_exclusion")),
        sa.UniqueConstraint(
            "enrolment_id",
            "organisation_id",
            "service_key",
            "by_trainee",
            name=op.f("uq_placement_exclusion_once"),
        ),
    )
    with op.batch_alter_table("placement_exclusion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_exclusion_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "placement_offer",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.String(length=120), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 0 AND 50", name=op.f("ck_placement_offer_capacity")),
        sa.CheckConstraint("planned_minutes > 0", name=op.f("ck_placement_offer_planned_positive")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_placement_offer_bounds")),
        sa.ForeignKeyConstraint(
            ["campaign_id", "institution_id"],
            ["placement_campaign.id", "placement_campaign.institution_id"],
            name=op.f("fk_placement_offer_campaign_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id", "organisation_id"],
            ["contact.id", "contact.organisation_id"],
            name=op.f("fk_placement_offer_contact_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "institution_id"],
            ["organisation.id", "organisation.institution_id"],
            name=op.f("fk_placement_offer_organisation_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_offer")),
    )
    with op.batch_alter_table("placement_offer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_offer_campaign_id"), ["campaign_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_placement_offer_contact_id"), ["contact_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_placement_offer_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "wish_list",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id", "institution_id"],
            ["placement_campaign.id", "placement_campaign.institution_id"],
            name=op.f("fk_wish_list_campaign_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id", "institution_id"],
            ["enrolment_year.id", "enrolment_year.institution_id"],
            name=op.f("fk_wish_list_enrolment_year_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish_list")),
        sa.UniqueConstraint(
            "campaign_id",
            "enrolment_year_id",
            name=op.f("uq_wish_list_campaign_id_enrolment_year_id"),
        ),
    )
    with op.batch_alter_table("wish_list", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_wish_list_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )

    op.create_table(
        "allocation_row",
        sa.Column("allocation_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_year_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_offer_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["allocation_id"], ["allocation.id"], name=op.f("fk_allocation_row_allocation_id")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_year_id"],
            ["enrolment_year.id"],
            name=op.f("fk_allocation_row_enrolment_year_id"),
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["placement_offer.id"], name=op.f("fk_allocation_row_offer_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_allocation_row_placement_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_offer_id"],
            ["placement_offer.id"],
            name=op.f("fk_allocation_row_proposed_offer_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_row")),
        sa.UniqueConstraint(
            "allocation_id",
            "enrolment_year_id",
            name=op.f("uq_allocation_row_allocation_id_enrolment_year_id"),
        ),
    )
    with op.batch_alter_table("allocation_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_allocation_row_enrolment_year_id"), ["enrolment_year_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_allocation_row_offer_id"), ["offer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_allocation_row_placement_id"), ["placement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_allocation_row_proposed_offer_id"), ["proposed_offer_id"], unique=False
        )

    op.create_table(
        "placement_wish",
        sa.Column("wish_list_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("rank BETWEEN 1 AND 5", name=op.f("ck_placement_wish_rank")),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["placement_offer.id"], name=op.f("fk_placement_wish_offer_id")
        ),
        sa.ForeignKeyConstraint(
            ["wish_list_id"], ["wish_list.id"], name=op.f("fk_placement_wish_wish_list_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_wish")),
        sa.UniqueConstraint(
            "wish_list_id", "offer_id", name=op.f("uq_placement_wish_wish_list_id_offer_id")
        ),
        sa.UniqueConstraint(
            "wish_list_id", "rank", name=op.f("uq_placement_wish_wish_list_id_rank")
        ),
    )
    with op.batch_alter_table("placement_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_placement_wish_offer_id"), ["offer_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("placement_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_wish_offer_id"))

    op.drop_table("placement_wish")
    with op.batch_alter_table("allocation_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_row_proposed_offer_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_row_placement_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_row_offer_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_row_enrolment_year_id"))

    op.drop_table("allocation_row")
    with op.batch_alter_table("wish_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wish_list_enrolment_year_id"))

    op.drop_table("wish_list")
    with op.batch_alter_table("placement_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_offer_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_placement_offer_contact_id"))
        batch_op.drop_index(batch_op.f("ix_placement_offer_campaign_id"))

    op.drop_table("placement_offer")
    with op.batch_alter_table("placement_exclusion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_exclusion_organisation_id"))

    op.drop_table("placement_exclusion")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_confirmed_by_id"))

    op.drop_table("allocation")
    op.drop_table("placement_campaign")
