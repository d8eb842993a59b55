"""A small curriculum file to change one text at a time, and what the reader says of it."""

import pytest

from msp_du.files.curriculum_yaml import CurriculumFaults, read

SMALL = """\
format: msp-du/curriculum@1
code: DU-X
version: 2026
title: {fr: Essai}
rules: {}
years:
  - number: 1
    units:
      - code: U1
        title: {fr: Unité}
        ects: 6
        coefficient: 3
        modules:
          - code: M1
            title: {fr: Module}
            coefficient: 1
            assessments: [{code: M1-O, kind: oral}]
          - {code: M2, title: {fr: Assiduité}, grading: pass_fail}
  - number: 2
    units:
      - code: U2
        title: {fr: Unité}
        ects: 4
        coefficient: 2
        modules:
          - {code: M3, title: {fr: Assiduité}, grading: pass_fail}
"""
M1 = "years[0].units[0].modules[0]"
M2 = "years[0].units[0].modules[1]"


def edited(*changes: tuple[str, str]) -> str:
    """Return the small file with each first text replaced once by the second."""
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def with_rules(rules: str) -> str:
    """Return the small file with these rules."""
    return edited(("rules: {}", f"rules: {rules}"))


def faults_of(text: str | bytes) -> list[str]:
    """Return what the reader refuses, in English."""
    with pytest.raises(CurriculumFaults) as refusal:
        read(text if isinstance(text, bytes) else text.encode())
    assert str(refusal.value) == "\n".join(map(str, refusal.value.faults))
    return [str(fault) for fault in refusal.value.faults]
