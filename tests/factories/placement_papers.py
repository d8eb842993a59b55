"""Facts of placements' certificates, without a database."""

from datetime import date
from typing import Any

from msp_du.domain.allowances import AllowanceState
from msp_du.domain.placement_certificates import (
    HostLine,
    MonthLine,
    PlacementCertificateFacts,
    TraineeLine,
)
from msp_du.domain.placement_documents import PlacementPaper
from msp_du.domain.placement_lengths import length_of
from msp_du.domain.vocabulary import LegalForm
from tests.factories.documents import make_issuer


def make_placement_certificate(**changes: Any) -> PlacementCertificateFacts:
    """309 signed hours of a student, at the rate of 2025."""
    facts: dict[str, Any] = {
        "paper": PlacementPaper.PLACEMENT_CERTIFICATE,
        "issuer": make_issuer(),
        "drafted_on": date(2026, 6, 30),
        "host": HostLine(
            name="Association Le Relais",
            legal_form=LegalForm.ASSOCIATION_1901,
            siret="73282932000074",
            city="Blois",
            service="Accueil",
            signer="Dominique Bernard",
            signer_capacity="Coordination",
        ),
        "trainee": TraineeLine(
            family_name="Şahin-Nguyễn",
            given_names="Łukasz Marie",
            usage_name=None,
            birth_date=date(1984, 3, 1),
            email="lukasz@example.org",
            student_number="E0000042",
        ),
        "title": "Diplôme d’université Médiateur de santé-pair",
        "academic_year": "2025-2026",
        "starts_on": date(2025, 10, 1),
        "ends_on": date(2026, 6, 30),
        "length": length_of(309 * 60),
        "allowance": AllowanceState.DUE,
        "cents": 134_415,
        "cents_an_hour": 435,
        "months": (
            MonthLine(date(2025, 10, 1), 309 * 30, 67_208),
            MonthLine(date(2025, 11, 1), 309 * 30, 67_207),
        ),
    }
    return PlacementCertificateFacts(**facts | changes)
