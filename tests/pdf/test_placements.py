"""Drafts of placements' certificates as programs that others wrote judge them."""

from datetime import date
from pathlib import Path

import pytest

from msp_du.domain.allowances import AllowanceState
from msp_du.domain.placement_certificates import canonical, read
from msp_du.domain.placement_documents import PlacementPaper
from msp_du.domain.placement_lengths import length_of
from msp_du.pdf.placements import render_certificate
from tests.factories.placement_papers import make_placement_certificate
from tests.pdf.conftest import Tool
from tests.support.conformance import fonts, judge, structure_faults, write

EMPLOYER = make_placement_certificate(
    paper=PlacementPaper.EMPLOYER_CERTIFICATE, allowance=AllowanceState.PAID_WORK, cents=0
)
CONTINUING = make_placement_certificate(
    allowance=AllowanceState.NOT_BY_LAW, cents=0, length=length_of(280 * 60)
)


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return {
        "student": render_certificate(make_placement_certificate()),
        "continuing": render_certificate(CONTINUING),
        "employer": render_certificate(EMPLOYER),
    }


def test_drafts_are_archival_and_accessible(papers: dict[str, bytes], tmp_path: Path) -> None:
    printed = {name: write(tmp_path, name, content) for name, content in papers.items()}
    verdicts = judge(printed)
    for name, path in printed.items():
        assert {one: faults for one, faults in verdicts[name].items() if faults} == {}, name
        assert structure_faults(path) == ""
        assert all(fonts(path).values())


def test_each_draft_says_what_its_legal_tie_asks_for(papers: dict[str, bytes], look: Tool) -> None:
    texts = {
        name: " ".join(look(paper, "pdftotext", "-layout", "@", "-").split())
        for name, paper in papers.items()
    }
    for words in (
        "Association Le Relais",
        "SIRET : 732 829 320 00074",
        "ŞAHIN-NGUYỄN",
        "Łukasz Marie",
        "Sexe :",
        "1er mars 1984",
        "309 h, soit 44 jours, soit 2 mois",
        "Montant total versé : 1 344,15 € (4,35 € l’heure)",
        "Nom et qualité de la personne qui signe",
    ):
        assert words in texts["student"], words
    assert "280 h, soit 40 jours, soit 1 mois et 18 jours" in texts["continuing"]
    assert "Sans objet : la formation continue" in texts["continuing"]
    assert "Attestation d’heures de l’employeur" in texts["employer"]
    assert "octobre 2025 154 h 30" in texts["employer"]
    assert "Montant" not in texts["employer"]


def test_the_same_facts_are_read_back_and_give_the_same_bytes() -> None:
    facts = make_placement_certificate(drafted_on=date(2026, 7, 1))
    assert read(canonical(facts)) == facts
    assert render_certificate(facts) == render_certificate(read(canonical(facts)))
