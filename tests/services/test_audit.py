"""The audit chain shows any change, any gap and any cut."""

import pytest
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import AuditDetail, AuditEvent
from msp_du.services import audit
from msp_du.services.audit import ChainFault, ChainFaultKind
from tests.factories import make_account


@pytest.fixture
def chain(session: Session) -> Session:
    """Five events after the account's own."""
    with transaction() as writing:
        account = make_account(writing, Role.COORDINATOR)
        for number in range(5):
            audit.record(writing, "test:act", account, actor=account, details={"n": number})
    return session


def without_triggers(engine: Engine, statement: str) -> None:
    """Change the table as somebody with the database's own rights could."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement))
            return
        for act in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER audit_event_no_{act}"))
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.execute(text(statement))


def test_an_untouched_chain_is_whole(chain: Session) -> None:
    report = audit.verify(chain, [audit.head(chain)])
    assert (report.events, report.purged, report.faults) == (5, 0, ())
    assert report.head == audit.head(chain)[1]


def test_a_changed_event_is_found(chain: Session) -> None:
    chain.rollback()
    without_triggers(db.engine, "UPDATE audit_event SET act = 'test:other' WHERE sequence = 3")
    assert audit.verify(chain).faults == (ChainFault(ChainFaultKind.CHANGED, 3),)


def test_a_removed_event_is_found(chain: Session) -> None:
    with transaction() as writing:
        writing.execute(delete(AuditDetail))
    without_triggers(db.engine, "DELETE FROM audit_event WHERE sequence = 2")
    assert audit.verify(chain).faults == (ChainFault(ChainFaultKind.MISSING, 3),)


def test_a_cut_tail_is_found_by_the_head_in_the_database(chain: Session) -> None:
    with transaction() as writing:
        writing.execute(delete(AuditDetail))
    without_triggers(db.engine, "DELETE FROM audit_event WHERE sequence > 3")
    assert audit.verify(chain).faults == (ChainFault(ChainFaultKind.CUT, 4),)


def test_a_cut_tail_is_found_by_the_head_kept_outside(chain: Session) -> None:
    kept = [audit.head(chain)]
    third = chain.query(AuditEvent).filter_by(sequence=3).one().hash
    with transaction() as writing:
        writing.execute(delete(AuditDetail))
        writing.execute(text("UPDATE audit_head SET sequence = 3, hash = :h"), {"h": third})
    without_triggers(db.engine, "DELETE FROM audit_event WHERE sequence > 3")
    assert audit.verify(chain).faults == ()
    assert audit.verify(chain, kept).faults == (ChainFault(ChainFaultKind.CUT, 4),)


def test_a_chain_rewritten_after_its_head_was_kept_is_found(chain: Session) -> None:
    assert audit.verify(chain, [(4, "f" * 64)]).faults == (ChainFault(ChainFaultKind.CHANGED, 4),)


def test_purged_details_are_counted_and_are_no_fault(chain: Session) -> None:
    with transaction() as writing:
        writing.execute(delete(AuditDetail))
    report = audit.verify(chain)
    assert (report.purged, report.faults) == (5, ())


def test_changed_details_are_found(chain: Session) -> None:
    event = chain.query(AuditEvent).filter_by(sequence=4).one()
    with transaction() as writing:
        writing.execute(
            update(AuditDetail).where(AuditDetail.event_id == event.id).values(text="{}")
        )
    assert audit.verify(chain).faults == (ChainFault(ChainFaultKind.DETAILS_CHANGED, 4),)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET act = 'x'", "DELETE FROM audit_event"]
)
def test_the_database_itself_refuses_a_change(chain: Session, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        chain.execute(text(statement))
    chain.rollback()
    assert audit.verify(chain).faults == ()
