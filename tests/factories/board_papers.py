"""Facts of a sitting's papers, as closing freezes them; no database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from msp_du.domain.board_papers import (
    ChangeLine,
    DecisionLine,
    LetterFacts,
    Meeting,
    MemberLine,
    MinutesFacts,
    PointsLine,
    RecusalLine,
    ResultsFacts,
    results_of,
)
from msp_du.domain.documents import Holder, Issuer
from msp_du.domain.vocabulary import ResultCode

ISSUER = Issuer(
    name="Université de démonstration",
    department="Faculté des sciences sanitaires et sociales",
    contact="contact@demo.example",
    signatories=(),
    logo=None,
    brand_colour="#1f4e4a",
    accent_colour="#e3a458",
    host="",
)
MEETING = Meeting(
    reference="PV 2027-14",
    sits_on=date(2027, 6, 24),
    cohort="P2026",
    year=1,
    academic_year="2026-2027",
    title="Diplôme d’université Médiateur de santé-pair",
    edition=1,
    edition_on=date(2027, 6, 24),
    is_specimen=False,
)
CHANGE = ChangeLine(
    2,
    "Camille LEFÈVRE-OÜAHDI",
    ResultCode.PASSED,
    ResultCode.FAILED,
    "Erreur de report d’une ligne à l’autre.",
)


def make_line(place: int = 1, **changes: Any) -> DecisionLine:
    """Somebody admitted as the rules say."""
    line = DecisionLine(
        key=f"00000000-0000-4000-8000-{place:012}",
        name="Camille LEFÈVRE-OÜAHDI",
        number=f"E{place:07}",
        session=1,
        average="12.75",
        computed=ResultCode.PASSED,
        result=ResultCode.PASSED,
        ects=Decimal(30),
        may_progress=True,
        honours=None,
        derogation=None,
        points=(),
    )
    return replace(line, **changes)


POINTED = make_line(
    2,
    name="Łukasz ŞAHIN-NGUYỄN",
    average="10.01",
    computed=ResultCode.PASSED_BY_BOARD,
    result=ResultCode.PASSED_BY_BOARD,
    points=(PointsLine(None, Decimal("0.07"), "9.94", "10.01", "Régularité du travail."),),
)
EXCEPTED = make_line(
    3,
    name="Gwenaëlle LE BIHAN",
    number=None,
    average=None,
    computed=ResultCode.PENDING,
    result=ResultCode.FAILED,
    ects=Decimal(12),
    may_progress=False,
    derogation="Travaux non rendus à la date fixée.",
)


def make_minutes(**changes: Any) -> MinutesFacts:
    """Minutes with one of everything."""
    facts = MinutesFacts(
        issuer=ISSUER,
        meeting=MEETING,
        order_reference="Arrêté 2027-111",
        order_on=date(2027, 4, 15),
        curriculum_references=("DU-MSP 2026",),
        members=(
            MemberLine("Yann Morvan", "maître de conférences", True, True, None, True),
            MemberLine("Inès Haddad", "chargée d’enseignement", False, True, None, True),
            MemberLine("Nicolas Aubry", "professeur", False, True, "Yann Morvan", False),
        ),
        recusals=(RecusalLine("Inès Haddad", "Gwenaëlle LE BIHAN"),),
        lines=(make_line(), POINTED, EXCEPTED),
        deferred=("Noé KERGUÉLEN",),
        changes=(),
    )
    return replace(facts, **changes)


def make_results() -> ResultsFacts:
    return results_of(make_minutes())


def make_letter(**changes: Any) -> LetterFacts:
    facts = LetterFacts(
        issuer=ISSUER,
        meeting=MEETING,
        signed_by=MemberLine("Yann Morvan", "maître de conférences", True, True, None, True),
        holder=Holder(
            civil_name="Camille LEFÈVRE-OÜAHDI",
            usage_name=None,
            birth_date=date(1984, 3, 3),
            birth_place="Saint-Denis (La Réunion)",
            student_number="E0000001",
        ),
        line=make_line(
            computed=ResultCode.FAILED,
            result=ResultCode.FAILED,
            may_progress=False,
            ects=Decimal(18),
        ),
        causes=("UE1.2 : 7,99, sous le plancher de 8",),
        appeal=(
            "Recours gracieux auprès de la présidence de l’université, dans les deux mois.",
            "Recours devant le tribunal administratif, dans les deux mois.",
        ),
        corrects=True,
    )
    return replace(facts, **changes)
