"""The same words for the trainee, the tutor and the board: why, and what would mend it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from msp_du.domain import decisions
from msp_du.domain.assessment_rules import Compensation, Rules
from msp_du.domain.curriculum import Curriculum, Title
from msp_du.domain.decisions import Circumstances, DecisionFacts
from msp_du.domain.results import year_outcome
from msp_du.domain.vocabulary import ResultCode
from msp_du.services.gates import Conditions
from msp_du.services.results import Reading
from msp_du.web.explanation_words import explain, explain_decided
from tests.support.examinations import known
from tests.support.explaining import (
    HOURS,
    ONE,
    STANDING,
    cells,
    obstacles,
    plain,
    steps,
    words_of,
)
from tests.support.front_end import front_end_app


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with front_end_app().test_request_context():
        yield


@pytest.mark.parametrize(
    ("marks", "rules", "lines", "way"),
    [
        pytest.param("", None, [], None, id="nothing"),
        pytest.param(
            "M2-E=7,99",
            None,
            [("U2 : 7,99 < 8,00 (plancher) | Il manque 0,01 point."
             " | Seconde session, M2 : il faut au moins 8,00.")],
            "Avec au moins 8,00 à la seconde session de M2, les notes de l’année suffiraient.",
            id="floor",
        ),
        pytest.param(
            "Y1:hours=pending",
            None,
            [("Il manque 7 h de stage validées | Les heures qui manquent sont à noter, puis à "
             "faire valider par la structure d’accueil.")],
            None,
            id="hours",
        ),
        pytest.param(
            "Y1:competencies=pending",
            None,
            [("3 compétences socles à valider | Ces compétences sont à évaluer par la structure "
             "d’accueil, puis par l’université.")],
            None,
            id="competencies",
        ),
        pytest.param(
            "Y1:attendance=pending Y1:placement_certificate=failed",
            None,
            [("Document de stage : aucune heure n’est encore validée (condition non remplie) | Le "
             "délai est passé : seul le jury peut y déroger."),
             ("Assiduité : à valider | La coordination dit quelles séances peuvent être "
             "rattrapées.")],
            None,
            id="other-gates",
        ),
        pytest.param(
            "M1-CC= M1-O= M2-E=",
            None,
            ["3 notes sont attendues : M1-CC, M1-O, M2-E | À recevoir des modules M1, M2."],
            None,
            id="marks",
        ),
        pytest.param(
            "P1=fail", None, ["P1 : non validé | À valider avec l’équipe du module P1."], None,
            id="pass-fail",
        ),
        pytest.param(
            "S3-E=7,5",
            None,
            [("U3 : 7,50, sous 10 et sans compensation possible | Il manque 2,5 points. | Aucune "
             "seconde session n’est ouverte : le jury décide de la suite.")],
            None,
            id="no-resit",
        ),
        pytest.param(
            "M2-E=7 P1=",
            None,
            ["Une note est attendue : P1 | À recevoir du module P1.",
             ("U2 : 7,00 < 8,00 (plancher) | Il manque 1 point. | Une seconde session pourra "
             "s’ouvrir une fois toutes les notes connues.")],
            None,
            id="later",
        ),
        pytest.param(
            "M1-O=ABI",
            Rules(compensation=Compensation.NONE, resit_cap=Decimal(9)),
            [("U1 : défaillance, une absence laisse un module sans moyenne | Seconde session, M1 : "
             "toute note y suffit.")],
            "Avec au moins 9,00 à la seconde session de M1, les notes de l’année suffiraient.",
            id="default",
        ),
        pytest.param(
            "M2-E=7",
            Rules(compensation=Compensation.NONE, resit_cap=Decimal(9)),
            [("U2 : 7,00, sous 10 | Il manque 3 points. | Seconde session, M2 : même 20 n’y "
             "suffirait pas."),
             ("Moyenne de l’année : 9,50, sous 10 | Il manque 0,5 point. | Seconde session, M2 : "
             "il faut au moins 7,99.")],
            None,
            id="cap",
        ),
        pytest.param(
            "M1-CC=7 M1-O=7 M2-E=7",
            Rules(unit_floor=None),
            [("Moyenne de l’année : 8,25, sous 10 | Il manque 1,75 point. | Seconde session, M1, "
             "M2 : il faut au moins 9,33 à chaque module.")],
            "Avec au moins 9,33 à la seconde session de chacun des modules M1, M2, les notes de "
            "l’année suffiraient.",
            id="two-modules",
        ),
    ],
)  # fmt: skip
def test_what_is_in_the_way_says_what_would_mend_it(
    marks: str, rules: Rules | None, lines: list[str], way: str | None
) -> None:
    words = words_of(marks, rules)
    assert obstacles(words) == lines
    assert (words.way and plain(words.way)) == way


CURRICULUM = Curriculum("DU", "2026", Title("Diplôme"), (ONE,))


def decided(marks: str, result: ResultCode) -> DecisionFacts:
    outcome = year_outcome(ONE, Rules(), known(ONE, cells(marks)))
    seen = Circumstances(1, "2025-2026", 600, 180, None, None)
    return decisions.decide(CURRICULUM, outcome, result, seen)


def test_a_refused_year_says_what_a_resit_would_mend_while_its_marks_hold() -> None:
    facts = decided("M2-E=7 Y1:hours=pending", ResultCode.FAILED)
    marks = known(ONE, cells("M2-E=7 M2-E@2=13"))
    held = explain_decided(facts, CURRICULUM, marks)
    assert obstacles(held)[0] == (
        "U2 : 7,00 < 8,00 (plancher) | Il manque 1 point."
        " | Seconde session, M2 : il faut au moins 8,00."
    )
    assert "13" not in str(held)  # a resit after the decision waits for the next one
    moved = explain_decided(facts, CURRICULUM, known(ONE, cells("M2-E=6")))
    for words in (moved, explain_decided(facts, CURRICULUM)):
        assert obstacles(words)[0] == "U2 : 7,00 < 8,00 (plancher) | Il manque 1 point."
        assert steps(words)["M2 : 7,00"] == []


def test_a_year_that_the_board_admitted_has_nothing_to_mend() -> None:
    words = explain_decided(decided("M2-E=7", ResultCode.PASSED_BY_BOARD), CURRICULUM)
    assert obstacles(words) == ["U2 : 7,00 < 8,00 (plancher)", "Moyenne de l’année : 9,50, sous 10"]
    assert words.way is None
    assert steps(words)["U2 : 7,00, acquise par décision du jury"] == [
        "Acquise par décision du jury."
    ]


def test_two_lines_of_one_cause_are_followed_by_its_remedy_once() -> None:
    found = known(ONE, cells("Y1:competencies=pending"))
    outcome = year_outcome(ONE, Rules(), found)
    standing = replace(STANDING, not_applicable=("B1", "B2", "B3"))
    words = explain(Reading(CURRICULUM, outcome, Conditions(HOURS, standing), found))
    assert [len(one.fixes) for one in words.obstacles] == [0, 1]
