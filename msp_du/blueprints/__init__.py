"""The screens, one package an area; ``ALL_BLUEPRINTS`` is what the application serves."""

from msp_du.blueprints.accounts import bp as accounts
from msp_du.blueprints.administration import bp as administration
from msp_du.blueprints.api import bp as api
from msp_du.blueprints.attendance import bp as attendance
from msp_du.blueprints.board import bp as board
from msp_du.blueprints.cohorts import bp as cohorts
from msp_du.blueprints.competencies import bp as competencies
from msp_du.blueprints.curriculum import bp as curriculum
from msp_du.blueprints.documents import bp as documents
from msp_du.blueprints.help import bp as help_area
from msp_du.blueprints.home import bp as home
from msp_du.blueprints.host_desk import bp as host_desk
from msp_du.blueprints.host_desk import former_bp as former_desk
from msp_du.blueprints.hours import bp as hours
from msp_du.blueprints.marks import bp as marks
from msp_du.blueprints.placements import bp as placements
from msp_du.blueprints.verification import bp as verification

ALL_BLUEPRINTS = (
    accounts,
    administration,
    api,
    attendance,
    board,
    cohorts,
    competencies,
    curriculum,
    documents,
    help_area,
    home,
    former_desk,
    host_desk,
    hours,
    marks,
    placements,
    verification,
)
