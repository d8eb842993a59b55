"""The register of structures: who may make two records one, who answers a proposal."""

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, HostProposal, LearningContext, Organisation
from msp_du.policies.grants import cohort_scope, has_role, institution_ids, is_self


def can_merge_hosts(actor: Account, organisation: Organisation) -> bool:
    """Coordinators of the whole institution: placements of every cohort move."""
    whole, _single = cohort_scope(actor, Role.COORDINATOR)
    return organisation.institution_id in whole


def can_answer_proposal(actor: Account, proposal: HostProposal) -> bool:
    """Coordinators of its institution, or of one of its cohorts."""
    return proposal.institution_id in institution_ids(actor, Role.COORDINATOR)


def can_remove_learning(actor: Account, row: LearningContext) -> bool:
    """Only the trainee whose own it is; nobody else ever sees it."""
    return is_self(actor, row.person_id) and has_role(actor, Role.TRAINEE)
