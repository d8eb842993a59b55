"""Two versions of a curriculum are compared part by part."""

from dataclasses import replace
from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import AssessmentKind
from msp_du.domain.curriculum import Assessment, Curriculum, Module, Title, Unit, Year
from msp_du.domain.curriculum_changes import Aspect, ChangeKind, Part, changes

EXAM = Assessment("M1-ET", AssessmentKind.FINAL_EXAM)
ORAL = Assessment("M1-O", AssessmentKind.ORAL, title=Title("Oral"))
MODULE = Module(
    "M1",
    Title("Un"),
    taught_hours=Decimal(14),
    coefficient=Decimal(1),
    assessments=(EXAM, ORAL),
)
UNIT = Unit("UE1", Title("Unité"), Decimal(6), Decimal(3), (MODULE,))


def curriculum(*units: Unit) -> Curriculum:
    return Curriculum("DU-TEST", "1", Title("Diplôme"), (Year(1, units),))


BEFORE = curriculum(UNIT)


def test_the_same_content_has_no_changes() -> None:
    assert changes(BEFORE, replace(BEFORE, version="2")) == ()


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(
            curriculum(replace(UNIT, coefficient=Decimal(4))),
            (Part.UNIT, "UE1", Aspect.COEFFICIENT, Decimal(3), Decimal(4)),
            id="coefficient-of-a-unit",
        ),
        pytest.param(
            curriculum(replace(UNIT, modules=(replace(MODULE, taught_hours=Decimal(21)),))),
            (Part.MODULE, "M1", Aspect.TAUGHT_HOURS, Decimal(14), Decimal(21)),
            id="hours-of-a-module",
        ),
        pytest.param(
            curriculum(replace(UNIT, modules=(replace(MODULE, title=Title("Deux")),))),
            (Part.MODULE, "M1", Aspect.TITLE, "Un", "Deux"),
            id="title-of-a-module",
        ),
        pytest.param(
            curriculum(
                replace(
                    UNIT,
                    modules=(
                        replace(MODULE, assessments=(replace(EXAM, weight=Decimal(2)), ORAL)),
                    ),
                )
            ),
            (Part.ASSESSMENT, "M1-ET", Aspect.WEIGHT, Decimal(1), Decimal(2)),
            id="weight-of-an-assessment",
        ),
        pytest.param(
            replace(BEFORE, years=(Year(2, (UNIT,)),)),
            (Part.UNIT, "UE1", Aspect.PLACE, "1", "2"),
            id="year-of-a-unit",
        ),
    ],
)
def test_what_differs_is_named_with_both_values(after: Curriculum, expected: object) -> None:
    (change,) = changes(BEFORE, after)
    seen = (change.part, change.code, change.aspect, change.before, change.after)
    assert change.kind is ChangeKind.CHANGED
    assert seen == expected


def test_what_comes_and_goes_is_named_with_its_title() -> None:
    other = replace(MODULE, code="M2", title=Title("Autre"), assessments=(EXAM,))
    found = changes(BEFORE, curriculum(replace(UNIT, modules=(other,))))
    assert [(change.kind, change.code, change.title) for change in found] == [
        (ChangeKind.REMOVED, "M1", "Un"),
        (ChangeKind.REMOVED, "M1-O", "Oral"),
        (ChangeKind.ADDED, "M2", "Autre"),
        (ChangeKind.CHANGED, "M1-ET", ""),
    ]


def test_a_code_that_names_another_kind_of_part_is_removed_and_added() -> None:
    swapped = replace(UNIT, code="M9", modules=(replace(MODULE, code="UE1"),))
    found = changes(BEFORE, curriculum(swapped))
    assert {(change.kind, change.part, change.code) for change in found} >= {
        (ChangeKind.REMOVED, Part.UNIT, "UE1"),
        (ChangeKind.ADDED, Part.MODULE, "UE1"),
    }
