"""Hosts' desks, as the coordination handles them: who may do what."""

from msp_du.models import Account, Contact, ContactDeputy, Institution, Placement
from msp_du.policies.institutions import can_set_calendar
from msp_du.policies.placements import (
    can_manage_organisation,
    can_manage_placement,
    is_trainee_of,
)


def can_manage_contact(actor: Account, contact: Contact) -> bool:
    """Coordinators of its institution, or of one of its cohorts."""
    return can_manage_organisation(actor, contact.organisation)


def can_end_deputy(actor: Account, row: ContactDeputy) -> bool:
    """Whoever manages the contact who is replaced."""
    return can_manage_contact(actor, row.contact)


def can_sign_on_behalf(actor: Account, placement: Placement) -> bool:
    """Coordinators of the cohort; never the trainee's own account."""
    return can_manage_placement(actor, placement) and not is_trainee_of(actor, placement)


def can_set_desk(actor: Account, institution: Institution) -> bool:
    """Its administrators, and coordinators of the whole institution."""
    return can_set_calendar(actor, institution)
