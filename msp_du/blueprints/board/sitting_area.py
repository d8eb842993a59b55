"""What the pages of a sitting ask first: the sitting, a year on its table."""

from uuid import UUID

from flask import abort

from msp_du.extensions import db
from msp_du.models import BoardSitting, EnrolmentYear
from msp_du.services import sittings
from msp_du.web.access import get_or_404


def sitting_or_404(sitting_id: UUID) -> BoardSitting:
    """Return a sitting with its seats, or answer 404."""
    sitting = sittings.find(db.session(), sitting_id)
    if sitting is None:
        abort(404)
    return sitting


def year_of_sitting(sitting: BoardSitting, enrolment_year_id: UUID) -> EnrolmentYear:
    """Return a year that the sitting is about, or answer 404."""
    year = get_or_404(EnrolmentYear, enrolment_year_id)
    place = (year.enrolment.cohort_id, year.year_number)
    if place != (sitting.cohort_id, sitting.year_number):
        abort(404)
    return year
