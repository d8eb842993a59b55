"""The same words for the trainee, the tutor and the board: why, and what would mend it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from msp_du.domain import decisions
from msp_du.domain.assessment_rules import Compensation, ResitPolicy, Rules
from msp_du.domain.competencies import Standing
from msp_du.domain.curriculum import Curriculum, Title
from msp_du.domain.decisions import Circumstances, DecisionFacts
from msp_du.domain.explanation_steps import ModuleRule, UnitRule
from msp_du.domain.ledger import Totals
from msp_du.domain.results import year_outcome
from msp_du.domain.vocabulary import Level, ResultCode
from msp_du.services.gates import Conditions
from msp_du.services.results import Reading
from msp_du.web import computation_words
from msp_du.web.explanation_words import ExplanationWords, explain, explain_decided
from tests.support.examinations import assessment, known, marked, pass_fail, unit, year
from tests.support.front_end import front_end_app

ONE = year(
    unit("U1", marked("M1", assessment("M1-CC"), assessment("M1-O", "2")), pass_fail("P1")),
    unit("U2", marked("M2"), coefficient="2"),
    unit("U3", marked("S3", resit=False), compensable=False),
)
GOOD = {"M1-CC": "12", "M1-O": "12", "P1": "pass", "M2-E": "12", "S3-E": "12"}
HOURS = Totals(required=600, planned=0, logged=0, submitted=0, approved=180)
STANDING = Standing(Level.BEGINNER, 12, 9, ("A1", "A2", "A3"), ())


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with front_end_app().test_request_context():
        yield


def cells(marks: str) -> str:
    changed = GOOD | dict(cell.split("=") for cell in marks.split())
    return " ".join(f"{name}={value}" for name, value in changed.items() if value)


def words_of(marks: str, rules: Rules | None = None) -> ExplanationWords:
    curriculum = Curriculum("DU", "2026", Title("Diplôme"), (ONE,), rules or Rules())
    found = known(ONE, cells(marks))
    outcome = year_outcome(ONE, curriculum.rules, found)
    return explain(Reading(curriculum, outcome, Conditions(HOURS, STANDING), found))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def obstacles(words: ExplanationWords) -> list[str]:
    return [plain(" | ".join([one.what, *one.fixes])) for one in words.obstacles]


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
            [("Attestation de stage : condition non remplie | Le délai est passé : seul le "
             "jury peut y déroger."),
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


def steps(words: ExplanationWords) -> dict[str, list[str]]:
    """Return the lines of each step, and of each module, by title."""
    found = [*words.steps, *(part for step in words.steps for part in step.steps)]
    return {plain(step.title): [plain(line) for line in step.lines] for step in found}


@pytest.mark.parametrize(
    ("marks", "rules", "title", "lines"),
    [
        pytest.param(
            "M2-E=9", None, "Moyenne de l’année : 10,50",
            ["12,00 + 9,00 × 2 + 12,00 = 42,00 ; 42,00 ÷ 4 = 10,50"], id="year",
        ),
        pytest.param(
            "Y1:board_points=0,25", None, "Moyenne de l’année : 12,25",
            ["12,00 + 12,00 × 2 + 12,00 = 48,00 ; 48,00 ÷ 4 = 12,00",
             "12,00 + 0,25 point du jury = 12,25"], id="points",
        ),
        pytest.param(
            "P1=", None, "Moyenne de l’année",
            ["L’année n’a pas de moyenne tant qu’une unité n’en a pas."], id="no-average",
        ),
        pytest.param(
            "", None, "U2 : 12,00, acquise", ["Acquise : sa moyenne atteint 10."], id="acquired"
        ),
        pytest.param(
            "M1=DIS", None, "U1 : acquise", ["Acquise : tout ce qui est à valider l’est."],
            id="passed-without-average",
        ),
        pytest.param(
            "M2-E=9", None, "U2 : 9,00, acquise par compensation",
            [("Compensée : la moyenne de l’année atteint 10, et l’unité n’est pas sous 8,00 "
             "(plancher).")], id="compensated",
        ),
        pytest.param(
            "M2-E=9", Rules(unit_floor=None), "U2 : 9,00, acquise par compensation",
            ["Compensée : la moyenne de l’année atteint 10."], id="compensated-without-floor",
        ),
        pytest.param(
            "M2-E=7,99", None, "U2 : 7,99, non acquise",
            ["Non acquise : 7,99 < 8,00 (plancher), elle ne peut pas être compensée."],
            id="below-floor",
        ),
        pytest.param(
            "U1=EQU:13 U1:board_points=2", None, "U1 : 15,00, acquise",
            ["Équivalence : 13,00 compte comme moyenne de l’unité.",
             "13,00 + 2 points du jury = 15,00", "Acquise : sa moyenne atteint 10."],
            id="equivalence",
        ),
        pytest.param(
            "M1-O=11,5", None, "M1 : 11,67",
            ["M1-CC : 12", "M1-O : 11,5", "12,00 + 11,50 × 2 = 35,00 ; 35,00 ÷ 3 ≈ 11,67"],
            id="module",
        ),
        pytest.param(
            "M1-CC=ABJ M1-O=", None, "M1",
            ["M1-CC : Absence justifiée, ne compte pas", "M1-O : la note est attendue",
             "En attente d’une note ou d’une validation."], id="absence-neutral",
        ),
        pytest.param(
            "M1-CC=ABI", None, "M1 : 8,00",
            ["M1-CC : Absence injustifiée, compte zéro", "M1-O : 12",
             "0,00 + 12,00 × 2 = 24,00 ; 24,00 ÷ 3 = 8,00"], id="absence-zero",
        ),
        pytest.param(
            "M1-O=ABI", None, "M1",
            ["M1-CC : 12", "M1-O : Absence injustifiée, laisse le module sans moyenne",
             "Défaillance : une absence le laisse sans moyenne."], id="absence-default",
        ),
        pytest.param(
            "M2-E=4 M2-E@2=18", Rules(resit_cap=Decimal(10)), "M2 : 10,00",
            ["M2-E : la seconde session compte, 18 ramené à 10,00"], id="capped",
        ),
        pytest.param(
            "M2-E=4 M2-E@2=9", None, "M2 : 9,00", ["M2-E : la seconde session compte, 9"],
            id="resit",
        ),
        pytest.param(
            "M2-E=4 M2-E@2=3", None, "M2 : 4,00",
            ["M2-E : 4 reste, la seconde session n’est pas meilleure (3)"], id="resit-below",
        ),
        pytest.param(
            "M2-E=4 M2-E@2=ABI", Rules(resit_policy=ResitPolicy.REPLACE), "M2",
            ["M2-E : Absence injustifiée à la seconde session, laisse le module sans moyenne",
             "Défaillance : une absence le laisse sans moyenne."], id="absent-at-the-resit",
        ),
        pytest.param(
            "M2-E@2=9", None, "M2 : 12,00",
            ["M2-E : 12 ; la seconde session n’était pas ouverte (9, laissé de côté)"],
            id="not-open",
        ),
        pytest.param(
            "M1-CC=4 M1-O=4 M1@2=9", None, "M1 : 9,00",
            ["M1-CC : 4", "M1-O : 4",
             "L’épreuve de seconde session (9) compte pour tout le module."], id="whole-resit",
        ),
    ],
)  # fmt: skip
def test_the_computation_is_told_step_by_step(
    marks: str, rules: Rules | None, title: str, lines: list[str]
) -> None:
    assert steps(words_of(marks, rules))[title] == lines


def test_every_rule_has_its_sentence() -> None:
    told = {UnitRule.ACQUIRED, UnitRule.COMPENSATED}
    assert set(computation_words.UNIT_RULES) == set(UnitRule) - told
    assert set(computation_words.MODULE_RULES) == set(ModuleRule) - {ModuleRule.AVERAGE}


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
