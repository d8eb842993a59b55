"""The curriculum file: each fault is named with its path, all of them at once."""

import pytest

from msp_du.domain.assessment_rules import AssessmentKind, Gate
from msp_du.files.curriculum_yaml import CurriculumFaults, FaultKind, read
from msp_du.files.faults import ENGLISH
from tests.files.curriculum_texts import M1, M2, SMALL, edited, faults_of, with_rules


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param("curriculum@1", "curriculum@2", "format: msp-du/curriculum@2 is not a format"
                     " known here (msp-du/curriculum@1)", id="format"),
        pytest.param("version: 2026\n", "", "version: missing", id="missing"),
        pytest.param("title: {fr: Essai}", "title: {en: Trial}", "title.fr: missing", id="fr"),
        pytest.param("        ects: 6\n", "", "years[0].units[0].ects: missing", id="ects"),
        pytest.param("rules: {}", "rule: {}", "rule: unknown key", id="unknown"),
        pytest.param("rules: {}", '"a\\nb": {}', '"a\ufffdb": unknown key', id="odd-key"),
        pytest.param("rules: {}", "rules: {}\nrules: {}", "rules: this key stands twice",
                     id="key-twice"),
        pytest.param("kind: oral", "kind: oral, kind: oral",
                     f"{M1}.assessments[0].kind: this key stands twice", id="inner-key-twice"),
        pytest.param("rules: {}", "? [a]\n: 1", "a key must be a text", id="key-list"),
        pytest.param("fr: Essai", "fr: &a Essai, en: *a",
                     "title.en: an alias is not read, write the value out", id="alias"),
        pytest.param("rules: {}", "rules: &r {<<: *r}", 'rules."<<": unknown key', id="merge"),
        pytest.param("ects: 6", "ects: !!int 6",
                     "years[0].units[0].ects: a YAML tag is not read, write the value alone",
                     id="tag"),
        pytest.param("rules: {}", "rules: !!python/object:os.system {}",
                     "rules: a YAML tag is not read, write the value alone", id="tag-on-map"),
        pytest.param("rules: {}", "rules: []", "rules: must be a map of keys and values",
                     id="not-a-map"),
        pytest.param("rules: {}", "rules:", "rules: must be a map of keys and values", id="null"),
        pytest.param("[{code: M1-O, kind: oral}]", "oral", f"{M1}.assessments: must be a list",
                     id="not-a-list"),
        pytest.param("fr: Essai", "fr: [Essai]", "title.fr: must be a single value", id="list"),
        pytest.param("[{code: M1-O, kind: oral}]", "[]",
                     f"{M1}.assessments: must have one entry at least", id="no-assessment"),
        pytest.param("fr: Essai", "fr: ' '", "title.fr: must not be empty", id="blank"),
        pytest.param("fr: Essai", "fr: Essai, en: ", "title.en: must not be empty", id="no-en"),
        pytest.param("fr: Essai", f"fr: {'a' * 301}",
                     "title.fr: must have 300 characters at most", id="long-title"),
        pytest.param("fr: Essai", 'fr: "a\\0b"',
                     "title.fr: holds a character that cannot be printed", id="nul"),
        pytest.param("fr: Essai", 'fr: "\\ud800"',
                     "title.fr: holds a character that cannot be printed", id="surrogate"),
        pytest.param("version: 2026", f"version: {'1' * 41}",
                     "version: must have 40 characters at most", id="long-version"),
        pytest.param("version: 2026", "version: 2026\ninstitution: ''",
                     "institution: must not be empty", id="institution"),
        pytest.param("code: DU-X", "code: du-x",
                     "code: du-x: only A to Z, 0 to 9 and - make a curriculum code", id="code"),
        pytest.param("code: M1\n", "code: M 1\n", f"{M1}.code: M 1: only letters without accent,"
                     " digits, '.', '_', '-' make a code", id="space-in-code"),
        pytest.param("code: M1\n", "code: ' M1'\n", f"{M1}.code:  M1: only letters without accent,"
                     " digits, '.', '_', '-' make a code", id="space-before-code"),
        pytest.param("code: M1\n", "code: Mé\n", f"{M1}.code: Mé: only letters without accent,"
                     " digits, '.', '_', '-' make a code", id="accent-in-code"),
        pytest.param("code: M1\n", "code: ''\n", f"{M1}.code: must not be empty", id="no-code"),
        pytest.param("code: M1\n", "code: trainee\n",
                     f"{M1}.code: trainee is kept for a column of marks sheets", id="trainee"),
        pytest.param("code: U1", "code: Y12", "years[0].units[0].code: Y12 is kept for a column"
                     " of marks sheets", id="year-code"),
        pytest.param("code: M2", "code: M1",
                     f"{M2}.code: M1 is already at {M1}.code", id="module-twice"),
        pytest.param("code: M1-O", "code: U1", f"{M1}.assessments[0].code: U1 is already at"
                     " years[0].units[0].code", id="one-set-of-codes"),
        pytest.param("code: U2", "code: M1-O", "years[1].units[0].code: M1-O is already at"
                     f" {M1}.assessments[0].code", id="codes-of-another-year"),
        pytest.param("number: 2", "number: 01",
                     "years[1].number: 1 is already at years[0].number", id="year-twice"),
        pytest.param("number: 2", "number: 0", "years[1].number: must be above 0", id="year-zero"),
        pytest.param("number: 2", "number: two", "years[1].number: two is not a whole number",
                     id="year-word"),
        pytest.param("number: 2", "number: [2]", "years[1].number: must be a single value",
                     id="year-list"),
        pytest.param("coefficient: 3", "coefficient: 0",
                     "years[0].units[0].coefficient: must be above 0", id="unit-coefficient"),
        pytest.param("coefficient: 1", "coefficient: -0.5",
                     f"{M1}.coefficient: must be above 0", id="module-coefficient"),
        pytest.param("kind: oral", "kind: oral, weight: 0",
                     f"{M1}.assessments[0].weight: must be above 0", id="weight"),
        pytest.param("ects: 6", "ects: -1", "years[0].units[0].ects: must not be below 0",
                     id="negative-ects"),
        pytest.param("            coefficient: 1\n", "", f"{M1}.coefficient: missing",
                     id="no-coefficient"),
        pytest.param("grading: pass_fail", "grading: marked, coefficient: 1",
                     f"{M2}.assessments: missing", id="no-assessments"),
        pytest.param("grading: pass_fail", "grading: passfail",
                     f"{M2}.grading: passfail is not one of marked, pass_fail", id="grading"),
        pytest.param("grading: pass_fail", "grading: pass_fail, coefficient: 1",
                     f"{M2}.coefficient: a pass/fail module has none", id="coefficient-unwanted"),
        pytest.param("grading: pass_fail", "grading: pass_fail, assessments: []",
                     f"{M2}.assessments: a pass/fail module has none", id="assessments-unwanted"),
        pytest.param("kind: oral", "kind: aural", f"{M1}.assessments[0].kind: aural is not one of"
                     f" {', '.join(AssessmentKind)}", id="kind"),
        pytest.param("grading: pass_fail", "grading: pass_fail, resit: no",
                     f"{M2}.resit: no is neither true nor false", id="yaml-1.1-boolean"),
        pytest.param("grading: pass_fail", "grading: pass_fail, resit: []",
                     f"{M2}.resit: must be a single value", id="flag-list"),
        pytest.param("grading: pass_fail", "grading: pass_fail, hours: -7",
                     f"{M2}.hours: must not be below 0", id="hours"),
        pytest.param("grading: pass_fail", "grading: pass_fail, placement_hours: -7",
                     f"{M2}.placement_hours: must not be below 0", id="placement-hours"),
        pytest.param("rules: {}", "settings: {\"\": 1}",
                     'settings."""": a name is 1 to 40 letters, digits, spaces, \'.\', \'_\' or'
                     " '-'", id="setting-name"),
        pytest.param("rules: {}", "settings: {a: [*b]}",
                     "settings.a[0]: an alias is not read, write the value out",
                     id="setting-alias"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_path(old: str, new: str, fault: str) -> None:
    assert faults_of(edited((old, new))) == [fault]


@pytest.mark.parametrize("number", ["1e1", ".5", "1.", "0,5", "1_000", "0x1F", ".nan", "null",
                                    "1234567890", "0.1234567890123", "1:30", "½"])  # fmt: skip
def test_a_number_is_digits_and_a_point(number: str) -> None:
    (fault,) = faults_of(edited(("coefficient: 3", f'coefficient: "{number}"')))
    assert fault.startswith(f"years[0].units[0].coefficient: {number} is not a number (digits")


@pytest.mark.parametrize(
    ("rules", "faults"),
    [
        pytest.param("{pass_mark: 20.01}", ["pass_mark: must be from 0 to 20"], id="above-20"),
        pytest.param("{unit_floor: -0.01}", ["unit_floor: must be from 0 to 20"], id="below-0"),
        pytest.param("{pass_mark: null}",
                     [f"pass_mark: {ENGLISH[FaultKind.NOT_A_NUMBER]}" % {"value": "null"}],
                     id="null"),
        pytest.param("{rounding: no}", ["rounding: no is not one of final_only, cascade"],
                     id="rounding"),
        pytest.param("{debts_allowed: 1.0}", ["debts_allowed: 1.0 is not a whole number"],
                     id="not-whole"),
        pytest.param("{debts_allowed: -1}", ["debts_allowed: must not be below 0"], id="debts"),
        pytest.param("{absence: {others: {}}}", ["absence.others: unknown key"], id="absence"),
        pytest.param("{absence: {other: {excused: half}}}",
                     ["absence.other.excused: half is not one of zero, neutralise, default"],
                     id="effect"),
        pytest.param("{gates: [hours, tests]}",
                     [f"gates[1]: tests is not one of {', '.join(Gate)}"],
                     id="gate"),
        pytest.param("{gates: [hours, hours]}", ["gates[1]: hours is already at rules.gates[0]"],
                     id="gate-twice"),
        pytest.param("{honours: [{code: P, from: 10}, {code: P, from: 10.0}, {code: '', from: 21}]"
                     "}", ["honours[1].code: P is already at rules.honours[0].code",
                           "honours[1].from: 10.0 is already at rules.honours[0].from",
                           "honours[2].code: must not be empty",
                           "honours[2].from: must be from 0 to 20"], id="honours"),
        pytest.param("{honours: [{from: 10}]}", ["honours[0].code: missing"], id="honour-code"),
        pytest.param("{diploma_weighting: {1: 0, 3: 4, 01: 4}}",
                     ["diploma_weighting.2: missing", "diploma_weighting.1: must be above 0",
                      "diploma_weighting.3: unknown key",
                      "diploma_weighting.01: this key stands twice"], id="year-weights"),
        pytest.param("{diploma_weighting: {1: 1, 2: 1, x: 1}}",
                     ["diploma_weighting.x: unknown key"], id="year-word"),
        pytest.param("{diploma_weighting: by_ects}",
                     ["diploma_weighting: by_ects is not one of by_coefficients"], id="weighting"),
        pytest.param("{diploma_weighting: [1]}",
                     ["diploma_weighting: must be a single value"], id="weighting-list"),
    ],
)  # fmt: skip
def test_a_faulty_rule_is_named(rules: str, faults: list[str]) -> None:
    assert faults_of(with_rules(rules)) == [f"rules.{fault}" for fault in faults]


@pytest.mark.parametrize("edge", ["0", "20"])
def test_a_threshold_may_stand_at_either_end(edge: str) -> None:
    rules = read(with_rules(f"{{pass_mark: {edge}, unit_floor: {edge}}}").encode()).rules
    assert (str(rules.pass_mark), str(rules.unit_floor)) == (edge, edge)


def test_year_weights_wait_for_sound_year_numbers() -> None:
    text = edited(
        ("rules: {}", "rules: {diploma_weighting: {1: 1, 5: 1}}"), ("number: 2", "number: 1")
    )
    assert faults_of(text) == ["years[1].number: 1 is already at years[0].number"]


def test_every_fault_is_named_at_once_in_the_order_of_the_file() -> None:
    text = edited(
        ("version: 2026", "colour: red"), ("rules: {}", "rules: {pass_mark: ten}"),
        ("coefficient: 3", "coefficient: 0"), ("code: M2", "code: M1"), ("number: 2", "number: 1"),
        ("code: M3", "code: Y3"),
    )  # fmt: skip
    with pytest.raises(CurriculumFaults) as refusal:
        read(text.encode())
    assert [(fault.path, fault.kind, fault.line) for fault in refusal.value.faults] == [
        ("version", FaultKind.MISSING_KEY, 1),
        ("colour", FaultKind.UNKNOWN_KEY, 3),
        ("rules.pass_mark", FaultKind.NOT_A_NUMBER, 5),
        ("years[0].units[0].coefficient", FaultKind.NOT_ABOVE_ZERO, 12),
        (f"{M2}.code", FaultKind.DUPLICATE, 18),
        ("years[1].number", FaultKind.DUPLICATE, 19),
        ("years[1].units[0].modules[0].code", FaultKind.RESERVED_CODE, 26),
    ]


@pytest.mark.parametrize("key", ["years", "units", "modules"])
def test_an_empty_list_is_refused(key: str) -> None:
    module = "[]" if key == "modules" else "[{code: M, title: {fr: M}, grading: pass_fail}]"
    unit = f"{{code: U, title: {{fr: U}}, ects: 1, coefficient: 1, modules: {module}}}"
    units = "[]" if key == "units" else f"[{unit}]"
    years = "[]" if key == "years" else f"[{{number: 1, units: {units}}}]"
    head = SMALL[: SMALL.index("years:")]
    path = {"years": "years", "units": "years[0].units"}.get(key, "years[0].units[0].modules")
    assert faults_of(f"{head}years: {years}\n") == [f"{path}: must have one entry at least"]


def test_a_long_word_is_cut_in_the_message() -> None:
    (fault,) = faults_of(edited(("kind: oral", f"kind: {'x' * 60}")))
    assert f"{'x' * 39}… is not one of" in fault


def test_every_kind_of_fault_has_an_english_sentence() -> None:
    assert set(ENGLISH) == set(FaultKind)
