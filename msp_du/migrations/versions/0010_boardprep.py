"""The document that a placement's regime requires: the day on which it was received"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "placement_document",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_placement_document_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"],
            ["placement.id", "placement.institution_id"],
            name=op.f("fk_placement_document_placement_id_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_document")),
        sa.UniqueConstraint("placement_id", name=op.f("uq_placement_document_placement_id")),
    )
    with op.batch_alter_table("placement_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_placement_document_account_id"), ["account_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("placement_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_placement_document_account_id"))
    op.drop_table("placement_document")
