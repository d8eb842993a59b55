"""Migrations lead from nothing to the models, and back, with data, on both engines."""

from typing import TypeVar

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Agreement, Base, Placement
from msp_du.services import agreement_days, audit
from tests.factories import TODAY, make_account, make_enrolment, make_entry, make_placement
from tests.factories.issued import make_document

MADE_ANEW = {"agreement"}
"""Tables that an upgrade fills for what is there: a downgrade takes those rows away."""
T = TypeVar("T")
ADDED_UP_AGAIN = {"placement_total"}
"""Tables of sums: their migration adds up what it finds."""
AUDIT_TRIGGERS = {"sqlite": 2, "postgresql": 3}


@pytest.fixture
def migrated(app: Flask) -> Flask:
    """The application with a little of everything in its tables."""
    with app.app_context():
        with transaction() as session:
            account = make_account(session, Role.COORDINATOR)
            make_entry(session, placement=make_placement(session))
            audit.record(session, "test:act", account, actor=account)
        db.session.remove()
    return app


def rows() -> dict[str, list[list[tuple[str, object]]]]:
    """Every row of the tables that have some: what stands in the columns that there are now."""
    with db.engine.connect() as connection:
        tables = sa.inspect(connection)
        names = set(tables.get_table_names())
        found = {
            table.name: values(
                connection, table, {each["name"] for each in tables.get_columns(table.name)}
            )
            for table in Base.metadata.sorted_tables
            if table.name in names
        }
    return {
        name: of_table for name, of_table in found.items() if of_table and name not in MADE_ANEW
    }


def without_sums(found: dict[str, list[T]]) -> dict[str, list[T]]:
    """What was there before sums were kept."""
    return {name: of_table for name, of_table in found.items() if name not in ADDED_UP_AGAIN}


def values(
    connection: sa.Connection, table: sa.Table, names: set[str]
) -> list[list[tuple[str, object]]]:
    """The rows of a table, without what is empty."""
    statement = sa.select(*(column for column in table.columns if column.name in names))
    found = connection.execute(statement).mappings()
    return sorted(
        ([(name, value) for name, value in row.items() if value is not None] for row in found),
        key=repr,
    )


def audit_triggers() -> int:
    engine = db.engine
    query = (
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'"
        if engine.dialect.name == "sqlite"
        else "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass"
        " AND NOT tgisinternal"
    )
    with engine.connect() as connection:
        return int(connection.execute(sa.text(query)).scalar_one())


def test_the_migrated_tables_are_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert set(sa.inspect(connection).get_table_names()) == {
            *Base.metadata.tables,
            "alembic_version",
        }


def test_the_last_step_can_be_undone_and_redone_with_its_data(migrated: Flask) -> None:
    with migrated.app_context():
        before = rows()
        db.engine.dispose()
        flask_migrate.downgrade(revision="0002")
        assert rows() == without_sums(before)
        flask_migrate.upgrade()
        assert rows() == before
        assert sum(len(found) for found in before.values()) > 50


def test_decisions_from_before_sittings_survive(migrated: Flask) -> None:
    with migrated.app_context():
        with transaction() as session:
            make_document(session, enrolment=make_enrolment(session))
        before = rows()
        db.session.remove()
        db.engine.dispose()
        flask_migrate.downgrade(revision="0004")
        assert rows() == without_sums(before)
        flask_migrate.upgrade()
        assert rows() == before
        assert len(before["board_decision"]) == len(before["document"]) == 1


def test_placements_from_before_agreements_go_on(migrated: Flask) -> None:
    with migrated.app_context():
        with transaction() as session:
            unsigned = make_placement(session, is_signed=False)
            unsigned_id = unsigned.id
        db.session.remove()
        db.engine.dispose()
        flask_migrate.downgrade(revision="0011")
        flask_migrate.upgrade()
        with transaction() as session:
            placements = session.scalars(sa.select(Placement)).all()
            papers = session.scalars(sa.select(Agreement)).all()
            assert {each.placement_id for each in papers} == {each.id for each in placements}
            assert {(each.state.value, each.facts) for each in papers} == {("signed", None)}
            placement = session.get_one(Placement, unsigned_id)
            assert agreement_days.bar(session, placement, TODAY) is None


def test_all_can_be_undone_and_redone_although_there_are_rows(migrated: Flask) -> None:
    with migrated.app_context():
        db.engine.dispose()
        flask_migrate.downgrade(revision="base")
        assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
        flask_migrate.upgrade()
        assert rows() == {}


def test_the_audit_chain_keeps_its_triggers(migrated: Flask) -> None:
    with migrated.app_context():
        assert audit_triggers() == AUDIT_TRIGGERS[db.engine.dialect.name]
