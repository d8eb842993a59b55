"""What was last recalled about a placement, for its coordinator."""

from msp_du.extensions import db
from msp_du.models import Placement
from msp_du.services import reminders
from msp_du.web.formatting import moment
from msp_du.web.i18n import _
from msp_du.web.labels import label


def reminder_lines(placement: Placement) -> list[str]:
    """Return a line for each kind of thing that was recalled, with when it last was."""
    return [
        _("%(what)s : le %(moment)s", what=label(kind), moment=moment(sent_at))
        for kind, sent_at in reminders.last_about(db.session(), placement.id)
    ]
