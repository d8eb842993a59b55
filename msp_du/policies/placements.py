"""Structures, placements and their hours: who may do what."""

from datetime import UTC, datetime

from msp_du.domain import calendar
from msp_du.domain.desk import seen_since
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Contact, Institution, Organisation, Placement
from msp_du.policies.cohorts import can_manage_cohort, can_read_cohort
from msp_du.policies.grants import has_role, institution_ids, is_self


def can_read_organisations(actor: Account, institution: Institution) -> bool:
    """Those who arrange placements there."""
    return institution.id in institution_ids(actor, Role.COORDINATOR, Role.REGISTRAR)


def can_read_organisation(actor: Account, organisation: Organisation) -> bool:
    """Those who arrange placements in its institution."""
    return organisation.institution_id in institution_ids(actor, Role.COORDINATOR, Role.REGISTRAR)


def can_manage_organisations(actor: Account, institution: Institution) -> bool:
    """Coordinators of the institution, or of one of its cohorts."""
    return institution.id in institution_ids(actor, Role.COORDINATOR)


def can_manage_organisation(actor: Account, organisation: Organisation) -> bool:
    """Coordinators of its institution, or of one of its cohorts."""
    return organisation.institution_id in institution_ids(actor, Role.COORDINATOR)


def is_trainee_of(actor: Account, placement: Placement) -> bool:
    """Tell whether the placement is the actor's own."""
    return is_self(actor, placement.enrolment_year.enrolment.person_id)


def can_read_placement(actor: Account, placement: Placement) -> bool:
    """The trainee, the academic tutor, whoever reads the cohort; the host has its own desk."""
    cohort = placement.enrolment_year.enrolment.cohort
    return (
        is_trainee_of(actor, placement)
        or follows(actor, placement)
        or can_read_cohort(actor, cohort)
    )


def follows(actor: Account, placement: Placement) -> bool:
    """Tell whether the actor is its academic tutor, and a tutor of its institution to this day."""
    is_tutor = placement.institution_id in institution_ids(actor, Role.TUTOR)
    return is_tutor and placement.academic_tutor_id == actor.id


def can_manage_placement(actor: Account, placement: Placement) -> bool:
    """Coordinators of the cohort."""
    return can_manage_cohort(actor, placement.enrolment_year.enrolment.cohort)


def can_log_hours(actor: Account, placement: Placement) -> bool:
    """Only the trainee."""
    return is_trainee_of(actor, placement) and has_role(actor, Role.TRAINEE)


def can_approve_hours(actor: Account, placement: Placement) -> bool:
    """The account of the contact whom the placement names; never the trainee's own."""
    return speaks_for(actor, placement.contact) and not is_trainee_of(actor, placement)


def is_seen_by_host(placement: Placement) -> bool:
    """Tell whether its host still sees the trainee: until three months after its last day."""
    since = seen_since(calendar.today(datetime.now(UTC), calendar.PARIS))
    return any(period.ends_on >= since for period in placement.periods)


def speaks_for(actor: Account, contact: Contact) -> bool:
    """Tell whether this account is the contact's own, with a supervisor's role there."""
    supervises = contact.institution_id in institution_ids(actor, Role.SUPERVISOR)
    return contact.account_id == actor.id and supervises
