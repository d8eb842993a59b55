"""The form of a day as it stands before a phone says whose it is: nothing of anybody in it."""

from typing import Self

from msp_du.domain.ledger import USUAL_MINUTES
from msp_du.web import formatting
from msp_du.web.fields import (
    DateField,
    DurationField,
    HiddenField,
    IntegerField,
    RadioField,
    TimeField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy
from msp_du.web.phone import MOST_PLACEMENTS

MOST_DURATIONS = 4


class ShellForm(BaseForm):
    """A placement by its rank, a day, a duration; scripts put ids and dates in."""

    client_id = HiddenField()
    placement = RadioField(lazy("Stage"), look="inline")
    day = RadioField(
        lazy("Jour"),
        look="segmented",
        reveals={"other": ("other_day",)},
        label_size="s govuk-visually-hidden",
    )
    other_day = DateField(lazy("Date"))
    duration = RadioField(
        lazy("Durée"),
        look="tiles",
        label_size="m",
        reveals={"times": ("start", "end", "break_minutes"), "free": ("minutes",)},
    )
    start = TimeField(lazy("De"))
    end = TimeField(lazy("À"), hint=lazy("Le lendemain si c’est plus tôt que le début"))
    break_minutes = IntegerField(
        lazy("Pause"),
        hint=lazy("En minutes ; rien s’il n’y en a pas eu"),
        width=3,
        suffix=lazy("min"),
    )
    minutes = DurationField(lazy("Durée exacte"))

    @classmethod
    def blank(cls) -> Self:
        """Return the form with as many choices as a phone may ever know of."""
        chosen = {"placement": "1", "day": "0", "duration": str(USUAL_MINUTES[0])}
        form = cls(formdata=None, data=chosen, meta={"csrf": False})
        ranks = range(1, MOST_PLACEMENTS + 1)
        form.placement.offer([(str(rank), _("Stage %(rank)s", rank=rank)) for rank in ranks])
        form.day.offer([("0", _("Aujourd’hui")), ("1", _("Hier")), ("other", _("Autre"))])
        tiles = (*USUAL_MINUTES, 480)[:MOST_DURATIONS]
        form.duration.offer(
            [
                *((str(minutes), formatting.hours(minutes)) for minutes in tiles),
                ("times", _("De … à …")),
                ("free", _("Autre durée")),
            ]
        )
        return form
