"""Reader of the curriculum file ``msp-du/curriculum@1`` (exam-rules §1)."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from msp_du.domain.assessment_rules import AssessmentKind, Grading
from msp_du.domain.curriculum import (
    NOTHING,
    ONE,
    Assessment,
    Curriculum,
    Module,
    Setting,
    Settings,
    Title,
    Unit,
    Year,
)
from msp_du.files.curriculum_rules_reader import LONGEST_CODE, read_rules
from msp_du.files.curriculum_writer import FORMAT
from msp_du.files.faults import FaultKind, FileFaults
from msp_du.files.yaml_cursor import FLAGS, NUMBER, Cursor, Record, shown
from msp_du.files.yaml_document import read_file
from msp_du.files.yaml_nodes import Mapping, Scalar, Sequence

CURRICULUM_CODE = re.compile(r"[A-Z0-9-]+")
CODE = re.compile(r"[A-Za-z0-9._-]+")
SETTING_NAME = re.compile(r"[\w. -]{1,40}")
RESERVED = re.compile(r"trainee|Y[0-9]+")
LONGEST_TITLE = 300
LONGEST_SETTING = 2000

NO_TITLE = Title("")


class CurriculumFaults(FileFaults):
    """Everything there is to correct in a curriculum file."""


def read(data: bytes) -> Curriculum:
    """Return the curriculum in a file; raise ``CurriculumFaults`` with all its faults at once."""
    return read_file(data, _curriculum, CurriculumFaults)


@dataclass(frozen=True, slots=True)
class _Names:
    """Where codes and year numbers were first met."""

    codes: dict[str, str] = field(default_factory=dict)
    years: dict[int, str] = field(default_factory=dict)


def _curriculum(root: Cursor) -> Curriculum:
    record = root.record(
        required=("format", "code", "version", "title", "years"),
        optional=("institution", "rules", "settings"),
    )
    record["format"].check_format(FORMAT)
    names = _Names()
    years = tuple(_year(year, names) for year in record["years"].items())
    # Year weights are held against the years only when every year has a number of its own.
    numbers = tuple(names.years) if len(names.years) == len(years) else None
    institution = record["institution"]
    return Curriculum(
        code=_curriculum_code(record["code"]),
        version=record["version"].text(longest=LONGEST_CODE),
        title=_title(record["title"]),
        institution=institution.text(longest=LONGEST_TITLE) if institution.is_present else None,
        rules=read_rules(record["rules"], numbers),
        settings=_settings(record["settings"]),
        years=years,
    )


def _curriculum_code(cursor: Cursor) -> str:
    code = cursor.token(longest=LONGEST_CODE)
    if code and not CURRICULUM_CODE.fullmatch(code):
        cursor.report(FaultKind.BAD_CURRICULUM_CODE, value=shown(code))
    return code


def _year(cursor: Cursor, names: _Names) -> Year:
    record = cursor.record(required=("number", "units"), optional=())
    number = record["number"].whole(lowest=1)
    if number is not None:
        record["number"].check_new(number, names.years)
    units = tuple(_unit(unit, names) for unit in record["units"].items())
    return Year(number=number or 0, units=units)


def _unit(cursor: Cursor, names: _Names) -> Unit:
    record = cursor.record(
        required=("code", "title", "ects", "coefficient", "modules"), optional=("compensable",)
    )
    return Unit(
        code=_code(record["code"], names),
        title=_title(record["title"]),
        ects=record["ects"].amount(NOTHING),
        coefficient=record["coefficient"].weight(ONE),
        is_compensable=record["compensable"].flag(otherwise=True),
        modules=tuple(_module(module, names) for module in record["modules"].items()),
    )


def _module(cursor: Cursor, names: _Names) -> Module:
    record = cursor.record(
        required=("code", "title"),
        optional=(
            "hours",
            "coefficient",
            "grading",
            "resit",
            "placement_hours",
            "assessments",
        ),
    )
    code = _code(record["code"], names)
    grading = _grading(record, cursor)
    coefficient: Decimal | None = None
    assessments: tuple[Assessment, ...] = ()
    if grading is not Grading.PASS_FAIL:
        coefficient = record["coefficient"].weight(ONE)
        assessments = tuple(_assessment(each, names) for each in record["assessments"].items())
    return Module(
        code=code,
        title=_title(record["title"]),
        taught_hours=record["hours"].amount(NOTHING),
        coefficient=coefficient,
        grading=grading or Grading.MARKED,
        has_resit=record["resit"].flag(otherwise=True),
        placement_hours=record["placement_hours"].amount(NOTHING),
        assessments=assessments,
    )


def _grading(record: Record, cursor: Cursor) -> Grading | None:
    """Return how a module is graded (None if unknown), and hold its two marked keys against it."""
    given = record["grading"]
    grading = given.choice_or_none(Grading) if given.is_present else Grading.MARKED
    for name in ("coefficient", "assessments"):
        entry = record.entries.get(name)
        if grading is Grading.PASS_FAIL and entry is not None:
            entry.report(FaultKind.NOT_ON_PASS_FAIL)
        if grading is Grading.MARKED and entry is None:
            cursor.report_missing(name)
    return grading


def _assessment(cursor: Cursor, names: _Names) -> Assessment:
    record = cursor.record(required=("code", "kind"), optional=("weight", "title"))
    title = record["title"]
    return Assessment(
        code=_code(record["code"], names),
        kind=record["kind"].choice(AssessmentKind, AssessmentKind.FINAL_EXAM),
        weight=record["weight"].weight(ONE),
        title=_title(title) if title.is_present else None,
    )


def _title(cursor: Cursor) -> Title:
    if not cursor.is_present:
        return NO_TITLE
    record = cursor.record(required=("fr",), optional=("en",))
    english = record["en"]
    return Title(
        fr=record["fr"].text(longest=LONGEST_TITLE),
        en=english.text(longest=LONGEST_TITLE) if english.is_present else None,
    )


def _code(cursor: Cursor, names: _Names) -> str:
    code = cursor.token(longest=LONGEST_CODE)
    if not code:
        return code
    if not CODE.fullmatch(code):
        cursor.report(FaultKind.BAD_CODE, value=shown(code))
    elif RESERVED.fullmatch(code):
        cursor.report(FaultKind.RESERVED_CODE, value=shown(code))
    else:
        cursor.check_new(code, names.codes)
    return code


def _settings(cursor: Cursor) -> Settings:
    entries = cursor.entries()
    for name, entry in entries.items():
        if not SETTING_NAME.fullmatch(name):
            entry.report(FaultKind.BAD_SETTING_NAME)
    return Settings(tuple((name, _setting(entry.value)) for name, entry in entries.items()))


def _setting(cursor: Cursor) -> Setting:
    if isinstance(cursor.node, Sequence):
        return tuple(_setting(item) for item in cursor.items(may_be_empty=True))
    if isinstance(cursor.node, Mapping):
        return _settings(cursor)
    if isinstance(cursor.node, Scalar) and cursor.node.is_plain:
        return _plain_setting(cursor, cursor.node.text)
    return cursor.text(longest=LONGEST_SETTING)


def _plain_setting(cursor: Cursor, text: str) -> Setting:
    if cursor.is_null:
        return None
    if text in FLAGS:
        return FLAGS[text]
    if NUMBER.fullmatch(text):
        return cursor.number()
    return cursor.text(longest=LONGEST_SETTING)
