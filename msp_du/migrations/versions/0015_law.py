"""Legal figures of placements, terms, overrides, certificates, incidents"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "placement_settings",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("day_minutes", sa.Integer(), nullable=False),
        sa.Column("month_days", sa.Integer(), nullable=False),
        sa.Column("most_minutes", sa.Integer(), nullable=False),
        sa.Column("allowance_above_minutes", sa.Integer(), nullable=False),
        sa.Column("least_taught_minutes", sa.Integer(), nullable=False),
        sa.Column("least_present_minutes", sa.Integer(), nullable=False),
        sa.Column("gap_divisor", sa.Integer(), nullable=False),
        sa.Column("usual_week_minutes", sa.Integer(), nullable=False),
        sa.Column("most_week_minutes", sa.Integer(), nullable=False),
        sa.Column("continuing_minutes", sa.Integer(), nullable=False),
        sa.Column("most_supervised", sa.Integer(), nullable=False),
        sa.Column("most_followed", sa.Integer(), nullable=False),
        sa.Column("year_month", sa.Integer(), nullable=False),
        sa.Column("year_day", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "day_minutes > 0 AND month_days > 0 AND most_minutes > 0 AND allowance_above_minutes > 0 AND gap_divisor > 0 AND most_supervised > 0 AND most_followed > 0 AND continuing_minutes > 0",
            name=op.f("ck_placement_settings_positive"),
        ),
        sa.CheckConstraint(
            "least_taught_minutes >= 0 AND least_present_minutes >= 0",
            name=op.f("ck_placement_settings_not_negative"),
        ),
        sa.CheckConstraint(
            "usual_week_minutes > 0 AND usual_week_minutes <= most_week_minutes",
            name=op.f("ck_placement_settings_weeks"),
        ),
        sa.CheckConstraint(
            "year_month BETWEEN 1 AND 12 AND year_day BETWEEN 1 AND 31",
            name=op.f("ck_placement_settings_year_start"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_placement_settings_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_settings")),
        sa.UniqueConstraint("institution_id", name=op.f("uq_placement_settings_institution_id")),
    )
    op.create_table(
        "allowance_rate",
        sa.Column("settings_id", sa.Uuid(), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=False),
        sa.Column("cents", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cents > 0", name=op.f("ck_allowance_rate_cents_positive")),
        sa.ForeignKeyConstraint(
            ["settings_id"], ["placement_settings.id"], name=op.f("fk_allowance_rate_settings_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowance_rate")),
        sa.UniqueConstraint(
            "settings_id", "applies_from", name=op.f("uq_allowance_rate_settings_id_applies_from")
        ),
    )
    op.create_table(
        "incident_notice",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"],
            ["placement.id", "placement.institution_id"],
            name=op.f("fk_incident_notice_placement_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["account.id"], name=op.f("fk_incident_notice_told_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_notice")),
    )
    with op.batch_alter_table("incident_notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_incident_notice_placement_id"), ["placement_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_incident_notice_told_by_id"), ["told_by_id"], unique=False
        )

    op.create_table(
        "placement_certificate",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(file_id IS NULL) = (made_at IS NULL)", name=op.f("ck_placement_certificate_made")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_placement_certificate_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"],
            ["placement.id", "placement.institution_id"],
            name=op.f("fk_placement_certificate_placement_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"],
            ["account.id"],
            name=op.f("fk_placement_certificate_requested_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_certificate")),
        sa.UniqueConstraint(
            "placement_id",
            "facts_digest",
            name=op.f("uq_placement_certificate_placement_id_facts_digest"),
        ),
    )
    with op.batch_alter_table("placement_certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_certificate_file_id"), ["file_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_placement_certificate_requested_by_id"),
            ["requested_by_id"],
            unique=False,
        )

    op.create_table(
        "placement_override",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_forbidden", sa.Boolean(), nullable=False),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("overridden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "is_forbidden = (reason IS NOT NULL)",
            name=op.f("ck_placement_override_reason_of_refusals"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_placement_override_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"],
            ["placement.id", "placement.institution_id"],
            name=op.f("fk_placement_override_placement_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_override")),
    )
    with op.batch_alter_table("placement_override", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_override_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_placement_override_placement_id"), ["placement_id"], unique=False
        )

    op.create_table(
        "placement_terms",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("weekly_minutes", sa.Integer(), nullable=True),
        sa.Column("has_nights", sa.Boolean(), nullable=False),
        sa.Column("has_sundays", sa.Boolean(), nullable=False),
        sa.Column("has_holidays", sa.Boolean(), nullable=False),
        sa.Column("is_same_post", sa.Boolean(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("weekly_minutes > 0", name=op.f("ck_placement_terms_weekly_positive")),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"],
            ["placement.id", "placement.institution_id"],
            name=op.f("fk_placement_terms_placement_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_terms")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_placement_terms_placement_id")),
    )
    with op.batch_alter_table("placement_document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scan_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_placement_document_scan_id"), ["scan_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_placement_document_scan_id"), "stored_file", ["scan_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("placement_document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_placement_document_scan_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_placement_document_scan_id"))
        batch_op.drop_column("scan_id")

    op.drop_table("placement_terms")
    with op.batch_alter_table("placement_override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_override_placement_id"))
        batch_op.drop_index(batch_op.f("ix_placement_override_account_id"))

    op.drop_table("placement_override")
    with op.batch_alter_table("placement_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_certificate_requested_by_id"))
        batch_op.drop_index(batch_op.f("ix_placement_certificate_file_id"))

    op.drop_table("placement_certificate")
    with op.batch_alter_table("incident_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_notice_told_by_id"))
        batch_op.drop_index(batch_op.f("ix_incident_notice_placement_id"))

    op.drop_table("incident_notice")
    op.drop_table("allowance_rate")
    op.drop_table("placement_settings")
