"""Roles that hold now, and how far they reach: who may do what."""

from datetime import UTC, datetime
from uuid import UUID

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Cohort, RoleGrant

STAFF = frozenset(Role) - {Role.TRAINEE, Role.SUPERVISOR}


def active_grants(actor: Account, *roles: Role) -> list[RoleGrant]:
    """List the grants that hold now, of these roles or of any."""
    now = datetime.now(UTC)
    return [
        grant
        for grant in actor.grants
        if grant.is_active(now) and (not roles or grant.role in roles)
    ]


def has_role(actor: Account, *roles: Role) -> bool:
    """Tell whether the account holds one of these roles anywhere."""
    return bool(active_grants(actor, *roles))


def institution_ids(actor: Account, *roles: Role) -> set[UUID]:
    """Tell where the account holds one of these roles, whatever the cohort."""
    return {grant.institution_id for grant in active_grants(actor, *roles)}


def cohort_scope(actor: Account, *roles: Role) -> tuple[set[UUID], set[UUID]]:
    """Return the institutions held whole, and the single cohorts held elsewhere."""
    grants = active_grants(actor, *roles)
    whole = {grant.institution_id for grant in grants if grant.cohort_id is None}
    single = {grant.cohort_id for grant in grants if grant.cohort_id is not None}
    return whole, single


def holds_cohort(actor: Account, cohort: Cohort, *roles: Role) -> bool:
    """Tell whether the account holds one of these roles for the cohort, or for its institution."""
    whole, single = cohort_scope(actor, *roles)
    return cohort.institution_id in whole or cohort.id in single


def is_self(actor: Account, person_id: UUID) -> bool:
    """Tell whether the actor is that person."""
    return actor.person_id is not None and actor.person_id == person_id
