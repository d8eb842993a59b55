"""Certificates of placements: a draft printed by the worker, then the copy that the host signed.

The same facts make the same draft: who asks again on the same day is led to the first one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain import frozen_facts
from msp_du.domain import placement_certificates as papers
from msp_du.domain.allowances import AllowanceState
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.placement_certificates import (
    HostLine,
    MonthLine,
    PlacementCertificateFacts,
    TraineeLine,
)
from msp_du.domain.placement_documents import PAPERS
from msp_du.domain.placement_lengths import length_of
from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.models import (
    Account,
    Job,
    Person,
    Placement,
    PlacementCertificate,
    PlacementDocument,
)
from msp_du.services import (
    audit,
    curricula,
    decisions,
    document_facts,
    hours_rows,
    legal_figures,
    outbox,
    placement_allowances,
    placement_documents,
    placement_papers,
    stored_files,
)

MEDIA_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class ToPrint:
    """All that rendering needs."""

    facts: PlacementCertificateFacts
    logo: bytes | None


def request(
    session: Session, placement: Placement, *, today: date, actor: Account, now: datetime
) -> PlacementCertificate:
    """Have the draft printed for the host to sign; locks the trainee.

    Raises RuleViolation CERTIFICATE_NO_HOURS while no hours are signed, DOCUMENT_SIGN_MISSING.
    """
    hours_rows.lock_trainee(session, placement)
    facts = facts_of(session, placement, today=today)
    document_facts.check_signs(_texts(facts))
    text = papers.canonical(facts)
    digest = frozen_facts.digest(text)
    statement = select(PlacementCertificate).where(
        PlacementCertificate.placement_id == placement.id,
        PlacementCertificate.facts_digest == digest,
    )
    found = session.execute(statement).scalar_one_or_none()
    if found is not None:
        return found
    draft = PlacementCertificate(
        institution_id=placement.institution_id,
        placement_id=placement.id,
        paper=facts.paper,
        facts=text,
        facts_digest=digest,
        requested_at=now,
        requested_by_id=actor.id,
    )
    session.add(draft)
    session.flush()
    audit.record(session, "placement-certificates:request", draft, actor=actor)
    outbox.queue(
        session,
        JobKind.PLACEMENT_CERTIFICATE,
        _job_key(draft.id),
        {"paper_id": str(draft.id)},
        institution_id=placement.institution_id,
    )
    return draft


def facts_of(session: Session, placement: Placement, *, today: date) -> PlacementCertificateFacts:
    """Return what the draft prints: hours that are signed, and what is due for them."""
    figures = legal_figures.of_institution(session, placement.institution_id)
    allowance = placement_allowances.of_placement(session, placement, figures)
    if not allowance.minutes:
        raise RuleViolation(Rule.CERTIFICATE_NO_HOURS)
    year = placement.enrolment_year
    person = year.enrolment.person
    return PlacementCertificateFacts(
        paper=PAPERS[placement.regime],
        issuer=document_facts.letterhead_of(session, year.enrolment.cohort.institution),
        drafted_on=today,
        host=_host(placement),
        trainee=_trainee(person, _email(session, person)),
        title=curricula.content_of(year.curriculum_version).title.fr,
        academic_year=year.academic_year.label,
        starts_on=placement.periods[0].starts_on,
        ends_on=max(row.ends_on for row in placement.periods),
        length=length_of(
            allowance.minutes, day_minutes=figures.day_minutes, month_days=figures.month_days
        ),
        allowance=allowance.state,
        cents=allowance.cents,
        cents_an_hour=allowance.rate.cents if allowance.state is AllowanceState.DUE else 0,
        months=tuple(MonthLine(one.first_day, one.minutes, one.cents) for one in allowance.months),
    )


def last(session: Session, placement: Placement) -> PlacementCertificate | None:
    """Return the draft that was asked for last."""
    statement = (
        select(PlacementCertificate)
        .where(PlacementCertificate.placement_id == placement.id)
        .order_by(PlacementCertificate.requested_at.desc(), PlacementCertificate.id)
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def is_given_up(session: Session, draft: PlacementCertificate) -> bool:
    """Tell whether the worker could not print a draft."""
    statement = select(Job.state).where(Job.key == _job_key(draft.id))
    return session.execute(statement).scalar_one_or_none() is JobState.FAILED


def is_signed(session: Session, placement: Placement) -> bool:
    """Tell whether the host's signed document is in, as a copy or noted by its day."""
    return placement_papers.of_placement(session, placement.id) is not None


