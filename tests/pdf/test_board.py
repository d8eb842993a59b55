"""Minutes, results by number and letters: what they say, and how others judge the files."""

from dataclasses import replace
from pathlib import Path

import pytest

from msp_du.domain.board_papers import PaperFacts
from msp_du.domain.vocabulary import ResultCode
from msp_du.pdf.board import render_paper
from msp_du.pdf.press import DocumentIncomplete
from tests.factories.board_papers import (
    CHANGE,
    MEETING,
    make_letter,
    make_line,
    make_minutes,
    make_results,
)
from tests.support.conformance import Verdict, fonts, judge, structure_faults, text_of, write

PAPERS: dict[str, PaperFacts] = {
    "minutes": make_minutes(),
    "minutes-again": make_minutes(
        meeting=replace(MEETING, edition=2, is_specimen=True), changes=(CHANGE,)
    ),
    "minutes-of-45": make_minutes(lines=tuple(make_line(place) for place in range(45))),
    "results": make_results(),
    "letter": make_letter(),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    return {name: write(folder, name, render_paper(facts)) for name, facts in PAPERS.items()}


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


def test_minutes_say_all_that_the_board_did(printed: dict[str, Path]) -> None:
    text = text_of(printed["minutes"])
    for words in (
        "PV 2027-14",
        "Nomination du jury : Arrêté 2027-111, 15 avril 2027",
        "Séance du 24 juin 2027",
        "Yann Morvan, préside",
        "suppléance de Yann Morvan",
        "Inès Haddad, pour Gwenaëlle LE BIHAN",
        "12,75",
        "9,94 avant, 0,07 point, 10,01 après. Régularité du travail.",
        "alors que les règles donnent en attente. Travaux non rendus à la date fixée.",
        "Dossiers reportés Noé KERGUÉLEN",
        "Signatures Présidence du jury Membre du jury Yann Morvan Inès Haddad",
    ):
        assert words in text.replace("\u00a0", " "), words


def test_a_new_edition_says_what_changed(printed: dict[str, Path]) -> None:
    text = text_of(printed["minutes-again"]).replace("\u00a0", " ")
    assert "PV 2027-14, édition 2" in text
    assert "« Ajournement » au lieu de « Admission »" in text
    assert "Erreur de report d’une ligne à l’autre." in text


def test_the_list_by_number_holds_no_name_and_no_mark(printed: dict[str, Path]) -> None:
    text = text_of(printed["results"]).replace("\u00a0", " ")
    assert "E0000001 Admission E0000002 Admission par le jury" in text
    assert "absents de cette liste : 1." in text
    assert "ŞAHIN" not in text
    assert "12,75" not in text


def test_a_letter_tells_the_decision_its_causes_and_the_ways_of_appeal(
    printed: dict[str, Path],
) -> None:
    text = text_of(printed["letter"]).replace("\u00a0", " ")
    for words in (
        "Camille LEFÈVRE-OÜAHDI",
        "Sa décision : ajournement",
        "Le passage dans l’année suivante n’est pas accordé.",
        "UE1.2 : 7,99, sous le plancher de 8",
        "Voies et délais de recours Recours gracieux",
        "Cette lettre remplace celle que vous avez reçue",
    ):
        assert words in text, words
    let_on = make_line(result=ResultCode.FAILED, may_progress=True)
    path = write(printed["letter"].parent, "on", render_paper(make_letter(line=let_on)))
    assert "Le passage dans l’année suivante est accordé." in text_of(path).replace("\u00a0", " ")


def test_the_same_facts_give_the_same_bytes(printed: dict[str, Path]) -> None:
    assert render_paper(PAPERS["letter"]) == printed["letter"].read_bytes()


def test_a_logo_that_is_no_picture_stops_the_paper() -> None:
    with pytest.raises(DocumentIncomplete):
        render_paper(make_results(), b"not a picture")
