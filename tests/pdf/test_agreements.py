"""Agreements and amendments: what they say, and how others judge the files."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from msp_du.domain.agreement_terms import PrintedAgreement, SignedLine
from msp_du.domain.agreements import SignedVia, SignerCapacity
from msp_du.domain.vocabulary import Regime
from msp_du.files.agreement_texts import default_clauses, default_template
from msp_du.pdf.agreement_words import sample, values
from msp_du.pdf.agreements import render_agreement
from tests.factories.board_papers import ISSUER
from tests.support.conformance import Verdict, fonts, judge, structure_faults, text_of, write

SIGNED = (
    SignedLine(
        SignerCapacity.TRAINEE,
        "Camille MARTIN",
        "",
        "Camille Martin",
        "en mon nom",
        datetime(2026, 9, 3, 14, 5, tzinfo=UTC),
        None,
        SignedVia.SCREEN,
    ),
    SignedLine(
        SignerCapacity.HOST_SIGNATORY,
        "Dominique Bernard",
        "présidence",
        "Dominique Bernard",
        "présidence",
        datetime(2026, 9, 5, 8, 0, tzinfo=UTC),
        date(2026, 9, 4),
        SignedVia.PAPER,
    ),
    SignedLine(SignerCapacity.UNIVERSITY, "Yann Morvan", "", None, None, None, None, None),
)


def printed_of(regime: Regime, number: int = 0, template: str | None = None) -> PrintedAgreement:
    text = template or default_template(regime)
    facts = replace(sample(ISSUER, regime, text, dict(default_clauses(regime))), number=number)
    return PrintedAgreement(facts, "ab" * 32, SIGNED, date(2026, 9, 5), None)


PAPERS = {regime.value: printed_of(regime) for regime in Regime} | {
    "amendment": printed_of(Regime.EMPLOYMENT, number=2),
    "typed": printed_of(
        Regime.EMPLOYMENT, template="# <b>Titre</b>\n{{ trainee }}\n- {{ host }}\n{{ benefits }}"
    ),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("agreements")
    return {name: write(folder, name, render_agreement(paper)) for name, paper in PAPERS.items()}


@pytest.fixture(scope="module")
def verdicts(printed: dict[str, Path]) -> dict[str, Verdict]:
    """All of them, judged at one start of Java."""
    return judge(printed)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_archival_accessible_and_whole(
    verdicts: dict[str, Verdict], printed: dict[str, Path], name: str
) -> None:
    assert verdicts[name] == {"3a": [], "ua1": [], "outloud": []}
    assert structure_faults(printed[name]) == ""
    assert set(fonts(printed[name]).values()) == {True}
    assert "{{" not in text_of(printed[name])


def test_a_paper_names_who_signed_how_and_when(printed: dict[str, Path]) -> None:
    text = text_of(printed["continuing_education"]).replace("\u00a0", " ")
    for words in (
        "Convention de formation en structure",
        "Du 1er octobre 2026 au 30 juin 2027, pour 280 h de présence effective en tout.",
        "Signé à l’écran le 3 septembre 2026 à 14 h 05 : Camille Martin, en mon nom",
        "Signé sur papier le 4 septembre 2026 : Dominique Bernard",
        "Date et signature :",
        "ab" * 32,
    ):
        assert words in text, words


def test_an_amendment_says_its_number_and_what_it_changes(printed: dict[str, Path]) -> None:
    text = text_of(printed["amendment"]).replace("\u00a0", " ")
    assert "CS-2026-00000, avenant n° 2" in text
    assert "Convention de formation avec l’employeur CS-2026-00000." in text


def test_a_typed_text_is_printed_as_it_was_typed(printed: dict[str, Path]) -> None:
    text = text_of(printed["typed"])
    assert "<b>Titre</b>" in text
    assert "Association Exemple, Tours" in text


def test_a_heading_never_stands_above_nothing() -> None:
    facts = printed_of(Regime.STUDENT_INTERNSHIP).facts
    left_open = replace(facts, terms=replace(facts.terms, competences="", activities=""))
    said = values(left_open)
    assert (said["competences"], said["activities"]) == ("à préciser", "à préciser")
