"""Facts of documents, as a board and a registrar leave them; no database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msp_du.domain.documents import (
    CertificateFacts,
    DiplomaLine,
    Holder,
    Issuer,
    SignatoryLine,
    TranscriptFacts,
    TranscriptModule,
    TranscriptUnit,
    TranscriptYear,
)
from msp_du.domain.vocabulary import ResultCode

DOCUMENT_CODE: Final = "7KQM2XZB9HTRC4WNG"
DOCUMENT_URL: Final = "https://diplomes.exemple.fr/v/7KQM-2XZB-9HTR-C4WN-G"

Lines = tuple[tuple[str, str, int, int | None, str | None], ...]

UNITS: Final[tuple[tuple[tuple[str, str, int, str, Lines], ...], ...]] = (
    (
        ("UE1.1", "Rétablissement, pair-aidance et savoirs expérientiels", 3, "13.40", (
            ("M111", "Histoire et modèles de la pair-aidance", 14, 1, "12.00"),
            ("M112", "Rétablissement et pouvoir d’agir", 21, 2, "14.25"),
            ("M113", "De l’expérience vécue au savoir expérientiel", 21, 2, "13.25"),
        )),
        ("UE1.2", "Système de santé mentale, droits et éthique", 3, "11.13", (
            ("M121", "Organisation de la psychiatrie et du médico-social", 14, 1, "9.50"),
            ("M122", "Droits des usagers, soins sans consentement, démarche QualityRights de l’OMS",
             21, 2, "11.00"),
            ("M123", "Éthique, secret professionnel et partage d’informations", 14, 1, "13.00"),
        )),
        ("UE1.3", "Relation et communication entre pairs", 3, "15.20", (
            ("M131", "Écoute active et accompagnement individuel", 28, 2, "15.50"),
            ("M132", "Animation de groupes de pairs", 21, 2, "15.00"),
            ("M133", "Juste distance, prévention de l’épuisement et soin de soi", 14, 1, "15.00"),
        )),
        ("UE1.4", "Outils numériques et langue", 1, "12.50", (
            ("M141", "Outils numériques, données et confidentialité", 14, 1, "12.50"),
            ("M142", "Anglais appliqué", 14, None, None),
        )),
        ("UE1.5", "Stage de découverte", 4, "14.00", (
            ("M151", "Découverte d’un groupe d’entraide mutuelle", 0, None, None),
            ("M152", "Rapport de stage et soutenance", 7, 1, "14.00"),
        )),
    ),
    (
        ("UE2.1", "Rétablissement en pratique", 3, "12.30", (
            ("M211", "Plans de rétablissement et directives anticipées", 21, 2, "12.00"),
            ("M212", "Logement, emploi accompagné, vie sociale", 21, 1, "13.00"),
        )),
        ("UE2.2", "Pratiques de la médiation", 3, "9.50", (
            ("M221", "Travail en équipe pluridisciplinaire", 21, 1, "8.75"),
            ("M222", "Médiation, familles et entourage", 21, 2, "10.25"),
            ("M223", "Situations de crise et prévention du suicide", 14, 1, "9.00"),
        )),
        ("UE2.3", "Lutte contre la stigmatisation", 2, "13.80", (
            ("M231", "Droits, plaidoyer et témoignage", 14, 1, "13.60"),
            ("M232", "Concevoir une action de sensibilisation", 14, 1, "14.00"),
        )),
        ("UE2.4", "Initiation à la recherche", 2, "12.00", (
            ("M241", "Recherche participative et évaluation", 21, 1, "12.00"),
        )),
        ("UE2.5", "Mémoire", 3, "14.50", (
            ("M251", "Mémoire professionnel", 14, 2, "14.50"),
            ("M252", "Soutenance", 0, 1, "14.50"),
        )),
        ("UE2.6", "Stages de spécialité", 4, "15.00", (
            ("M261", "Stage en structure de soin", 0, None, None),
            ("M262", "Stage en milieu associatif", 0, None, None),
            ("M263", "Analyse des pratiques", 21, 1, "15.00"),
        )),
    ),
)  # fmt: skip


def make_issuer(**changes: Any) -> Issuer:
    """A university with two signatories and no logo."""
    issuer = Issuer(
        name="Université de démonstration",
        department="Faculté des sciences sanitaires et sociales",
        contact="scolarite@exemple.fr",
        signatories=(
            SignatoryLine("Hélène Darmon", "La responsable de la formation"),
            SignatoryLine("Paul Ngoma", "Le président de l’université"),
        ),
        logo=None,
        brand_colour="#1f4e4a",
        accent_colour="#e3a458",
        host="diplomes.exemple.fr",
    )
    return replace(issuer, **changes)


def make_holder(**changes: Any) -> Holder:
    """A person with accents in every name and no usage name."""
    holder = Holder(
        civil_name="Camille Inès LEFÈVRE-OÜAHDI",
        usage_name=None,
        birth_date=date(1984, 3, 3),
        birth_place="Tours",
        student_number="22104217",
    )
    return replace(holder, **changes)


def make_certificate_facts(**changes: Any) -> CertificateFacts:
    """The diploma of the specimen; ``changes`` are fields of the facts."""
    facts = CertificateFacts(
        number="2026-DU-0042",
        issued_on=date(2026, 7, 14),
        issuer=make_issuer(),
        holder=make_holder(),
        title="Diplôme d’université Médiateur de santé-pair",
        curriculum_reference="DU-MSP 2026",
        years=2,
        ects=Decimal(60),
        taught_hours=Decimal(420),
        placement_hours=Decimal(700),
        decided_on=date(2026, 6, 30),
        decision_reference="PV 2026-14",
        honours="Assez bien",
        is_specimen=True,
    )
    return replace(facts, **changes)


def make_transcript_year(number: int = 1, **changes: Any) -> TranscriptYear:
    """The first or second year, all of it acquired."""
    year = TranscriptYear(
        number=number,
        academic_year=f"{2023 + number}-{2024 + number}",
        session=1,
        decided_on=date(2024 + number, 6, 30),
        reference=f"PV {2024 + number}-14",
        average=("13.44", "13.05")[number - 1],
        result=ResultCode.PASSED,
        ects=Decimal(30),
        required_placement_minutes=(210 * 60, 490 * 60)[number - 1],
        approved_placement_minutes=(214 * 60 + 30, 490 * 60)[number - 1],
        units=tuple(_unit(*unit) for unit in UNITS[number - 1]),
    )
    return replace(year, **changes)


def make_transcript_facts(**changes: Any) -> TranscriptFacts:
    """Two decided years and the diploma; ``changes`` are fields of the facts."""
    facts = TranscriptFacts(
        number="2026-DU-0041",
        issued_on=date(2026, 7, 14),
        issuer=make_issuer(),
        holder=make_holder(),
        title="Diplôme d’université Médiateur de santé-pair",
        curriculum_reference="DU-MSP 2026",
        years=(make_transcript_year(1), make_transcript_year(2)),
        diploma=DiplomaLine(awarded=True, average="13.24", honours="Assez bien"),
        is_specimen=True,
    )
    return replace(facts, **changes)


def _unit(code: str, title: str, coefficient: int, average: str, lines: Lines) -> TranscriptUnit:
    return TranscriptUnit(
        code=code,
        title=title,
        coefficient=Decimal(coefficient),
        ects=Decimal(6),
        average=average,
        result=ResultCode.COMPENSATED if float(average) < 10 else ResultCode.PASSED,
        modules=tuple(_module(*line) for line in lines),
    )


def _module(
    code: str, title: str, hours: int, coefficient: int | None, average: str | None
) -> TranscriptModule:
    return TranscriptModule(
        code=code,
        title=title,
        taught_hours=Decimal(hours),
        coefficient=None if coefficient is None else Decimal(coefficient),
        average=average,
        passed=True if coefficient is None else None,
    )
