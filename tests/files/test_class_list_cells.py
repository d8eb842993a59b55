"""Cells as people fill them."""

from datetime import date

import pytest

from msp_du.domain.vocabulary import Regime
from msp_du.files.class_list import read
from msp_du.files.class_list_faults import Column, FaultKind
from tests.support.class_lists import TODAY, of, table, trainee


@pytest.mark.parametrize(
    "written",
    [
        "03/03/1984",
        "3/3/1984",
        "03.03.1984",
        "03-03-1984",
        "03/03/1984 00:00:00",
        "1984-03-03",
        "1984-03-03T00:00:00",
        "3 mars 1984",
        "samedi 3 mars 1984",
    ],
)
def test_date_of_birth_is_read_day_first(written: str) -> None:
    assert trainee(birth_date=written).birth_date == date(1984, 3, 3)


@pytest.mark.parametrize(
    ("written", "born"),
    [
        pytest.param("01/09/2010", date(2010, 9, 1), id="16 today"),
        pytest.param("02/09/1925", date(1925, 9, 2), id="101 tomorrow"),
        pytest.param("1er août 1990", date(1990, 8, 1), id="first of the month in words"),
        pytest.param("29/02/1988", date(1988, 2, 29), id="leap day"),
    ],
)
def test_date_of_birth_at_a_boundary_is_read(written: str, born: date) -> None:
    assert trainee(birth_date=written).birth_date == born


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        pytest.param({"given_names": " \u00a0"}, FaultKind.MISSING_VALUE, id="blank name"),
        pytest.param({"birth_date": ""}, FaultKind.MISSING_VALUE, id="no date"),
        pytest.param({"birth_date": "3/3/84"}, FaultKind.TWO_DIGIT_YEAR, id="two-digit year"),
        pytest.param({"birth_date": "30/02/1984"}, FaultKind.IMPOSSIBLE_DATE, id="30 February"),
        pytest.param({"birth_date": "29/02/1985"}, FaultKind.IMPOSSIBLE_DATE, id="no leap year"),
        pytest.param({"birth_date": "03/13/1984"}, FaultKind.IMPOSSIBLE_DATE, id="month 13"),
        pytest.param({"birth_date": "1984-00-03"}, FaultKind.IMPOSSIBLE_DATE, id="month 0"),
        pytest.param({"birth_date": "03/03.1984"}, FaultKind.BAD_DATE, id="mixed signs"),
        pytest.param({"birth_date": "3 brumaire 1984"}, FaultKind.BAD_DATE, id="unknown month"),
        pytest.param({"birth_date": "#######"}, FaultKind.BAD_DATE, id="column too narrow"),
        pytest.param({"birth_date": "٠٣/٠٣/١٩٨٤"}, FaultKind.BAD_DATE, id="other figures"),
        pytest.param({"birth_date": "30744"}, FaultKind.DATE_AS_NUMBER, id="serial number"),
        pytest.param({"birth_date": "02/09/2010"}, FaultKind.TOO_YOUNG, id="16 tomorrow"),
        pytest.param({"birth_date": "03/03/2084"}, FaultKind.TOO_YOUNG, id="not yet born"),
        pytest.param({"birth_date": "01/09/1925"}, FaultKind.TOO_OLD, id="101 today"),
        pytest.param({"email": "odile@example"}, FaultKind.BAD_EMAIL, id="no dot in domain"),
        pytest.param({"student_number": "2,02E+07"}, FaultKind.MANGLED_NUMBER, id="scientific"),
        pytest.param({"student_number": "2E+07"}, FaultKind.MANGLED_NUMBER, id="scientific, round"),
        pytest.param({"student_number": "22403001.0"}, FaultKind.MANGLED_NUMBER, id="decimal"),
        pytest.param({"student_number": "n°12"}, FaultKind.BAD_STUDENT_NUMBER, id="sign in number"),
        pytest.param({"student_number": "1" * 21}, FaultKind.TOO_LONG, id="21 figures"),
        pytest.param({"ine": "1,23E+10"}, FaultKind.MANGLED_NUMBER, id="scientific INE"),
        pytest.param({"ine": "081234567A"}, FaultKind.BAD_INE, id="INE of 10"),
        pytest.param({"ine": "0812345678AB"}, FaultKind.BAD_INE, id="INE of 12"),
        pytest.param({"regime": "bénévole"}, FaultKind.UNKNOWN_REGIME, id="unknown regime"),
        pytest.param({"employer": "=1+1"}, FaultKind.FORMULA, id="formula"),
        pytest.param({"employer": "+33 1"}, FaultKind.FORMULA, id="plus"),
        pytest.param({"employer": "@SUM(A1)"}, FaultKind.FORMULA, id="at"),
        pytest.param({"employer": '="=1+1"'}, FaultKind.FORMULA, id="formula in disguise"),
        pytest.param({"employer": "x" * 121}, FaultKind.TOO_LONG, id="121 characters"),
        pytest.param({"family_name": "x" * 101}, FaultKind.TOO_LONG, id="name of 101"),
        pytest.param({"family_name": "Mar\x07tel"}, FaultKind.CONTROL_CHARACTER, id="bell"),
        pytest.param({"family_name": "\u202eletraM"}, FaultKind.CONTROL_CHARACTER, id="turned"),
        pytest.param({"family_name": "Fran\ufffdois"}, FaultKind.LOST_CHARACTERS, id="replaced"),
        pytest.param({"family_name": "Fran?ois"}, FaultKind.LOST_CHARACTERS, id="question mark"),
        pytest.param({"family_name": "FranÃ§ois"}, FaultKind.LOST_CHARACTERS, id="decoded twice"),
        pytest.param({"family_name": "75012"}, FaultKind.BAD_NAME, id="figures"),
        pytest.param({"usage_name": "-"}, FaultKind.BAD_NAME, id="no letter"),
        pytest.param({"employer": "a;b"}, FaultKind.EXTRA_CELL, id="cell too many"),
    ],
)
def test_fault_is_named_with_its_column(change: dict[str, str], kind: FaultKind) -> None:
    (row,) = of(change).rows
    (column,) = change
    expected = None if kind is FaultKind.EXTRA_CELL else Column(column)
    assert [(fault.kind, fault.column) for fault in row.faults] == [(kind, expected)]
    assert row.values is None


