"""Competencies that modules assess"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "module_competency",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("curriculum_version_id", sa.Uuid(), nullable=False),
        sa.Column("framework_id", sa.Uuid(), nullable=False),
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("competency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["competency_id"], ["competency.id"], name=op.f("fk_module_competency_competency_id")
        ),
        sa.ForeignKeyConstraint(
            ["curriculum_version_id", "institution_id"],
            ["curriculum_version.id", "curriculum_version.institution_id"],
            name=op.f("fk_module_competency_curriculum_version_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["framework_id", "institution_id"],
            ["competency_framework.id", "competency_framework.institution_id"],
            name=op.f("fk_module_competency_framework_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["module_id"], ["module.id"], name=op.f("fk_module_competency_module_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_competency")),
        sa.UniqueConstraint(
            "module_id", "competency_id", name=op.f("uq_module_competency_module_id_competency_id")
        ),
    )
    with op.batch_alter_table("module_competency", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_module_competency_competency_id"), ["competency_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_module_competency_framework_id"), ["framework_id"], unique=False
        )
        batch_op.create_index(
            "ix_module_competency_matrix", ["curriculum_version_id", "framework_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("module_competency", schema=None) as batch_op:
        batch_op.drop_index("ix_module_competency_matrix")
        batch_op.drop_index(batch_op.f("ix_module_competency_framework_id"))
        batch_op.drop_index(batch_op.f("ix_module_competency_competency_id"))

    op.drop_table("module_competency")
