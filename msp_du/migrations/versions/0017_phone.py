"""The competencies that a day of hours names"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hours_entry_competency",
        sa.Column("hours_entry_id", sa.Uuid(), nullable=False),
        sa.Column("competency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competency_id"],
            ["competency.id"],
            name=op.f("fk_hours_entry_competency_competency_id"),
        ),
        sa.ForeignKeyConstraint(
            ["hours_entry_id"],
            ["hours_entry.id"],
            name=op.f("fk_hours_entry_competency_hours_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_entry_competency")),
        sa.UniqueConstraint(
            "hours_entry_id",
            "competency_id",
            name=op.f("uq_hours_entry_competency_hours_entry_id_competency_id"),
        ),
    )
    with op.batch_alter_table("hours_entry_competency", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hours_entry_competency_competency_id"), ["competency_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("hours_entry_competency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hours_entry_competency_competency_id"))
    op.drop_table("hours_entry_competency")
