"""Reminders: one a person and day, what each was about, and how often an institution sends them"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminder",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (contact_id IS NULL)", name=op.f("ck_reminder_one_person")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reminder_account_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_reminder_contact_id")),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_reminder_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("account_id", "day", name=op.f("uq_reminder_account_id_day")),
        sa.UniqueConstraint("contact_id", "day", name=op.f("uq_reminder_contact_id_day")),
    )
    op.create_index(op.f("ix_reminder_institution_id"), "reminder", ["institution_id"])
    op.create_table(
        "reminder_line",
        sa.Column("reminder_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_reminder_line_reminder_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_line")),
    )
    op.create_index("ix_reminder_line_object", "reminder_line", ["object_id", "kind"])
    op.create_index(op.f("ix_reminder_line_reminder_id"), "reminder_line", ["reminder_id"])
    op.create_table(
        "reminder_settings",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("escalate_after_days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "every_days BETWEEN 1 AND 60", name=op.f("ck_reminder_settings_every_days")
        ),
        sa.CheckConstraint(
            "escalate_after_days BETWEEN 1 AND 120",
            name=op.f("ck_reminder_settings_escalate_after_days"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name=op.f("fk_reminder_settings_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_settings")),
        sa.UniqueConstraint("institution_id", name=op.f("uq_reminder_settings_institution_id")),
    )


def downgrade() -> None:
    op.drop_table("reminder_settings")
    op.drop_index(op.f("ix_reminder_line_reminder_id"), "reminder_line")
    op.drop_index("ix_reminder_line_object", "reminder_line")
    op.drop_table("reminder_line")
    op.drop_index(op.f("ix_reminder_institution_id"), "reminder")
    op.drop_table("reminder")
