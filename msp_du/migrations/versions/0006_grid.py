"""Comments for the trainee beside a mark, and what they were before"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.add_column(sa.Column("comment", sa.String(length=500), nullable=True))
    with op.batch_alter_table("mark_change", schema=None) as batch_op:
        batch_op.add_column(sa.Column("old_comment", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("new_comment", sa.String(length=500), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("mark_change", schema=None) as batch_op:
        batch_op.drop_column("new_comment")
        batch_op.drop_column("old_comment")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_column("comment")
