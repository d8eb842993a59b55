"""Classes, attendance and study arrangements: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    AttendancePaper,
    ClassSession,
    Cohort,
    Enrolment,
    StudyArrangement,
)
from msp_du.policies.cohorts import can_manage_cohort, can_read_cohort, is_enrolled
from msp_du.policies.grants import active_grants, has_role, institution_ids, is_self
from msp_du.policies.marks import can_mark, can_read_marks


def can_plan_sessions(actor: Account, cohort: Cohort) -> bool:
    """Coordinators of the cohort."""
    return can_manage_cohort(actor, cohort)


def can_fill_attendance(actor: Account, class_session: ClassSession) -> bool:
    """Its instructor, the tutors named for its module in the cohort, and the coordinators."""
    return instructs(actor, class_session) or can_mark(
        actor, class_session.cohort, class_session.module
    )


def instructs(actor: Account, class_session: ClassSession) -> bool:
    """Tell whether the actor gives the class, and is a tutor of the institution to this day."""
    is_tutor = class_session.institution_id in institution_ids(actor, Role.TUTOR)
    return is_tutor and class_session.instructor_id == actor.id


def can_reopen_attendance(actor: Account, class_session: ClassSession) -> bool:
    """Coordinators of the cohort, and only what is closed."""
    is_closed = class_session.closed_at is not None
    return is_closed and can_manage_cohort(actor, class_session.cohort)


def can_read_calendar(actor: Account, cohort: Cohort) -> bool:
    """Its coordinators, and tutors of the institution or of the cohort: it names nobody."""
    return can_manage_cohort(actor, cohort) or any(
        grant.institution_id == cohort.institution_id and grant.cohort_id in {None, cohort.id}
        for grant in active_grants(actor, Role.TUTOR)
    )


def can_certify_attendance(actor: Account, enrolment: Enrolment) -> bool:
    """The coordinators of the cohort and the registrar's office, never for themselves."""
    own = is_self(actor, enrolment.person_id)
    return can_read_cohort(actor, enrolment.cohort) and not own


def can_read_paper(actor: Account, paper: AttendancePaper) -> bool:
    """Of a certificate its holder and whoever makes one; of a sheet who asked, or marks there."""
    if paper.enrolment is None:
        asked = paper.requested_by_id == actor.id and can_read_calendar(actor, paper.cohort)
        return asked or can_read_marks(actor, paper.cohort)
    return is_enrolled(actor, paper.enrolment) or can_certify_attendance(actor, paper.enrolment)


def can_arrange(actor: Account, enrolment: Enrolment) -> bool:
    """Coordinators of the cohort, never for themselves."""
    own = is_self(actor, enrolment.person_id)
    return can_manage_cohort(actor, enrolment.cohort) and not own


def can_change_arrangement(actor: Account, arrangement: StudyArrangement) -> bool:
    """Whoever may make one for this person."""
    return can_arrange(actor, arrangement.enrolment)


def can_sign_presence(actor: Account) -> bool:
    """Trainees, each for themselves."""
    return actor.person_id is not None and has_role(actor, Role.TRAINEE)
