"""Reader of the competency file ``msp-du/competencies@1``."""

from msp_du.domain.competencies import (
    SCALE,
    Competency,
    CompetencyDomain,
    Framework,
    LevelWords,
    Wording,
)
from msp_du.files.competency_writer import FORMAT
from msp_du.files.curriculum_reader import CODE, LONGEST_TITLE
from msp_du.files.curriculum_rules_reader import LONGEST_CODE
from msp_du.files.faults import FaultKind, FileFaults
from msp_du.files.yaml_cursor import Cursor, Record, shown
from msp_du.files.yaml_document import read_file

BOTH = ("fr", "en")


class CompetencyFaults(FileFaults):
    """Everything there is to correct in a competency file."""


def read(data: bytes) -> Framework:
    """Return the framework in a file; raise ``CompetencyFaults`` with all its faults at once."""
    return read_file(data, _framework, CompetencyFaults)


def _framework(root: Cursor) -> Framework:
    record = root.record(
        required=("format", "code", "version", "title", "levels", "domains"), optional=()
    )
    record["format"].check_format(FORMAT)
    codes: dict[str, str] = {}
    return Framework(
        code=_code(record["code"], {}),
        version=record["version"].text(longest=LONGEST_CODE),
        title=_wording(record["title"]),
        levels=_levels(record["levels"]),
        domains=tuple(_domain(domain, codes) for domain in record["domains"].items()),
    )


def _levels(cursor: Cursor) -> tuple[LevelWords, ...]:
    levels = cursor.record(required=tuple(level.value for level in SCALE), optional=())
    made = []
    for level in SCALE:
        record = levels[level.value].record(required=(*BOTH, "descriptor"), optional=())
        made.append(LevelWords(level, _both(record), _wording(record["descriptor"])))
    return tuple(made)


def _domain(cursor: Cursor, codes: dict[str, str]) -> CompetencyDomain:
    record = cursor.record(required=("code", "title", "competencies"), optional=())
    return CompetencyDomain(
        code=_code(record["code"], codes),
        title=_wording(record["title"]),
        competencies=tuple(_competency(item, codes) for item in record["competencies"].items()),
    )


def _competency(cursor: Cursor, codes: dict[str, str]) -> Competency:
    record = cursor.record(required=("code", "core", *BOTH), optional=("source",))
    source = record["source"]
    return Competency(
        code=_code(record["code"], codes),
        title=_both(record),
        is_core=record["core"].flag(otherwise=False),
        source=source.text(longest=LONGEST_TITLE) if source.is_present else None,
    )


def _wording(cursor: Cursor) -> Wording:
    return _both(cursor.record(required=BOTH, optional=()))


def _both(record: Record) -> Wording:
    french, english = (record[language].text(longest=LONGEST_TITLE) for language in BOTH)
    return Wording(french, english)


def _code(cursor: Cursor, codes: dict[str, str]) -> str:
    code = cursor.token(longest=LONGEST_CODE)
    if not code:
        return code
    if CODE.fullmatch(code):
        cursor.check_new(code, codes)
    else:
        cursor.report(FaultKind.BAD_CODE, value=shown(code))
    return code
