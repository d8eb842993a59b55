"""What the page of a placement says of its duration, its allowance and its certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from msp_du import policies
from msp_du.domain.allowances import ARTICLES, AllowanceState
from msp_du.domain.placement_documents import PAPERS
from msp_du.domain.placement_lengths import length_of
from msp_du.extensions import db
from msp_du.models import Account, Placement, PlacementCertificate, PlacementDocument
from msp_du.services import (
    hours,
    incidents,
    legal_figures,
    placement_allowances,
    placement_certificates,
    placement_checks,
    placement_papers,
    placement_presence,
)
from msp_du.services.placement_allowances import PlacementAllowance
from msp_du.web import formatting, law_words
from msp_du.web.i18n import _
from msp_du.web.incident_words import IncidentLine, incident_line
from msp_du.web.labels import label
from msp_du.web.law_words import FindingLine, euros


@dataclass(frozen=True, slots=True)
class LawCard:
    """Duration, allowance, findings, odd days and incidents, in words."""

    planned: str
    done: str
    state: str
    why: str
    months: Sequence[tuple[str, str, str]]
    """Month, hours, amount; the sum last. None where no allowance is due."""
    findings: Sequence[FindingLine]
    past_overrides: Sequence[str]
    """Of figures that the placement has no more."""
    odd_days: Sequence[str]
    incidents: Sequence[IncidentLine]
    placement_id: UUID
    may_tell: bool


@dataclass(frozen=True, slots=True)
class PaperCard:
    """The host's document: its draft, whether it came, the signed copy."""

    name: str
    document: PlacementDocument | None
    draft: PlacementCertificate | None
    is_given_up: bool
    may_receive: bool
    may_read: bool


def law_card(placement: Placement, actor: Account) -> LawCard:
    """Return what the law says of a placement; as many statements for any."""
    session = db.session()
    figures = legal_figures.of_institution(session, placement.institution_id)
    allowance = placement_allowances.of_placement(session, placement, figures)
    planned = sum(row.planned_minutes for row in placement.periods)
    zone = hours.zone_of(placement)
    unit = {"day_minutes": figures.day_minutes, "month_days": figures.month_days}
    odd = placement_presence.unstated_days(session, placement, zone)
    may_tell = policies.can_tell_incident(actor, placement)
    told = incidents.of_placement(session, placement) if may_tell else []
    found = placement_checks.findings(session, placement, figures)
    past = placement_checks.past_overrides(session, placement, found)
    return LawCard(
        planned=law_words.length_words(length_of(planned, **unit)),
        done=law_words.length_words(length_of(allowance.minutes, **unit)),
        state=label(allowance.state),
        why=_why(allowance, figures.allowance_above_minutes),
        months=_months(allowance),
        findings=law_words.found_lines(found),
        past_overrides=[law_words.past_words(row) for row in past],
        odd_days=law_words.unstated_lines(odd),
        incidents=[incident_line(one, zone) for one in told],
        placement_id=placement.id,
        may_tell=may_tell,
    )


def paper_card(placement: Placement, actor: Account) -> PaperCard:
    """Return where the host's document stands."""
    session = db.session()
    draft = placement_certificates.last(session, placement)
    return PaperCard(
        name=label(PAPERS[placement.regime]),
        document=placement_papers.of_placement(session, placement.id),
        draft=draft,
        is_given_up=draft is not None and placement_certificates.is_given_up(session, draft),
        may_receive=policies.can_receive_document(actor, placement),
        may_read=policies.can_read_signed_copy(actor, placement),
    )


def _months(allowance: PlacementAllowance) -> list[tuple[str, str, str]]:
    if allowance.state is not AllowanceState.DUE or not allowance.months:
        return []
    lines = [(formatting.month(one.first_day), one.minutes, one.cents) for one in allowance.months]
    lines.append((_("Total"), allowance.minutes, allowance.cents))
    return [(name, formatting.hours(minutes), euros(cents)) for name, minutes, cents in lines]


def _why(allowance: PlacementAllowance, above_minutes: int) -> str:
    threshold = formatting.hours(above_minutes)
    match allowance.state:
        case AllowanceState.DUE:
            return _(
                "Plus de %(threshold)s dans la même structure et la même année : elle est due dès "
                "la première heure, chaque mois, à %(rate)s l’heure (articles %(articles)s du Code "
                "de l’éducation).",
                threshold=threshold,
                rate=euros(allowance.rate.cents),
                articles=ARTICLES,
            )
        case AllowanceState.BELOW:
            return _(
                "Elle n’est due qu’au-dessus de %(threshold)s dans la même structure et la même "
                "année (articles %(articles)s du Code de l’éducation).",
                threshold=threshold,
                articles=ARTICLES,
            )
        case AllowanceState.NOT_BY_LAW:
            return _(
                "La formation continue est en dehors des règles du stage étudiant (article L124-1 "
                "du Code de l’éducation)."
            )
        case AllowanceState.PAID_WORK:
            return _("Les heures sont un travail payé par l’employeur.")
        case AllowanceState.OTHER_EMPLOYER:
            return _("L’employeur garde le salaire à sa charge ; la structure ne verse rien.")
