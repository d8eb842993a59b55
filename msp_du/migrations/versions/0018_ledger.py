"""The hours ledger: signed corrections, totals kept by placement, openings, monthly timesheets"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_SUMS = """
SELECT placement_id, state, SUM(minutes), COUNT(*)
FROM hours_entry
WHERE NOT EXISTS (SELECT 1 FROM hours_entry later WHERE later.replaces_id = hours_entry.id)
GROUP BY placement_id, state
"""


def upgrade() -> None:
    with op.batch_alter_table("hours_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_hours_entry_replaces_id"))
        batch_op.create_index(
            batch_op.f("ix_hours_entry_replaces_id"), ["replaces_id"], unique=True
        )
        batch_op.drop_constraint(
            batch_op.f("ck_hours_entry_minutes_positive"), type_="check"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_hours_entry_minutes_or_cancelled"),
            "minutes > 0 OR (minutes = 0 AND replaces_id IS NOT NULL)",
        )
    op.create_table(
        "placement_total",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_placement_total_minutes_not_negative")),
        sa.CheckConstraint("entries >= 0", name=op.f("ck_placement_total_entries_not_negative")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_total_placement_id")
        ),
        sa.PrimaryKeyConstraint("placement_id", "state", name=op.f("pk_placement_total")),
    )
    op.create_table(
        "hours_opening",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_hours_opening_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["hours_entry.id"], name=op.f("fk_hours_opening_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_opening")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_hours_opening_entry_id")),
    )
    with op.batch_alter_table("hours_opening", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hours_opening_account_id"), ["account_id"], unique=False
        )
    op.create_table(
        "timesheet",
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_digest", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(file_id IS NULL) = (made_at IS NULL)", name=op.f("ck_timesheet_made")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_timesheet_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id", "institution_id"],
            ["placement.id", "placement.institution_id"],
            name=op.f("fk_timesheet_placement_id_institution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["account.id"], name=op.f("fk_timesheet_requested_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timesheet")),
        sa.UniqueConstraint(
            "placement_id", "facts_digest", name=op.f("uq_timesheet_placement_id_facts_digest")
        ),
    )
    with op.batch_alter_table("timesheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timesheet_file_id"), ["file_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_timesheet_requested_by_id"), ["requested_by_id"], unique=False
        )
    _fill_totals()


def downgrade() -> None:
    # Before, no version could say « no hours »: a cancelled day becomes a draft that counts nowhere.
    op.execute(
        "UPDATE hours_entry SET state = 'draft', signature_id = NULL, "
        "minutes = (SELECT old.minutes FROM hours_entry old WHERE old.id = hours_entry.replaces_id) "
        "WHERE minutes = 0"
    )
    op.drop_table("timesheet")
    op.drop_table("hours_opening")
    op.drop_table("placement_total")
    with op.batch_alter_table("hours_entry", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("ck_hours_entry_minutes_or_cancelled"), type_="check"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_hours_entry_minutes_positive"), "minutes > 0"
        )
        batch_op.drop_index(batch_op.f("ix_hours_entry_replaces_id"))
        batch_op.create_index(
            batch_op.f("ix_hours_entry_replaces_id"), ["replaces_id"], unique=False
        )
        batch_op.drop_column("redacted_at")


def _fill_totals() -> None:
    """Add up what is there: from now on each writer keeps these sums."""
    connection = op.get_bind()
    table = sa.table(
        "placement_total",
        sa.column("placement_id", sa.Uuid()),
        sa.column("state", sa.String()),
        sa.column("minutes", sa.Integer()),
        sa.column("entries", sa.Integer()),
        sa.column("version", sa.Integer()),
    )
    sums = sa.text(_SUMS).columns(sa.column("placement_id", sa.Uuid()))
    rows = [
        {
            "placement_id": placement_id,
            "state": state,
            "minutes": int(minutes),
            "entries": int(entries),
            "version": 1,
        }
        for placement_id, state, minutes, entries in connection.execute(sums)
    ]
    if rows:
        connection.execute(sa.insert(table), rows)
