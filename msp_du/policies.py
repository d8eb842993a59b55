"""Who may do what to which object: one question, one function, readable aloud."""

from datetime import UTC, datetime
from uuid import UUID

from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    AccountSession,
    Cohort,
    Contact,
    CurriculumVersion,
    Document,
    Enrolment,
    EnrolmentYear,
    Institution,
    Module,
    Organisation,
    Placement,
    RoleGrant,
)

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


def _holds_cohort(actor: Account, cohort: Cohort, *roles: Role) -> bool:
    whole, single = cohort_scope(actor, *roles)
    return cohort.institution_id in whole or cohort.id in single


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


def can_open_cohort(actor: Account, institution: Institution) -> bool:
    """Coordinators of the whole institution."""
    return can_import_curriculum(actor, institution)


def can_read_cohort(actor: Account, cohort: Cohort) -> bool:
    """Its coordinators, and the registrar's office."""
    return _holds_cohort(actor, cohort, Role.COORDINATOR, Role.REGISTRAR)


def can_manage_cohort(actor: Account, cohort: Cohort) -> bool:
    """Its coordinators."""
    return _holds_cohort(actor, cohort, Role.COORDINATOR)


def can_read_enrolment(actor: Account, enrolment: Enrolment) -> bool:
    """The person enrolled, and whoever reads the cohort."""
    is_self = actor.person_id is not None and actor.person_id == enrolment.person_id
    return is_self or can_read_cohort(actor, enrolment.cohort)


def can_manage_enrolment(actor: Account, enrolment: Enrolment) -> bool:
    """Coordinators of the cohort."""
    return can_manage_cohort(actor, enrolment.cohort)


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
    person_id = placement.enrolment_year.enrolment.person_id
    return actor.person_id is not None and actor.person_id == person_id


def can_read_placement(actor: Account, placement: Placement) -> bool:
    """The trainee, the academic tutor, whoever reads the cohort; the host has its own desk."""
    cohort = placement.enrolment_year.enrolment.cohort
    return (
        is_trainee_of(actor, placement)
        or _follows(actor, placement)
        or can_read_cohort(actor, cohort)
    )


def _follows(actor: Account, placement: Placement) -> bool:
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


def speaks_for(actor: Account, contact: Contact) -> bool:
    """Tell whether this account is the contact's own, with a supervisor's role there."""
    supervises = contact.institution_id in institution_ids(actor, Role.SUPERVISOR)
    return contact.account_id == actor.id and supervises


def can_read_marks(actor: Account, cohort: Cohort) -> bool:
    """Whoever marks something in the cohort, and its coordinators."""
    return can_manage_cohort(actor, cohort) or any(
        grant.module_id is not None and _covers(grant, cohort)
        for grant in active_grants(actor, Role.TUTOR)
    )


def can_mark(actor: Account, cohort: Cohort, module: Module) -> bool:
    """The tutors named for this module in the cohort, and the coordinators of the cohort."""
    return can_manage_cohort(actor, cohort) or any(
        grant.module_id == module.id and _covers(grant, cohort)
        for grant in active_grants(actor, Role.TUTOR)
    )


def _covers(grant: RoleGrant, cohort: Cohort) -> bool:
    here = grant.institution_id == cohort.institution_id
    return here and grant.cohort_id in {None, cohort.id}


def is_enrolled(actor: Account, enrolment: Enrolment) -> bool:
    """Tell whether the enrolment is the actor's own."""
    is_self = actor.person_id is not None and actor.person_id == enrolment.person_id
    return is_self and has_role(actor, Role.TRAINEE)


def can_rate_as_host(actor: Account, placement: Placement) -> bool:
    """Whoever approves the hours of the placement."""
    return can_approve_hours(actor, placement)


def can_rate_as_tutor(actor: Account, enrolment: Enrolment) -> bool:
    """The academic tutor of a placement of theirs, and the coordinators of the cohort.

    Nobody validates their own levels.
    """
    follows = has_role(actor, Role.TUTOR) and any(
        _follows(actor, placement) for year in enrolment.years for placement in year.placements
    )
    own = actor.person_id is not None and actor.person_id == enrolment.person_id
    return not own and (follows or can_manage_cohort(actor, enrolment.cohort))


def can_rate(actor: Account, enrolment: Enrolment) -> bool:
    """The trainee for themselves, and whoever validates the levels; hosts rate at their desk."""
    return is_enrolled(actor, enrolment) or can_rate_as_tutor(actor, enrolment)


def can_read_competencies(actor: Account, enrolment: Enrolment) -> bool:
    """The trainee, whoever validates the levels, and the board; hosts see them at their desk."""
    return (
        is_enrolled(actor, enrolment)
        or can_rate_as_tutor(actor, enrolment)
        or _holds_cohort(actor, enrolment.cohort, Role.BOARD_MEMBER)
    )


def can_sit_on_board(actor: Account, cohort: Cohort) -> bool:
    """Members of the examination board of the institution, or of this cohort."""
    return _holds_cohort(actor, cohort, Role.BOARD_MEMBER)


def can_read_board(actor: Account, cohort: Cohort) -> bool:
    """Members of its board, and its coordinators."""
    return _holds_cohort(actor, cohort, Role.BOARD_MEMBER, Role.COORDINATOR)


def can_read_board_file(actor: Account, year: EnrolmentYear) -> bool:
    """Whoever reads what the board has before it."""
    return can_read_board(actor, year.enrolment.cohort)


def can_decide(actor: Account, year: EnrolmentYear) -> bool:
    """Members of the board, never on themselves."""
    enrolment = year.enrolment
    own = actor.person_id is not None and actor.person_id == enrolment.person_id
    return can_sit_on_board(actor, enrolment.cohort) and not own


def can_issue_documents(actor: Account, cohort: Cohort) -> bool:
    """The registrar's office."""
    return _holds_cohort(actor, cohort, Role.REGISTRAR)


def can_issue_for(actor: Account, enrolment: Enrolment) -> bool:
    """The registrar's office, never for themselves."""
    own = actor.person_id is not None and actor.person_id == enrolment.person_id
    return can_issue_documents(actor, enrolment.cohort) and not own


def can_end_document(actor: Account, document: Document) -> bool:
    """Whoever may issue it: replaced or revoked."""
    return can_issue_for(actor, document.enrolment)


def can_read_document(actor: Account, document: Document) -> bool:
    """Its holder, and the registrar's office."""
    return holds_document(actor, document) or can_issue_documents(actor, document.enrolment.cohort)


def holds_document(actor: Account, document: Document) -> bool:
    """Tell whether the document is about the actor."""
    return actor.person_id is not None and actor.person_id == document.person_id


def can_withdraw_document(actor: Account, document: Document) -> bool:
    """Its holder; the registrar's office when they ask for it there."""
    return can_read_document(actor, document)
