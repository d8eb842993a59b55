"""Who goes where, as a table for a spreadsheet."""

from collections.abc import Sequence

from msp_du.blueprints.allocation.words import rank_words
from msp_du.files.spreadsheet_writer import Cell, Sheet
from msp_du.models import Allocation, AllocationRow, EnrolmentYear
from msp_du.services.allocation_ground import Ground
from msp_du.web import formatting
from msp_du.web.i18n import _


def allocation_sheet(ground: Ground, allocation: Allocation | None) -> Sheet:
    """Return the people of a round with what each gets; without exclusions or reasons."""
    rows = {row.enrolment_year_id: row for row in allocation.rows} if allocation else {}
    header = [
        _("Nom"),
        _("Numéro"),
        _("Structure"),
        _("Service ou lieu"),
        _("Contact"),
        _("Premier jour"),
        _("Dernier jour"),
        _("Heures prévues"),
        _("Vœu"),
        _("Choisi à la main"),
    ]
    return Sheet(
        _("Places"), header, [_cells(ground, year, rows.get(year.id)) for year in ground.members]
    )


def _cells(ground: Ground, year: EnrolmentYear, row: AllocationRow | None) -> Sequence[Cell]:
    person = year.enrolment.person
    who: list[Cell] = [person.name.display, person.student_number]
    offer = ground.offers.get(row.offer_id) if row and row.offer_id else None
    by_hand = _("Oui") if row and row.is_by_hand else _("Non")
    if offer is None:
        return [*who, _("Sans place"), *[None] * 6, by_hand]
    candidate = next(one for one in ground.problem.candidates if one.key == str(year.id))
    return [
        *who,
        offer.organisation.name,
        offer.service,
        offer.contact.name,
        offer.starts_on,
        offer.ends_on,
        formatting.hours(offer.planned_minutes),
        rank_words(candidate.rank(str(offer.id))),
        by_hand,
    ]
