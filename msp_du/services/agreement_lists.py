"""Papers that wait: for somebody's signature, or for anybody's; and placements without one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from msp_du.domain.agreements import AgreementState, SignerCapacity
from msp_du.domain.vocabulary import ContactCapacity, EnrolmentState, Role
from msp_du.models import (
    Account,
    Agreement,
    AgreementSigner,
    Contact,
    DeskLink,
    Enrolment,
    EnrolmentYear,
    Person,
    Placement,
)
from msp_du.policies import cohort_scope, institution_ids
from msp_du.services import desks

PAGE_SIZE: Final = 50
_AWAITED: Final = (
    AgreementSigner.signed_at.is_(None),
    Agreement.state == AgreementState.AWAITING_SIGNATURES,
)
_FOLLOWING: Final = (SignerCapacity.HOST_SUPERVISOR, SignerCapacity.HOST_SIGNATORY)
"""Capacities in which whoever follows the placement at the host may sign."""
_UNDER_WAY: Final = (AgreementState.DRAFT, AgreementState.AWAITING_SIGNATURES)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A placement whose papers are not all signed, and the paper under way if there is one."""

    placement: Placement
    paper: Agreement | None


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page of placements; pages count from 1."""

    rows: Sequence[Waiting]
    total: int
    page: int
    pages: int


def to_sign(session: Session, actor: Account) -> list[AgreementSigner]:
    """List what an account may sign now, by name of the trainee; one statement."""
    return _signers(session, _mine(actor))


def count_to_sign(session: Session, actor: Account) -> int:
    """Count what an account may sign now; one statement."""
    statement = (
        select(func.count())
        .select_from(AgreementSigner)
        .join(AgreementSigner.agreement)
        .join(Agreement.placement)
        .join(Placement.enrolment_year)
        .join(EnrolmentYear.enrolment)
        .where(_mine(actor), *_AWAITED)
    )
    return session.scalar(statement) or 0


def _mine(actor: Account) -> ColumnElement[bool]:
    """Keep the places at which an account signs, on papers of others where it is staff."""
    whole, single = cohort_scope(actor, Role.COORDINATOR, Role.REGISTRAR)
    own = Enrolment.person_id == actor.person_id
    mine: list[ColumnElement[bool]] = [
        (AgreementSigner.capacity == SignerCapacity.TRAINEE) & own,
        (AgreementSigner.account_id == actor.id)
        & Agreement.institution_id.in_(institution_ids(actor, Role.TUTOR))
        & Enrolment.person_id.is_distinct_from(actor.person_id),
        (AgreementSigner.capacity == SignerCapacity.UNIVERSITY)
        & or_(Enrolment.institution_id.in_(whole), Enrolment.cohort_id.in_(single))
        & Enrolment.person_id.is_distinct_from(actor.person_id),
    ]
    return or_(*mine)


def at_desk(session: Session, contact_ids: Collection[UUID], today: date) -> list[AgreementSigner]:
    """List what contacts sign at their desk; never the papers of a trainee who sits there."""
    return _signers(session, _at_desk(contact_ids, today))


def find_at_desk(
    session: Session, signer_id: UUID, contact_ids: Collection[UUID], today: date
) -> AgreementSigner | None:
    """Return a signer of this desk, on a paper that was sent; None for anybody else's."""
    statement = _base().where(
        AgreementSigner.id == signer_id,
        Agreement.state != AgreementState.DRAFT,
        _at_desk(contact_ids, today),
    )
    return session.execute(statement).scalar_one_or_none()


def waiting(session: Session, actor: Account, *, page: int = 1) -> WaitingPage:
    """List the placements that the actor coordinates whose papers are not all signed.

    Those of trainees who left are not listed. Four statements whatever their number.
    """
    whole, single = cohort_scope(actor, Role.COORDINATOR, Role.REGISTRAR)
    signed = aliased(Agreement)
    is_signed = exists().where(
        signed.placement_id == Placement.id, signed.state == AgreementState.SIGNED
    )
    is_under_way = (Agreement.placement_id == Placement.id) & Agreement.state.in_(_UNDER_WAY)
    base = (
        select(Placement, Agreement)
        .join(EnrolmentYear, EnrolmentYear.id == Placement.enrolment_year_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Agreement, is_under_way)
        .where(
            or_(Enrolment.institution_id.in_(whole), Enrolment.cohort_id.in_(single)),
            Enrolment.state != EnrolmentState.WITHDRAWN,
            or_(Agreement.id.is_not(None), ~is_signed),
        )
    )
    total = session.scalar(
        select(func.count()).select_from(base.with_only_columns(Placement.id).subquery())
    )
    pages = max(1, -(-(total or 0) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    statement = (
        base.order_by(Person.sort_key, Placement.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
        .options(
            joinedload(Placement.organisation),
            joinedload(Placement.enrolment_year)
            .joinedload(EnrolmentYear.enrolment)
            .joinedload(Enrolment.person),
            selectinload(Agreement.signers),
        )
    )
    found = [Waiting(*row) for row in session.execute(statement)]
    return WaitingPage(found, total or 0, page, pages)


def links_sent(session: Session, contact_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when contacts were last sent the link of their desk, by id; one statement."""
    statement = (
        select(DeskLink.contact_id, func.max(DeskLink.created_at))
        .where(DeskLink.contact_id.in_(contact_ids))
        .group_by(DeskLink.contact_id)
    )
    return dict(session.execute(statement).all())


def _signers(session: Session, which: ColumnElement[bool]) -> list[AgreementSigner]:
    statement = (
        _base()
        .where(which, *_AWAITED)
        .order_by(Person.sort_key, Agreement.reference, AgreementSigner.position)
    )
    return list(session.execute(statement).scalars())


def _base() -> Select[AgreementSigner]:
    paper = contains_eager(AgreementSigner.agreement)
    placement = paper.contains_eager(Agreement.placement)
    enrolment = placement.contains_eager(Placement.enrolment_year).contains_eager(
        EnrolmentYear.enrolment
    )
    return (
        select(AgreementSigner)
        .join(AgreementSigner.agreement)
        .join(Agreement.placement)
        .join(Placement.enrolment_year)
        .join(EnrolmentYear.enrolment)
        .join(Enrolment.person)
        .options(
            enrolment.contains_eager(Enrolment.person),
            placement.joinedload(Placement.organisation),
        )
    )


def _at_desk(contact_ids: Collection[UUID], today: date) -> ColumnElement[bool]:
    """Keep what contacts sign while its placement is seen; not what they passed on to others."""
    signs_for_host = exists().where(
        Contact.id == AgreementSigner.contact_id, Contact.capacity == ContactCapacity.SIGNATORY
    )
    is_passed_on = (
        AgreementSigner.capacity.in_(_FOLLOWING)
        & (AgreementSigner.contact_id != Placement.contact_id)
        & ~signs_for_host
    )
    theirs = AgreementSigner.contact_id.in_(contact_ids) & ~_own(contact_ids)
    return theirs & desks.is_seen(today) & ~is_passed_on


def _own(contact_ids: Collection[UUID]) -> ColumnElement[bool]:
    """Keep the papers of whoever sits at the desk themselves, by account or by its address."""
    return exists().where(
        Account.person_id == Enrolment.person_id,
        Contact.id.in_(contact_ids),
        or_(Contact.account_id == Account.id, func.lower(Contact.email) == Account.email),
    )
