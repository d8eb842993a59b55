"""Edits of a curriculum, and which of its parts stay the same part."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from msp_du.domain.assessment_rules import AssessmentKind, Grading
from msp_du.domain.competencies import Competency, CompetencyDomain, Framework, Wording
from msp_du.domain.competency_matrix import Link, gaps
from msp_du.domain.curriculum import Assessment, Curriculum, Module, Title, Unit, Year
from msp_du.domain.curriculum_changes import Part
from msp_du.domain.curriculum_edits import (
    Direction,
    moved,
    with_module,
    with_unit,
    without_module,
    without_unit,
)
from msp_du.domain.curriculum_sync import PartKey, sync_plan

ONE = Decimal(1)
NEW = Module("N1", Title("Neuf"), grading=Grading.PASS_FAIL)


def module(code: str) -> Module:
    return Module(code, Title(code), assessments=(Assessment(f"{code}-O", AssessmentKind.ORAL),))


def unit(code: str, *modules: str) -> Unit:
    return Unit(code, Title(code), ONE, ONE, tuple(module(each) for each in modules))


BEFORE = Curriculum(
    "DU-TEST",
    "1",
    Title("Diplôme"),
    (Year(1, (unit("U1", "M1", "M2", "M3"), unit("U2", "M4"))), Year(2, (unit("U3", "M5"),))),
)


def outline(curriculum: Curriculum) -> dict[int, str]:
    """Each year's units and modules in a line."""
    return {
        year.number: " ".join(
            f"{each.code}({','.join(one.code for one in each.modules)})" for each in year.units
        )
        for year in curriculum.years
    }


FIRST, SECOND = "U1(M1,M2,M3) U2(M4)", "U3(M5)"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(
            with_unit(BEFORE, unit("U9", "M4"), year_number=1, was="U2"),
            {1: "U1(M1,M2,M3) U9(M4)", 2: SECOND},
            id="unit-in-place",
        ),
        pytest.param(
            with_unit(BEFORE, unit("U9", "M9"), year_number=2),
            {1: FIRST, 2: "U3(M5) U9(M9)"},
            id="unit-added",
        ),
        pytest.param(
            with_unit(BEFORE, unit("U3", "M5"), year_number=1, was="U3"),
            {1: f"{FIRST} U3(M5)"},
            id="last-unit-of-a-year-to-another",
        ),
        pytest.param(
            with_unit(BEFORE, unit("U0", "M0"), year_number=3),
            {1: FIRST, 2: SECOND, 3: "U0(M0)"},
            id="first-unit-of-a-year",
        ),
        pytest.param(without_unit(BEFORE, "U1"), {1: "U2(M4)", 2: SECOND}, id="unit-removed"),
        pytest.param(without_unit(BEFORE, "U3"), {1: FIRST}, id="year-gone-with-its-last-unit"),
        pytest.param(
            with_module(BEFORE, NEW, unit_code="U2"),
            {1: "U1(M1,M2,M3) U2(M4,N1)", 2: SECOND},
            id="module-added",
        ),
        pytest.param(
            with_module(BEFORE, NEW, unit_code="U1", was="M2"),
            {1: "U1(M1,N1,M3) U2(M4)", 2: SECOND},
            id="module-in-place",
        ),
        pytest.param(
            with_module(BEFORE, module("M2"), unit_code="U3", was="M2"),
            {1: "U1(M1,M3) U2(M4)", 2: "U3(M5,M2)"},
            id="module-to-another-unit",
        ),
        pytest.param(
            without_module(BEFORE, "M2"), {1: "U1(M1,M3) U2(M4)", 2: SECOND}, id="module-removed"
        ),
        pytest.param(
            moved(BEFORE, "U2", Direction.UP), {1: "U2(M4) U1(M1,M2,M3)", 2: SECOND}, id="unit-up"
        ),
        pytest.param(
            moved(BEFORE, "M1", Direction.DOWN),
            {1: "U1(M2,M1,M3) U2(M4)", 2: SECOND},
            id="module-down",
        ),
        pytest.param(moved(BEFORE, "M1", Direction.UP), outline(BEFORE), id="first-stays"),
        pytest.param(moved(BEFORE, "M3", Direction.DOWN), outline(BEFORE), id="last-stays"),
    ],
)
def test_an_edit_changes_one_thing(after: Curriculum, expected: Mapping[int, str]) -> None:
    assert outline(after) == expected


def test_the_same_parts_stay() -> None:
    plan = sync_plan(BEFORE, BEFORE, {})
    assert (plan.added, plan.removed, plan.other_year) == ((), (), ())
    assert all(key == now for key, now in plan.kept.items())
    assert len(plan.kept) == 13


def test_parts_are_paired_by_code_or_by_their_new_one() -> None:
    u2 = replace(unit("U2"), modules=(replace(module("M4"), code="M8"), NEW))
    after = with_unit(without_module(BEFORE, "M1"), u2, year_number=1, was="U2")
    plan = sync_plan(BEFORE, after, {"M4": "M8", "unknown": "M8"})
    assert plan.kept[PartKey(Part.MODULE, "M4")] == PartKey(Part.MODULE, "M8")
    assert plan.added == (PartKey(Part.MODULE, "N1"),)
    assert plan.removed == (PartKey(Part.MODULE, "M1"), PartKey(Part.ASSESSMENT, "M1-O"))


def test_a_code_that_another_part_takes_does_not_keep_the_one_that_had_it() -> None:
    after = without_module(BEFORE, "M1")
    renamed = replace(module("M2"), code="M1")
    after = with_module(after, renamed, unit_code="U1", was="M2")
    plan = sync_plan(BEFORE, after, {"M2": "M1"})
    assert plan.kept[PartKey(Part.MODULE, "M2")] == PartKey(Part.MODULE, "M1")
    assert PartKey(Part.MODULE, "M1") in plan.removed
    assert plan.added == ()


def test_modules_that_go_to_another_year_are_told_with_their_assessments() -> None:
    after = with_module(BEFORE, module("M2"), unit_code="U3", was="M2")
    keys = (PartKey(Part.MODULE, "M2"), PartKey(Part.ASSESSMENT, "M2-O"))
    assert sync_plan(BEFORE, after, {}).other_year == keys
    moved_unit = with_unit(BEFORE, BEFORE.units[1], year_number=2, was="U2")
    assert [key.code for key in sync_plan(BEFORE, moved_unit, {}).other_year] == ["M4", "M4-O"]


def test_a_matrix_tells_what_nothing_assesses_the_core_first() -> None:
    items = tuple(
        Competency(code, Wording(code, code), is_core=code in {"A2", "A4"})
        for code in ("A1", "A2", "A3", "A4")
    )
    domain = CompetencyDomain("A", Wording("A", "A"), items)
    framework = Framework("C", "1", Wording("C", "C"), (), (domain,))
    found = gaps(BEFORE, framework, {Link("M1", "A2"), Link("M5", "A3"), Link("M1", "A3")})
    assert [item.code for item in found.competencies] == ["A4", "A1"]
    assert [each.code for each in found.modules] == ["M2", "M3", "M4"]
    everything = {Link(each.code, item.code) for each in BEFORE.modules for item in items}
    none = gaps(BEFORE, framework, everything)
    assert (none.competencies, none.modules) == ((), ())
