"""How a result was computed, told step by step."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import ResitPolicy, Rules
from msp_du.domain.explanation_steps import ModuleRule, UnitRule
from msp_du.web import computation_words
from tests.support.explaining import steps, words_of
from tests.support.front_end import front_end_app


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with front_end_app().test_request_context():
        yield


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