def prepare(session: Session, paper_id: UUID) -> ToPrint | None:
    """Return what the printer needs, None when there is nothing left to print.

    Raises UnreadableFacts when the table holds other facts than were written there.
    """
    draft = session.get(PlacementCertificate, paper_id)
    if draft is None or draft.file_id is not None:
        return None
    facts = papers.read(frozen_facts.unchanged(draft.facts, draft.facts_digest))
    logo = document_facts.logo_of(session, draft.institution_id, facts.issuer.logo)
    return ToPrint(facts, logo.content if logo else None)


def finish(session: Session, paper_id: UUID, pdf: bytes, *, now: datetime) -> None:
    """Keep the bytes; nothing for a draft that was finished before."""
    draft = session.get_one(
        PlacementCertificate, paper_id, with_for_update=True, populate_existing=True
    )
    if draft.file_id is not None:
        return
    file = stored_files.keep(session, draft.institution_id, pdf, MEDIA_TYPE, now=now)
    draft.file_id, draft.made_at = file.id, now
    session.flush()
    details = {"sha256": file.sha256}
    audit.record(session, "placement-certificates:make", draft, actor=None, details=details)


def keep_signed_copy(
    session: Session,
    placement: Placement,
    content: bytes,
    media_type: str,
    *,
    received_on: date,
    actor: Account,
    now: datetime,
) -> PlacementDocument:
    """Keep the signed copy; it notes the reception where that was not done, else replaces it.

    ``files.scans`` read the bytes before. Locks the enrolment. Raises RuleViolation
    PLACEMENT_DOCUMENT_IN_FUTURE or PLACEMENT_DOCUMENT_TOO_EARLY for the first copy.
    """
    decisions.lock(session, [placement.enrolment_year.enrolment_id])
    document = placement_papers.of_placement(session, placement.id)
    if document is None:
        document = placement_documents.receive(
            session, placement, received_on=received_on, actor=actor, now=now
        )
    file = stored_files.keep(session, placement.institution_id, content, media_type, now=now)
    document.scan_id = file.id
    session.flush()
    details = {"sha256": file.sha256, "paper": PAPERS[placement.regime]}
    audit.record(
        session, "placement-certificates:keep-copy", placement, actor=actor, details=details
    )
    return document


def _host(placement: Placement) -> HostLine:
    host, contact = placement.organisation, placement.contact
    return HostLine(
        name=host.name,
        legal_form=host.legal_form,
        siret=host.siret,
        city=host.city,
        service=placement.service,
        signer=contact.name,
        signer_capacity=contact.job_title,
    )


def _trainee(person: Person, email: str | None) -> TraineeLine:
    return TraineeLine(
        family_name=person.birth_family_name,
        given_names=person.given_names,
        usage_name=person.usage_family_name,
        birth_date=person.birth_date,
        email=email,
        student_number=person.student_number,
    )


def _email(session: Session, person: Person) -> str | None:
    statement = select(Account.email).where(Account.person_id == person.id).limit(1)
    return session.execute(statement).scalar_one_or_none()


def _texts(facts: PlacementCertificateFacts) -> list[str]:
    host, trainee = facts.host, facts.trainee
    found = (
        *(host.name, host.city, host.service, host.signer, host.signer_capacity),
        *(trainee.family_name, trainee.given_names, trainee.usage_name),
        *(facts.title, facts.academic_year, facts.issuer.name),
    )
    return [text for text in found if text]


def _job_key(draft_id: UUID) -> str:
    return f"{JobKind.PLACEMENT_CERTIFICATE}:{draft_id}"
