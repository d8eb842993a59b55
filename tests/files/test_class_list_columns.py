"""Headers as people spell them."""

import pytest

from msp_du.files.class_list import read
from msp_du.files.class_list_faults import Column, FaultKind, NoteKind
from tests.support.class_lists import GOOD, TODAY, of, table


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Nom", Column.FAMILY_NAME),
        ("NOM DE FAMILLE", Column.FAMILY_NAME),
        ("Nom_de_naissance *", Column.FAMILY_NAME),
        ("Birth Name", Column.FAMILY_NAME),
    ],
)
def test_near_spelling_of_a_header_is_known(header: str, column: Column) -> None:
    found = read(table({}).replace("family_name", header, 1).encode(), today=TODAY)
    assert found.columns[0].column is column
    assert found.notes == ()


@pytest.mark.parametrize(
    ("plain", "header"),
    [
        ("usage_name", "Nom d’usage"),
        ("usage_name", "NOM MARITAL"),
        ("given_names", "Prénom(s)"),
        ("given_names", "Pre\u0301noms"),
        ("given_names", "First name"),
        ("birth_date", "Date de naissance (jj/mm/aaaa)"),
        ("birth_date", "Né(e) le"),
        ("birth_date", "Date of birth"),
        ("email", "Courriel"),
        ("email", "Mail"),
        ("email", "E-mail"),
        ("email", "Adresse e_mail :"),
        ("student_number", "N° étudiant"),
        ("student_number", "Numéro d'étudiant"),
        ("student_number", "N\u00ba Etudiant"),
        ("ine", "N° INE"),
        ("regime", "Régime"),
        ("employer", "Nom de l’employeur"),
    ],
)
def test_french_and_english_headers_are_known(plain: str, header: str) -> None:
    text = ";".join(GOOD).replace(plain, header) + "\n"
    found = read((text + ";".join(GOOD.values())).encode(), today=TODAY)
    assert found.is_clean
    assert found.notes == ()
    (place,) = (index for index, name in enumerate(GOOD) if name == plain)
    assert found.columns[place].column is Column(plain)


def test_misspelt_header_is_guessed_and_told() -> None:
    found = read(table({}).replace("given_names", "Prenons").encode(), today=TODAY)
    assert found.is_clean
    (note,) = found.notes
    assert (note.kind, note.header, note.column) == (
        NoteKind.COLUMN_GUESSED,
        "Prenons",
        Column.GIVEN_NAMES,
    )
    assert [match.header for match in found.columns if match.guessed] == ["Prenons"]


@pytest.mark.parametrize("header", ["Téléphone", "Prénom du père", "No", "mail2"])
def test_unknown_column_is_ignored_and_told(header: str) -> None:
    text = table({}).replace("\n", f";{header}\n", 1)
    found = read((text.rstrip("\n") + ";quelque chose").encode(), today=TODAY)
    assert found.is_clean
    assert [(note.kind, note.header) for note in found.notes] == [(NoteKind.COLUMN_IGNORED, header)]


def test_two_columns_for_one_field_are_refused_by_name() -> None:
    found = read(table({}).replace("usage_name", "Nom", 1).encode(), today=TODAY)
    (fault,) = found.faults
    assert (fault.kind, fault.column) == (FaultKind.COLUMN_TWICE, Column.FAMILY_NAME)
    assert fault.details == {"first": "family_name", "second": "Nom"}
    assert found.rows == ()
    assert not found.is_clean


def test_missing_columns_are_named_all_at_once() -> None:
    found = read(b"Nom;Employeur\nMartel;x", today=TODAY)
    assert [(fault.kind, fault.column) for fault in found.faults] == [
        (FaultKind.COLUMN_MISSING, column)
        for column in (Column.GIVEN_NAMES, Column.BIRTH_DATE, Column.EMAIL, Column.STUDENT_NUMBER)
    ]


def test_header_alone_is_refused() -> None:
    found = of()
    assert [fault.kind for fault in found.faults] == [FaultKind.NO_ROWS]
    assert not found.is_clean
