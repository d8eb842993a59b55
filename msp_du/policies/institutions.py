"""The institution, its accounts, its curricula: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, AccountSession, CurriculumVersion, Institution
from msp_du.policies.grants import cohort_scope, institution_ids


def can_administer_institution(actor: Account, institution: Institution) -> bool:
    """Its administrators set how it presents itself, and its calendar."""
    return institution.id in institution_ids(actor, Role.ADMINISTRATOR)


def can_set_calendar(actor: Account, institution: Institution) -> bool:
    """Its administrators, and coordinators of the whole institution."""
    whole, _ = cohort_scope(actor, Role.COORDINATOR)
    return can_administer_institution(actor, institution) or institution.id in whole


def can_manage_accounts(actor: Account, institution: Institution) -> bool:
    """Administrators open and close the accounts of their institution."""
    return can_administer_institution(actor, institution)


def can_manage_account(actor: Account, account: Account) -> bool:
    """An administrator of an institution where the account holds, or held, a role."""
    theirs = {grant.institution_id for grant in account.grants}
    return bool(theirs & institution_ids(actor, Role.ADMINISTRATOR))


def can_end_session(actor: Account, row: AccountSession) -> bool:
    """Its owner, from any device."""
    return row.account_id == actor.id


def can_read_curriculum(actor: Account, version: CurriculumVersion) -> bool:
    """Everyone who belongs to the institution."""
    return version.institution_id in institution_ids(actor)


def can_import_curriculum(actor: Account, institution: Institution) -> bool:
    """Coordinators of the whole institution."""
    whole, _ = cohort_scope(actor, Role.COORDINATOR)
    return institution.id in whole
