"""What hours may be spent on, what such a host does first."""

from msp_du.blueprints.hours.forms import HoursForm
from msp_du.domain.hosts import activities
from msp_du.models import Organisation
from msp_du.web.labels import label


def offer_kinds(form: HoursForm, host: Organisation) -> None:
    """Offer every activity, those of the host's kind first."""
    form.kind.offer([(kind.value, label(kind)) for kind in activities(host.kind)])
