"""The worked cases of the examination rules come out digit for digit."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from msp_du.domain.diploma import diploma_outcome
from msp_du.domain.results import year_outcome
from msp_du.files.curriculum_yaml import read
from tests.support.examinations import diploma_as_data, row, year_as_data

BOARD = Path(__file__).parent / "data" / "board"
CURRICULUM = read((BOARD / "curriculum.yaml").read_bytes())
EXPECTED = json.loads((BOARD / "expected.json").read_text("utf-8"), parse_float=Decimal)


def sheet() -> dict[str, dict[str, str]]:
    with (BOARD / "marks.csv").open(encoding="utf-8", newline="") as file:
        return {cells["trainee"]: cells for cells in csv.DictReader(file, delimiter=";")}


def test_every_worked_case_is_in_the_sheet() -> None:
    assert CURRICULUM.reference == EXPECTED["curriculum"]
    assert [each["trainee"] for each in EXPECTED["trainees"]] == list(sheet())


@pytest.mark.parametrize("expected", EXPECTED["trainees"], ids=lambda each: each["trainee"])
def test_a_worked_case_comes_out(expected: dict[str, Any]) -> None:
    cells = sheet()[expected["trainee"]]
    outcomes = {
        year.number: year_outcome(year, CURRICULUM.rules, row(year, cells))
        for year in CURRICULUM.years
    }
    assert {
        "trainee": expected["trainee"],
        "years": [year_as_data(outcome) for outcome in outcomes.values()],
        "diploma": diploma_as_data(diploma_outcome(CURRICULUM, outcomes)),
    } == expected
    assert [outcome.not_open for outcome in outcomes.values()] == [(), ()]
