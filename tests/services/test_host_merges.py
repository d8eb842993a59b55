"""Two records of one structure made one: everything moves, on both engines, or nothing does."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hosts import HostBody, Readiness
from msp_du.domain.vocabulary import Role, SignatureVia
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    AuditEvent,
    Contact,
    HostReadiness,
    HostService,
    HoursSignature,
    Organisation,
    Placement,
)
from msp_du.services import desk_links, host_links, host_merges, host_register
from tests.factories import (
    make_account,
    make_contact,
    make_institution,
    make_organisation,
    make_placement,
)
from tests.factories.hosts import make_host_service, make_readiness


@pytest.fixture
def coordinator(session: Session) -> Account:
    with transaction():
        return make_account(session, Role.COORDINATOR)


@pytest.fixture
def pair(session: Session) -> tuple[Organisation, Organisation]:
    """The record that stays, and one with a contact, a signed day, services, a body."""
    with transaction():
        kept = make_organisation(session, name="CMP Les Tilleuls")
        kept.city = None
        gone = make_organisation(session, name="C.M.P. Tilleuls")
        supervisor = make_account(session, Role.SUPERVISOR)
        contact = make_contact(session, organisation=gone, account=supervisor)
        placement = make_placement(session, contact=contact)
        placement.enrolment_year.enrolment.employer_id = gone.id
        placement.host_service_id = make_host_service(session, gone, name="Accueil").id
        make_host_service(session, gone, name="Unité B")
        make_host_service(session, kept, name="accueil")
        for organisation, point in (
            (kept, Readiness.JOB_SHEET),
            (gone, Readiness.JOB_SHEET),
            (gone, Readiness.ACCESS),
        ):
            make_readiness(session, organisation, point)
        body = make_organisation(session, name="Hôpital")
        host_links.keep(session, gone, {HostBody.MANAGER: body.id, HostBody.SPONSOR: kept.id})
        gone.finess = "750712184"
        session.add(
            HoursSignature(
                placement_id=placement.id,
                contact_id=contact.id,
                declared_name=contact.name,
                declared_capacity="Coordinatrice",
                signed_at=datetime.now(UTC),
                via=SignatureVia.ACCOUNT,
                minutes=420,
                digest="0" * 64,
            )
        )
    return kept, gone


def merge(session: Session, pair: tuple[Organisation, Organisation], coordinator: Account) -> None:
    meaning = host_merges.preview(session, *pair).meaning
    with transaction():
        host_merges.merge(session, *pair, meaning=meaning, actor=coordinator)


def test_all_that_hangs_on_one_record_moves_to_the_other(
    session: Session, pair: tuple[Organisation, Organisation], coordinator: Account
) -> None:
    found = host_merges.preview(session, *pair)
    assert (found.placements, found.employed) == (1, 1)
    assert (found.contacts, found.services) == (("Amina Diallo",), ("Accueil", "Unité B"))
    assert found.filled == ("city", "finess")
    kept_id, gone_id = pair[0].id, pair[1].id
    with transaction():
        (contact,) = session.execute(select(Contact)).scalars()
        secret = desk_links.issue(session, contact, now=datetime.now(UTC))
    merge(session, pair, coordinator)
    session.expire_all()
    assert session.get(Organisation, gone_id) is None
    placement = session.execute(select(Placement)).scalar_one()
    contact = session.execute(select(Contact)).scalar_one()
    assert (placement.organisation_id, placement.contact_id) == (kept_id, contact.id)
    assert placement.enrolment_year.enrolment.employer_id == kept_id
    assert session.execute(select(HoursSignature.contact_id)).scalars().all() == [contact.id]
    services = {row.name: row.id for row in session.execute(select(HostService)).scalars()}
    assert set(services) == {"accueil", "Unité B"}
    assert placement.host_service_id == services["accueil"]
    ready = session.execute(select(HostReadiness.item)).scalars().all()
    assert sorted(ready) == [Readiness.ACCESS, Readiness.JOB_SHEET]
    assert list(host_links.of(session, kept_id)) == [HostBody.MANAGER]
    kept = session.get_one(Organisation, kept_id)
    assert (kept.city, kept.finess) == ("Tours", "750712184")
    acts = session.execute(select(AuditEvent.act)).scalars().all()
    assert acts[-1] == "organisations:merge"
    with transaction():  # the personal link of the contact opens as before
        opened = desk_links.open_desk(session, secret, now=datetime.now(UTC))
    assert opened.raw


def test_what_changed_since_the_preview_is_asked_again(
    session: Session, pair: tuple[Organisation, Organisation], coordinator: Account
) -> None:
    meaning = host_merges.preview(session, *pair).meaning
    with transaction():
        make_contact(session, organisation=pair[1], name="Nouvelle venue")
    with pytest.raises(RuleViolation) as refused, transaction():
        host_merges.merge(session, *pair, meaning=meaning, actor=coordinator)
    assert refused.value.rule is Rule.PREVIEW_STALE
    assert session.get(Organisation, pair[1].id) is not None


def test_a_structure_is_not_merged_with_itself_nor_elsewhere(
    session: Session, pair: tuple[Organisation, Organisation]
) -> None:
    with transaction():
        other = make_organisation(session, institution=make_institution(session))
    for gone, rule in ((pair[0], Rule.HOSTS_SAME), (other, Rule.HOST_LINK_ELSEWHERE)):
        with pytest.raises(RuleViolation) as refused:
            host_merges.preview(session, pair[0], gone)
        assert refused.value.rule is rule


def test_doubles_are_found_by_name_or_number(session: Session) -> None:
    with transaction():
        one = make_organisation(session, name="CMP Les Tilleuls")
        make_organisation(session, name="CMP des Tilleuls")
        make_organisation(session, name="CMP Les Acacias")
        same = make_organisation(session, name="Centre du parc")
        one.siret = same.siret = "73282932000074"
    found = [row.name for row in host_merges.doubles(session, one)]
    assert found == ["Centre du parc", "CMP des Tilleuls"]


def test_days_of_the_checklist_are_kept(session: Session, coordinator: Account) -> None:
    with transaction():
        host = make_organisation(session)
        make_readiness(session, host, Readiness.ACCESS, checked_on=date(2025, 1, 2))
    with transaction():
        host_register.check_readiness(
            session,
            host,
            [Readiness.ACCESS, Readiness.BREAK_PLAN],
            checked_on=date(2026, 1, 2),
            today=date(2026, 1, 2),
            actor=coordinator,
            version=host.version,
        )
    assert host_register.readiness(session, host.id) == {
        Readiness.ACCESS: date(2025, 1, 2),
        Readiness.BREAK_PLAN: date(2026, 1, 2),
    }
