"""Class lists as French spreadsheets write them: whole files, faults, whatever comes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msp_du.domain.vocabulary import Regime
from msp_du.files.class_list import ClassList, read
from msp_du.files.class_list_faults import Column, FaultKind, NoteKind
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable
from tests.support.class_lists import GOOD, OTHER, TODAY, of

DATA = Path(__file__).parent / "data"
ABSENT_IN_ROWS = {FaultKind.COLUMN_MISSING, FaultKind.COLUMN_TWICE, FaultKind.NO_ROWS}


def sample(name: str) -> ClassList:
    return read((DATA / f"class-list-{name}.csv").read_bytes(), today=TODAY)


def test_clean_file_is_read_whole_without_a_word() -> None:
    found = sample("clean")
    assert found.is_clean
    assert found.notes == ()
    assert [row.number for row in found.rows] == list(range(2, 14))
    assert [person.name.display for person in found.trainees][:5] == [
        "Maëlle Le Goff",
        "Minh Nguyễn",
        "Samira Morel",
        "Łukasz Wiśniewski",
        "João Da Conceição",
    ]
    assert {person.regime for person in found.trainees} == set(Regime)


def test_nasty_file_is_read_whole_and_says_what_it_guessed() -> None:
    found = sample("nasty")
    assert found.is_clean
    assert (found.encoding, found.separator, len(found.trainees)) == ("windows-1252", ";", 24)
    assert [(note.kind, note.header, note.column) for note in found.notes] == [
        (NoteKind.COLUMN_GUESSED, "Lieu de naisance", Column.BIRTH_PLACE),
        (NoteKind.COLUMN_GUESSED, "Employeurs", Column.EMPLOYER),
        (NoteKind.COLUMN_IGNORED, "Observations", None),
    ]
    people = {row.number: row.values for row in found.rows}
    assert sorted(people) == [2, 3, 4, *range(6, 18), *range(19, 28)]
    shown = [person.name.display for person in found.trainees]
    assert {"Hà NGUYEN", "Anaïs CŒURDEROY", "Nolwenn L'HELGOUAC'H"} <= set(shown)
    assert people[4] is not None
    assert people[4].given_names == "Thi Thu Hà"
    assert people[9] is not None
    assert people[9].usage_name is None
    assert people[11] is not None
    assert people[11].student_number == "022402009"
    assert people[23] is not None
    assert people[23].employer == "Foyer « L’Étape » - 12 € de l’heure"


def test_faulty_file_has_one_fault_of_each_kind() -> None:
    found = sample("faulty")
    kinds = [fault.kind for row in found.rows for fault in row.faults]
    assert sorted(kinds) == sorted(set(FaultKind) - ABSENT_IN_ROWS)
    assert not found.is_clean
    assert all((row.values is None) == bool(row.faults) for row in found.rows)


def test_sample_files_keep_the_bytes_they_are_about() -> None:
    nasty = (DATA / "class-list-nasty.csv").read_bytes()
    assert b"C\x8cURDEROY" in nasty
    assert b"\r\n\r\n" in nasty
    assert (DATA / "class-list-faulty.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_all_faults_of_a_row_are_found_at_once() -> None:
    (row,) = of({"family_name": "", "birth_date": "hier", "email": "x", "ine": "1"}).rows
    assert [fault.column for fault in row.faults] == [
        Column.FAMILY_NAME,
        Column.BIRTH_DATE,
        Column.EMAIL,
        Column.INE,
    ]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"student_number": "9", "email": "ODILE@Example.org"}, FaultKind.DUPLICATE_EMAIL),
        ({"email": "x@example.org"}, FaultKind.DUPLICATE_STUDENT_NUMBER),
        (OTHER | {"ine": "0812345678a"}, FaultKind.DUPLICATE_INE),
    ],
    ids=["e-mail", "student number", "INE"],
)
def test_duplicate_is_told_at_the_later_row(change: dict[str, str], kind: FaultKind) -> None:
    earlier = {"ine": "0812345678A"}
    first, second = of(earlier, change).rows
    assert first.faults == ()
    assert [(fault.kind, fault.details) for fault in second.faults] == [(kind, {"row": 2})]


def test_empty_ine_is_no_duplicate() -> None:
    assert of({}, OTHER).is_clean


def test_row_shows_its_cells_even_when_faulty() -> None:
    (row,) = of({"family_name": " Mar\x07tel ", "employer": "x" * 500}).rows
    assert row.texts[Column.FAMILY_NAME] == "Mar\ufffdtel"
    assert len(row.texts[Column.EMPLOYER]) == 120


def read_or_refuse(data: bytes) -> ClassList | None:
    try:
        return read(data, today=TODAY)
    except SpreadsheetUnreadable:
        return None


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    found = read_or_refuse(data)
    assert found is None or not found.is_clean


CELLS = st.one_of(
    st.sampled_from([*GOOD.values(), "Nom", '"', "="]), st.text(max_size=12).map(str.strip)
)


@given(
    rows=st.lists(st.lists(CELLS, max_size=14), max_size=4),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252"]),
)
def test_any_rows_under_a_good_header_are_read_or_refused(
    rows: list[list[str]], encoding: str
) -> None:
    text = "\n".join([";".join(GOOD), *(";".join(row) for row in rows)])
    found = read_or_refuse(text.encode(encoding, "replace"))
    assert found is None or all(bool(row.faults) != bool(row.values) for row in found.rows)
