"""The audit chain refuses to be changed"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSAL = "audit_event is append-only"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_event_no_{act.lower()} BEFORE {act} ON audit_event "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for act in ("UPDATE", "DELETE", "TRUNCATE"):
        each = "STATEMENT" if act == "TRUNCATE" else "ROW"
        op.execute(
            f"CREATE TRIGGER audit_event_no_{act.lower()} BEFORE {act} ON audit_event "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_audit_change()"
        )


def downgrade() -> None:
    on_table = "" if op.get_bind().dialect.name == "sqlite" else " ON audit_event"
    acts = ("UPDATE", "DELETE") if not on_table else ("UPDATE", "DELETE", "TRUNCATE")
    for act in acts:
        op.execute(f"DROP TRIGGER audit_event_no_{act.lower()}{on_table}")
    if on_table:
        op.execute("DROP FUNCTION refuse_audit_change()")
