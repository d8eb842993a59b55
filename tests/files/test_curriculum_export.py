"""What is written: one text for one curriculum, the same content for every reader."""

from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import msp_du
from msp_du.domain.assessment_rules import (
    AbsenceEffect,
    AbsenceRule,
    AssessmentKind,
    Compensation,
    Gate,
    Grading,
    Honour,
    ResitPolicy,
    Rounding,
    Rules,
)
from msp_du.domain.curriculum import (
    Assessment,
    Curriculum,
    Module,
    Settings,
    Title,
    Totals,
    Unit,
    Year,
    required_placement_minutes,
)
from msp_du.files.curriculum_yaml import digest, read, rules_text, write

TEMPLATE = Path(msp_du.__file__).parent / "data" / "curricula" / "du-msp-2026.yaml"
TITLE = Title("Diplôme", "Diploma")
MODULE = Module("M1", TITLE, grading=Grading.PASS_FAIL)
UNIT = Unit("U1", TITLE, Decimal(6), Decimal(3), (MODULE,))


def small(**changes: Any) -> Curriculum:
    """Return a curriculum of one module; a test names what it is about."""
    parts: dict[str, Any] = {
        "code": "DU-X", "version": "2026", "title": TITLE, "years": (Year(1, (UNIT,)),),
    }  # fmt: skip
    return Curriculum(**parts | changes)


def loaded(data: bytes, version: tuple[int, int]) -> Any:
    """Return the values another reader makes of a file, by the given version of YAML."""
    reader = YAML(typ="safe", pure=True)
    reader.version = version
    return reader.load(StringIO(data.decode()))


def test_the_shipped_curriculum_adds_up() -> None:
    curriculum = read(TEMPLATE.read_bytes())
    assert curriculum.totals == Totals(Decimal(60), Decimal(420), Decimal(700), Decimal(30))
    assert [year.totals for year in curriculum.years] == [
        Totals(Decimal(30), Decimal(210), Decimal(280), Decimal(15)),
        Totals(Decimal(30), Decimal(210), Decimal(420), Decimal(15)),
    ]
    assert [required_placement_minutes(year) for year in curriculum.years] == [16800, 25200]


def test_a_unit_of_the_shipped_curriculum_weighs_half_its_ects() -> None:
    units = read(TEMPLATE.read_bytes()).units
    assert [unit.coefficient * 2 for unit in units] == [unit.ects for unit in units]


def test_the_shipped_curriculum_is_an_export() -> None:
    data = TEMPLATE.read_bytes()
    assert write(read(data)) == data


def test_the_shipped_curriculum_follows_the_usual_rules() -> None:
    assert read(TEMPLATE.read_bytes()).rules == Rules()


def test_every_part_of_the_shipped_curriculum_has_both_titles() -> None:
    curriculum = read(TEMPLATE.read_bytes())
    parts: list[Unit | Module | Assessment] = [
        *curriculum.units,
        *curriculum.modules,
        *curriculum.assessments,
    ]
    titles = [curriculum.title, *(part.title for part in parts)]
    assert [title for title in titles if title is None or not title.en] == []
    french = [title.fr for title in titles if title]
    assert [title for title in french if "'" in title or " :" in title] == []


@pytest.mark.parametrize(
    "word", ["no", "1:30", "2026", "1e3", "010", "~", 'a "b" \\ c', "- x", "a: b", "#",
              "null", "2026-10-12", "é\u00a0!", "=", "<<"],
)  # fmt: skip
def test_words_stay_words_for_other_readers(word: str) -> None:
    data = write(small(version=word, title=Title(word, word), institution=word,
                       settings=Settings((("late", word), ("no", word)))))  # fmt: skip
    for version in [(1, 1), (1, 2)]:
        content = loaded(data, version)
        assert content["title"] == {"fr": word, "en": word}
        assert (content["version"], content["institution"]) == (word, word)
        assert content["settings"] == {"late": word, "no": word}
    assert read(data).title == Title(word, word)


@pytest.mark.parametrize("code", ["NO", "1E5", "123", "null", "-", "1.0", "M1.5-CC", "y", "0o7"])
def test_codes_stay_text_for_other_readers(code: str) -> None:
    unit = Unit(code, TITLE, Decimal(6), Decimal(3), (MODULE,))
    data = write(small(years=(Year(1, (unit,)),)))
    for version in [(1, 1), (1, 2)]:
        assert loaded(data, version)["years"][0]["units"][0]["code"] == code
    assert read(data).units[0].code == code


def test_accents_are_written_as_they_are() -> None:
    assert "Diplôme" in write(small()).decode()


