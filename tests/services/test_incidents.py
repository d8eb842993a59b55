"""Incidents told in time, declared once, listed for who follows them."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.incidents import IncidentPlace
from msp_du.domain.vocabulary import Regime
from msp_du.extensions import transaction
from msp_du.models import AuditEvent, IncidentNotice
from msp_du.services import incidents
from tests.support.placement_office import NOW, Desk, open_desk


@pytest.fixture
def desk(session: Session) -> Desk:
    return open_desk(session, Regime.STUDENT_INTERNSHIP)


def tell(desk: Desk, happened_at: datetime) -> IncidentNotice:
    with transaction() as s:
        return incidents.tell(
            s,
            desk.placement,
            happened_at=happened_at,
            place=IncidentPlace.TRAVEL,
            actor=desk.actor,
            now=NOW,
        )


def test_an_incident_is_told_and_its_declaration_noted_once(desk: Desk) -> None:
    with pytest.raises(RuleViolation) as refusal:
        tell(desk, NOW + timedelta(minutes=1))
    assert refusal.value.rule is Rule.INCIDENT_IN_FUTURE
    notice = tell(desk, NOW - timedelta(hours=3))
    later = tell(desk, NOW - timedelta(hours=2))
    with transaction() as s:
        incidents.note_sending(s, notice, sent_on=NOW.date(), actor=desk.actor, now=NOW)
    for sent_on, rule in (
        (NOW.date(), Rule.INCIDENT_SENT),
        (NOW.date() - timedelta(days=1), Rule.INCIDENT_SENT_DATE),
    ):
        target = notice if rule is Rule.INCIDENT_SENT else later
        with pytest.raises(RuleViolation) as refusal, transaction() as s:
            incidents.note_sending(s, target, sent_on=sent_on, actor=desk.actor, now=NOW)
        assert refusal.value.rule is rule
    cohort = desk.placement.enrolment_year.enrolment.cohort
    assert [one.id for one in incidents.of_cohort(desk.session, cohort)] == [later.id, notice.id]
    assert len(incidents.of_placement(desk.session, desk.placement)) == 2
    acts = desk.session.scalars(select(AuditEvent.act).order_by(AuditEvent.sequence)).all()
    assert [act for act in acts if act.startswith("incidents:")] == [
        "incidents:tell",
        "incidents:tell",
        "incidents:note-sending",
    ]
