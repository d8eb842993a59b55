"""The examination board: who may do what."""

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Cohort, EnrolmentYear
from msp_du.policies.grants import holds_cohort, is_self


def can_sit_on_board(actor: Account, cohort: Cohort) -> bool:
    """Members of the examination board of the institution, or of this cohort."""
    return holds_cohort(actor, cohort, Role.BOARD_MEMBER)


def can_read_board(actor: Account, cohort: Cohort) -> bool:
    """Members of its board, and its coordinators."""
    return holds_cohort(actor, cohort, Role.BOARD_MEMBER, Role.COORDINATOR)


def can_read_board_file(actor: Account, year: EnrolmentYear) -> bool:
    """Whoever reads what the board has before it."""
    return can_read_board(actor, year.enrolment.cohort)


def can_decide(actor: Account, year: EnrolmentYear) -> bool:
    """Members of the board, never on themselves."""
    enrolment = year.enrolment
    own = is_self(actor, enrolment.person_id)
    return can_sit_on_board(actor, enrolment.cohort) and not own
