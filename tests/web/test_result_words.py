"""What a result says to people: one line a cause, a word for each unit."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from msp_du.domain import decisions
from msp_du.domain.assessment_rules import Compensation, Rules
from msp_du.domain.causes import Cause, CauseKind
from msp_du.domain.curriculum import Curriculum, Title
from msp_du.domain.decisions import Circumstances
from msp_du.domain.gaps import Gaps, UnitGap
from msp_du.domain.placement_documents import PlacementPaper
from msp_du.domain.results import YearOutcome, year_outcome
from msp_du.domain.vocabulary import ResultCode
from msp_du.web.result_lines import result_lines
from msp_du.web.result_words import cause_sentences, decided_causes, unit_result
from tests.support.examinations import known, marked, pass_fail, unit, year
from tests.support.front_end import front_end_app

ONE = year(
    unit("U1", marked("M1"), pass_fail("M2")),
    unit("U2", marked("M3")),
    unit("U3", marked("M4"), compensable=False),
)
CURRICULUM = Curriculum("DU", "2026", Title("Diplôme"), (ONE,))
GOOD = "M1-E=14 M2=pass M3-E=12 M4-E=12 "


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with front_end_app().test_request_context():
        yield


def outcome_of(marks: str, rules: Rules) -> YearOutcome:
    return year_outcome(ONE, rules, known(ONE, marks))


def told(
    marks: str,
    rules: Rules | None = None,
    *,
    gaps: Gaps | None = None,
) -> list[str]:
    curriculum = replace(CURRICULUM, rules=rules or Rules())
    outcome = outcome_of(marks, curriculum.rules)
    lines = cause_sentences(outcome, curriculum, gaps)
    return [line.replace("\u00a0", " ") for line in lines]


@pytest.mark.parametrize(
    ("marks", "rules", "lines"),
    [
        pytest.param(GOOD, None, [], id="nothing"),
        pytest.param("M2=pass", None, ["3 notes sont attendues : M1-E, M3-E, M4-E"], id="marks"),
        pytest.param(
            "M1-E=14 M3-E=12 M4-E=12", None, ["Une note est attendue : M2"], id="one-mark"
        ),
        pytest.param(
            GOOD + "M3-E=ABI",
            None,
            ["U2 : défaillance, une absence laisse un module sans moyenne"],
            id="default",
        ),
        pytest.param(
            GOOD + "M3-E=6,5",
            Rules(module_floor=Decimal(7)),
            ["M3 : 6,50 < 7,00 (plancher)", "U2 : 6,50 < 8,00 (plancher)"],
            id="floors",
        ),
        pytest.param(GOOD + "M2=fail", None, ["M2 : non validé"], id="pass-fail"),
        pytest.param(
            GOOD + "M4-E=9,5",
            None,
            ["U3 : 9,50, sous 10 et sans compensation possible"],
            id="not-compensable",
        ),
        pytest.param(
            GOOD + "M3-E=9,99",
            Rules(compensation=Compensation.NONE),
            ["U2 : 9,99, sous 10"],
            id="no-compensation",
        ),
        pytest.param(
            "M1-E=8 M2=pass M3-E=9 M4-E=10", None, ["Moyenne de l’année : 9,00, sous 10"], id="year"
        ),
        pytest.param(
            GOOD + "Y1:attendance=failed", None, ["Assiduité : condition non remplie"], id="failed"
        ),
        pytest.param(
            GOOD + "Y1:attendance=pending Y1:hours=pending Y1:competencies=pending",
            None,
            ["Heures de stage : à valider", "Assiduité : à valider", "Compétences : à valider"],
            id="pending",
        ),
    ],
)
def test_a_cause_is_a_line(marks: str, rules: Rules | None, lines: list[str]) -> None:
    assert told(marks, rules) == lines


def test_many_missing_marks_are_counted_and_the_first_named() -> None:
    modules = [marked(f"M{number}") for number in range(7)]
    whole = year(unit("U1", *modules))
    outcome = year_outcome(whole, Rules(), known(whole, ""))
    (line,) = cause_sentences(outcome, replace(CURRICULUM, years=(whole,)))
    named = "M0-E, M1-E, M2-E, M3-E, M4-E, M5-E et d’autres"
    assert line == f"7 notes sont attendues\u00a0: {named}"


LAST_DAY = date(2027, 6, 30)
HALF = UnitGap("U1", Fraction(62), Fraction(75), 3)
WITHIN_A_HAIR = UnitGap("U2", Fraction(74_999_999, 1_000_000), Fraction(75), 1)


@pytest.mark.parametrize(
    ("gate", "gaps", "lines"),
    [
        pytest.param("hours", Gaps(minutes=420), ["Il manque 7 h de stage validées"], id="hours"),
        pytest.param("hours", Gaps(minutes=0), ["Heures de stage : à valider"], id="no-hours"),
        pytest.param(
            "attendance",
            Gaps(attendance=(HALF, WITHIN_A_HAIR)),
            [
                "U1 : 62 % de présence, 75 % demandés ; il manque 3 demi-journées",
                "U2 : 74,99 % de présence, 75 % demandés ; il manque une demi-journée",
            ],
            id="attendance",
        ),
        pytest.param("attendance", Gaps(), ["Assiduité : à valider"], id="attendance-unknown"),
        pytest.param(
            "competencies", Gaps(competencies=1), ["Une compétence socle à valider"], id="one"
        ),
        pytest.param(
            "competencies", Gaps(competencies=3), ["3 compétences socles à valider"], id="three"
        ),
        pytest.param(
            "competencies",
            Gaps(competencies=0, not_applicable=2),
            ["Compétences : à valider"],
            id="few-left-out",
        ),
        pytest.param(
            "competencies",
            Gaps(competencies=1, not_applicable=3),
            ["Une compétence socle à valider", "3 compétences socles sans objet, 2 au plus"],
            id="many-left-out",
        ),
        pytest.param(
            "placement_certificate",
            Gaps(papers=(PlacementPaper.EMPLOYER_CERTIFICATE,)),
            ["Attestation d’heures de l’employeur : à recevoir"],
            id="paper",
        ),
        pytest.param(
            "placement_certificate",
            Gaps(papers=()),
            ["Document de stage : aucune heure n’est encore validée"],
            id="nothing-to-vouch-for",
        ),
        pytest.param(
            "placement_certificate",
            Gaps(),
            ["Attestation de stage : à valider"],
            id="paper-unknown",
        ),
    ],
)
def test_a_gate_that_waits_says_what_is_missing(gate: str, gaps: Gaps, lines: list[str]) -> None:
    assert told(GOOD + f"Y1:{gate}=pending", gaps=gaps) == lines


@pytest.mark.parametrize(
    ("gaps", "line"),
    [
        pytest.param(Gaps(), "Heures de stage : condition non remplie", id="unknown"),
        pytest.param(
            Gaps(minutes=420),
            "Il manque 7 h de stage validées (condition non remplie)",
            id="hours",
        ),
        pytest.param(
            Gaps(minutes=420, closed_on=LAST_DAY),
            "Il manque 7 h de stage validées (conditions closes le 30/06/2027)",
            id="hours-since",
        ),
        pytest.param(
            Gaps(closed_on=LAST_DAY),
            "Heures de stage : condition non remplie (conditions closes le 30/06/2027)",
            id="unknown-since",
        ),
    ],
)
def test_a_gate_that_failed_says_what_was_missing_and_since_when(gaps: Gaps, line: str) -> None:
    assert told(GOOD + "Y1:hours=failed", gaps=gaps) == [line]


@pytest.mark.parametrize(
    ("seen", "lines"),
    [
        (
            Circumstances(1, "2025-2026", 600, 180, 12, 9),
            ["Il manque 7 h de stage validées", "3 compétences socles à valider"],
        ),
        (
            Circumstances(1, "2025-2026", 600, 660, None, None),
            ["Heures de stage : à valider", "Compétences : à valider"],
        ),
        (
            Circumstances(1, "2025-2026", 600, 180, 12, 8, gaps=Gaps(420, 1, 3)),
            [
                "Il manque 7 h de stage validées",
                "Une compétence socle à valider",
                "3 compétences socles sans objet, 2 au plus",
            ],
        ),
    ],
    ids=["known", "unknown", "frozen"],
)
def test_a_decision_tells_what_stood_against_the_year(
    seen: Circumstances, lines: list[str]
) -> None:
    outcome = outcome_of(GOOD + "M3-E=7 Y1:hours=pending Y1:competencies=pending", Rules())
    facts = decisions.decide(CURRICULUM, outcome, ResultCode.PASSED_BY_BOARD, seen)
    found = [line.replace("\u00a0", " ") for line in decided_causes(facts, CURRICULUM)]
    assert found == ["U2 : 7,00 < 8,00 (plancher)", *lines]


def test_every_kind_of_cause_has_its_line() -> None:
    outcome = outcome_of(GOOD, Rules())
    for kind in CauseKind:
        code = "hours" if "gate" in kind.value else "U1"
        found = replace(outcome, causes=(Cause(kind, code),))
        assert len(cause_sentences(found, CURRICULUM)) == 1


@pytest.mark.parametrize("result", ResultCode)
def test_a_unit_has_a_word_for_each_result(result: ResultCode) -> None:
    assert unit_result(result)[0].isupper()


def test_the_table_of_a_year_shows_units_then_modules() -> None:
    outcome = outcome_of("M1-E=ABI M2=fail M3-E=12,34 U3=DIS", Rules())
    found = [
        (line.code, line.coefficient, line.average, line.result, line.ects)
        for line in result_lines(CURRICULUM, outcome.units)
    ]
    assert found == [
        ("U1", "1", "–", "Défaillance", "0"),
        ("M1", "1", "–", "Défaillance", ""),
        ("M2", "", "", "Non validé", ""),
        ("U2", "1", "12,34", "Acquise", "6"),
        ("M3", "1", "12,34", "", ""),
        ("U3", "1", "–", "Dispense", "6"),
        ("M4", "1", "–", "Dispense", ""),
    ]


def test_what_is_not_known_yet_waits_in_the_table() -> None:
    lines = result_lines(CURRICULUM, outcome_of("M2=pass", Rules()).units)
    waiting = [line.code for line in lines if line.result == "En attente"]
    assert waiting == ["U1", "M1", "U2", "M3", "U3", "M4"]
    nothing = result_lines(CURRICULUM, outcome_of("", Rules()).units)
    assert [line.result for line in nothing if line.code == "M2"] == ["En attente"]