@pytest.mark.parametrize(
    ("words", "regime"),
    [
        ("", Regime.CONTINUING_EDUCATION),
        ("Formation Continue", Regime.CONTINUING_EDUCATION),
        ("stage étudiant", Regime.STUDENT_INTERNSHIP),
        ("Salarié(e)", Regime.EMPLOYMENT),
        ("SALARIÉE", Regime.EMPLOYMENT),
        ("Emploi (alternance)", Regime.EMPLOYMENT),
        ("Mission extérieure", Regime.EXTERNAL_ASSIGNMENT),
        *((regime.value, regime) for regime in Regime),
    ],
)
def test_regime_is_read_in_french_and_english(words: str, regime: Regime) -> None:
    assert trainee(regime=words).regime is regime


def test_words_for_regimes_can_be_given() -> None:
    data = table({"regime": "Parcours B"}).encode()
    found = read(data, today=TODAY, known_regimes={"parcours b": Regime.EMPLOYMENT})
    assert [person.regime for person in found.trainees] == [Regime.EMPLOYMENT]


@pytest.mark.parametrize(
    ("change", "attribute", "value"),
    [
        ({"student_number": "22\u202f403\u00a0001"}, "student_number", "22403001"),
        ({"student_number": "'0123"}, "student_number", "0123"),
        ({"student_number": '="0123"'}, "student_number", "0123"),
        ({"student_number": "22E045"}, "student_number", "22E045"),
        ({"ine": "081 234 5678 a"}, "ine", "0812345678A"),
        ({"ine": "0812345E678"}, "ine", "0812345E678"),
        ({"usage_name": "MARTEL"}, "usage_name", None),
        ({"usage_name": "Petit"}, "usage_name", "Petit"),
        ({"birth_place": ""}, "birth_place", None),
        ({"employer": "x" * 120}, "employer", "x" * 120),
        ({"family_name": "JOÃO"}, "family_name", "JOÃO"),
    ],
)
def test_cell_is_tidied(change: dict[str, str], attribute: str, value: str | None) -> None:
    assert getattr(trainee(**change), attribute) == value
