"""Monthly timesheets, printed as all documents are."""

from collections.abc import Mapping
from typing import Final

from msp_du.domain.corrections import SignatureState
from msp_du.domain.timesheets import TimesheetFacts
from msp_du.domain.vocabulary import HoursKind
from msp_du.pdf.drawing import png_address
from msp_du.pdf.press import Layout, composed, drawn_edge, print_markup

KINDS: Final[Mapping[HoursKind, str]] = {
    HoursKind.DIRECT_SUPPORT: "Accompagnement individuel",
    HoursKind.GROUP: "Groupe",
    HoursKind.MEETING: "Réunion",
    HoursKind.MEDIATION: "Médiation",
    HoursKind.OUTREACH: "Aller vers",
    HoursKind.HOST_TRAINING: "Formation dans la structure",
    HoursKind.SUPERVISION: "Supervision",
    HoursKind.ADMINISTRATION: "Travail administratif",
    HoursKind.TRAVEL: "Déplacement",
    HoursKind.RECEPTION: "Accueil du public",
    HoursKind.KITCHEN: "Cuisine et repas partagés",
    HoursKind.WORKSHOP: "Atelier",
    HoursKind.OUTING: "Sortie",
    HoursKind.EMPLOYMENT_SUPPORT: "Accompagnement vers l’emploi",
    HoursKind.HOUSING_SUPPORT: "Accompagnement au logement",
    HoursKind.HOME_VISIT: "Visite à domicile",
    HoursKind.LIAISON: "Lien avec les partenaires",
    HoursKind.REPRESENTATION: "Représentation des usagers",
    HoursKind.HELPLINE: "Permanence, écoute téléphonique",
    HoursKind.COURSE: "Cours préparé à plusieurs",
    HoursKind.OBSERVATION: "Observation",
}
"""What hours were spent on, as papers say it, in French."""

STATES: Final[Mapping[SignatureState, str]] = {
    SignatureState.HOLDS: "valable",
    SignatureState.VOID: "nulle pour les jours corrigés, jusqu’à nouvelle signature",
    SignatureState.REPLACED: "corrigée depuis, et signée de nouveau",
    SignatureState.ALTERED: "ne correspond plus aux heures",
}
"""What a signature is worth."""
MOST_PAGES: Final = 6


def render_timesheet(facts: TimesheetFacts, logo: bytes | None = None) -> bytes:
    """Return a month of hours; ``logo`` is a PNG picture.

    Raises DocumentTooLong and DocumentIncomplete.
    """
    markup = composed(
        "pdf/timesheet.html",
        facts=facts,
        kinds=KINDS,
        states=STATES,
        logo=None if logo is None else png_address(logo),
    )
    edge = drawn_edge("pdf/transcript_edge.svg", facts)
    return print_markup(markup, Layout("timesheet", "timesheet", facts.issuer, edge, MOST_PAGES))
