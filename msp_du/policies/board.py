"""The examination board: who may do what."""

from datetime import UTC, datetime

from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    BoardDecision,
    BoardPaper,
    BoardSeat,
    BoardSitting,
    Cohort,
    EnrolmentYear,
)
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


def can_prepare_board(actor: Account, cohort: Cohort) -> bool:
    """The coordinators of the cohort name the board and its dates."""
    return holds_cohort(actor, cohort, Role.COORDINATOR)


def can_prepare_sitting(actor: Account, sitting: BoardSitting) -> bool:
    """Whoever names its board."""
    return can_prepare_board(actor, sitting.cohort)


def can_change_seat(actor: Account, seat: BoardSeat) -> bool:
    """Whoever names its board."""
    return can_prepare_sitting(actor, seat.sitting)


def can_read_sitting(actor: Account, sitting: BoardSitting) -> bool:
    """Whoever reads what the board has before it."""
    return can_read_board(actor, sitting.cohort)


def can_sit(actor: Account, sitting: BoardSitting) -> bool:
    """Members of the board; whether they sit that day, the sitting itself knows."""
    return can_sit_on_board(actor, sitting.cohort)


def can_lead_sitting(actor: Account, sitting: BoardSitting) -> bool:
    """The coordinators of the cohort, and the account of whoever is named to preside."""
    presidents = {seat.account_id for seat in sitting.seats if seat.is_president}
    presides = actor.id in presidents and can_sit(actor, sitting)
    return can_prepare_sitting(actor, sitting) or presides


def can_recuse(actor: Account, seat: BoardSeat, year: EnrolmentYear) -> bool:
    """A member themselves, and whoever leads the sitting; nobody where they are examined."""
    own = is_self(actor, year.enrolment.person_id)
    is_own_seat = seat.account_id == actor.id and can_sit(actor, seat.sitting)
    return not own and (is_own_seat or can_lead_sitting(actor, seat.sitting))


def can_take_part_again(actor: Account, seat: BoardSeat, year: EnrolmentYear) -> bool:
    """Whoever leads the sitting: nobody ends their own recusal alone."""
    own = is_self(actor, year.enrolment.person_id)
    return not own and can_lead_sitting(actor, seat.sitting)


def can_read_board_paper(actor: Account, paper: BoardPaper) -> bool:
    """Whoever reads the sitting."""
    return can_read_sitting(actor, paper.sitting)


def can_read_own_letter(actor: Account, paper: BoardPaper) -> bool:
    """Whom a letter is about, once its sitting is published."""
    decision = paper.decision
    if decision is None or not is_published(decision):
        return False
    return is_self(actor, decision.enrolment_year.enrolment.person_id)


def can_keep_scan(actor: Account, paper: BoardPaper) -> bool:
    """Whoever leads the sitting."""
    return can_lead_sitting(actor, paper.sitting)


def can_sign_minutes(actor: Account, paper: BoardPaper) -> bool:
    """Members of the board; whether they sat that day, the sitting itself knows."""
    return can_sit(actor, paper.sitting)


def is_published(decision: BoardDecision) -> bool:
    """Tell whether the trainee may know: at once, unless a sitting publishes it later."""
    sitting = decision.sitting
    if sitting is None:
        return True
    return sitting.publish_at is not None and sitting.publish_at <= datetime.now(UTC)
