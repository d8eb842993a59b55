"""What was last recalled about a placement or a paper, for its coordinator."""

from uuid import UUID

from msp_du.extensions import db
from msp_du.services import reminders
from msp_du.web.formatting import moment
from msp_du.web.i18n import _
from msp_du.web.labels import label


def reminder_lines(object_id: UUID) -> list[str]:
    """Return a line for each kind of thing that was recalled, with when it last was."""
    return [
        _("%(what)s : le %(moment)s", what=label(kind), moment=moment(sent_at))
        for kind, sent_at in reminders.last_about(db.session(), object_id)
    ]
