"""Sheets of marks for a small curriculum, as CSV or as workbooks."""

from io import BytesIO
from typing import Any

import openpyxl

from msp_du.domain.curriculum import Curriculum
from msp_du.files import curriculum_yaml

CURRICULUM_FILE = """\
format: msp-du/curriculum@1
code: DU-TEST
version: "1"
title: {fr: Diplôme}
rules: {gates: [hours]}
years:
  - number: 1
    units:
      - code: U1
        title: {fr: Une}
        ects: 6
        coefficient: 1
        modules:
          - code: M1
            title: {fr: Un}
            coefficient: 1
            assessments:
              - {code: M1-CC, kind: continuous_assessment}
              - {code: M1-E, kind: final_exam}
          - {code: P1, title: {fr: Pratique}, grading: pass_fail}
      - code: U2
        title: {fr: Deux}
        ects: 6
        coefficient: 1
        modules:
          - code: M2
            title: {fr: Stage}
            coefficient: 1
            resit: false
            assessments: [{code: M2-S, kind: host_evaluation}]
"""


def small_curriculum() -> Curriculum:
    return curriculum_yaml.read(CURRICULUM_FILE.encode())


def sheet(*rows: str) -> bytes:
    """Return rows of cells, written with spaces between, as a CSV file; ``_`` is an empty cell."""
    lines = (";".join("" if cell == "_" else cell for cell in row.split(" ")) for row in rows)
    return ("\n".join(lines) + "\n").encode()


def workbook(*rows: list[Any]) -> bytes:
    """Make a workbook whose first sheet holds these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()