def test_settings_keep_their_kinds_and_their_order() -> None:
    written = Settings(
        (("b", Decimal("75.50")), ("a", True), ("c", None), ("d", "75"), ("e", False),
         ("f", ("x", Decimal(1))), ("g", Settings((("h", ()), ("i", "true"))))),
    )  # fmt: skip
    data = write(small(settings=written))
    assert read(data).settings == written
    assert loaded(data, (1, 2))["settings"] == {
        "b": 75.5, "a": True, "c": None, "d": "75", "e": False, "f": ["x", 1],
        "g": {"h": [], "i": "true"},
    }  # fmt: skip
    assert "  b: 75.50\n" in data.decode()


def test_equal_rules_have_equal_text_and_any_change_shows() -> None:
    assert rules_text(Rules()) == rules_text(Rules(pass_mark=Decimal(10)))
    assert rules_text(Rules(debts_allowed=0)) != rules_text(Rules())
    assert "\n  unit_floor: 8\n" in rules_text(Rules())


def test_the_digest_follows_the_content() -> None:
    assert digest(small()) == digest(read(write(small())))
    assert digest(small()) != digest(small(version="2027"))


def test_a_file_of_any_style_takes_one_form() -> None:
    title = "title: {en: Diploma, fr: 'Diplôme'}"
    module = f"{{grading: pass_fail, {title}, code: M1, hours: 0, resit: True}}"
    unit = (
        f"{{modules: [{module}], coefficient: '3', ects: 6, compensable: true, {title}, code: U1}}"
    )
    flow = (
        f"{{years: [{{units: [{unit}], number: 1}}], rules: {{unit_floor: '8'}}, {title},"
        " version: !!str 2026, code: DU-X, format: msp-du/curriculum@1}"
    ).encode()
    assert write(read(flow)) == write(small())


NUMBERS = st.decimals("0.01", "999", places=2)
MARKS = st.decimals(0, 20, places=1)
LIMITS = st.none() | MARKS
LINES = (
    st.text(
        st.characters(
            exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"
        ),
        min_size=1,
        max_size=30,
    )
    .map(lambda text: text.strip(" "))
    .filter(lambda text: text != "" and "  " not in text)
)
TITLES = st.builds(Title, LINES, st.none() | LINES)
ABSENCES = st.builds(AbsenceRule, st.sampled_from(AbsenceEffect), st.sampled_from(AbsenceEffect))
RULES = st.builds(
    Rules,
    pass_mark=MARKS,
    rounding=st.sampled_from(Rounding),
    compensation=st.sampled_from(Compensation),
    unit_floor=LIMITS,
    module_floor=LIMITS,
    continuous_absence=ABSENCES,
    other_absence=ABSENCES,
    resit_policy=st.sampled_from(ResitPolicy),
    resit_cap=LIMITS,
    year_weights=st.none() | st.tuples(st.tuples(st.just(1), NUMBERS)),
    debts_allowed=st.integers(0, 9),
    honours=st.lists(
        st.builds(Honour, LINES, MARKS),
        unique_by=(lambda honour: honour.code, lambda honour: honour.starts_at),
    ).map(tuple),
    honours_after_resit=st.booleans(),
    honours_after_board_points=st.booleans(),
    gates=st.lists(st.sampled_from(Gate), unique=True).map(tuple),
)
SCALARS = st.none() | st.booleans() | NUMBERS | LINES
SETTINGS = st.dictionaries(
    st.from_regex(r"[\w. -]{1,40}", fullmatch=True), SCALARS | st.lists(SCALARS).map(tuple)
).map(lambda entries: Settings(tuple(entries.items())))
MODULES = st.builds(
    Module,
    st.just("M1"),
    TITLES,
    taught_hours=NUMBERS,
    coefficient=NUMBERS,
    has_resit=st.booleans(),
    placement_hours=NUMBERS,
    assessments=st.tuples(
        st.builds(Assessment, st.from_regex(r"a[A-Za-z0-9._-]{0,9}", fullmatch=True),
                  st.sampled_from(AssessmentKind), NUMBERS, st.none() | TITLES)
    ),
)  # fmt: skip
UNITS = st.builds(Unit, st.just("U1"), TITLES, NUMBERS, NUMBERS, st.tuples(MODULES), st.booleans())
CURRICULA = st.builds(
    Curriculum,
    code=st.from_regex(r"[A-Z0-9-]{1,20}", fullmatch=True),
    version=LINES,
    title=TITLES,
    years=st.tuples(st.builds(Year, st.just(1), st.tuples(UNITS))),
    rules=RULES,
    settings=SETTINGS,
    institution=st.none() | LINES,
)


@settings(max_examples=60, deadline=None)
@given(CURRICULA)
def test_what_is_written_is_read_back_and_written_the_same(curriculum: Curriculum) -> None:
    data = write(curriculum)
    assert read(data) == curriculum
    assert write(read(data)) == data
