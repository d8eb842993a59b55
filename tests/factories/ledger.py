"""What stands beside the hours log."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from msp_du.models import Account, Placement, Timesheet
from msp_du.services import timesheets


def make_timesheet(session: Session, placement: Placement, account: Account) -> Timesheet:
    """A month of a placement, asked for and not printed yet."""
    (month, *_others) = timesheets.months(session, placement)
    return timesheets.request(session, placement, month, actor=account, now=datetime.now(UTC))
