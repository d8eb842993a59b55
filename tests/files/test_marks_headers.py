"""The first row of a file of marks, however it is spelled: what is read, guessed, ignored."""

import pytest

from msp_du.files.marks_headers import TRAINEE, HeaderFault, Wanted, read_header

WANTED = (
    Wanted("M111-CC", ("Contrôle continu écrit",)),
    Wanted("M112-CC", ("Dossier de situation",)),
    Wanted("M112-O", ("Oral",)),
    Wanted("M112-O@2", ("Oral@2",)),
    Wanted("M211-E1", ("Épreuve",)),
    Wanted("M212-E1", ("Épreuve",)),
)


@pytest.mark.parametrize(
    "header",
    [
        "trainee",
        "Etudiant",
        "N° étudiant",
        "n°  ETUDIANT",
        "Numéro d’étudiant",
        "NÂ° Ã©tudiant",
        "N° d'etudiantt",
    ],
)
def test_the_column_of_trainees_is_found(header: str) -> None:
    found = read_header([header, "M112-O"], WANTED).trainee
    assert found is not None
    assert (found.index, found.code) == (0, TRAINEE)


@pytest.mark.parametrize(
    ("header", "code", "is_guessed"),
    [
        ("M112-CC", "M112-CC", False),
        (" m112 cc ", "M112-CC", True),
        ("M112_CC", "M112-CC", True),
        ("oral", "M112-O", True),
        ("Oral @2", "M112-O@2", True),
        ("M112-O@2", "M112-O@2", False),
        ("Dosier de situation", "M112-CC", True),
        ("controle continu ecrit", "M111-CC", True),
    ],
)
def test_a_column_of_marks_is_found(header: str, code: str, *, is_guessed: bool) -> None:
    (found,) = read_header(["trainee", header], WANTED).columns
    assert (found.index, found.code, found.is_guessed) == (1, code, is_guessed)


@pytest.mark.parametrize("header", ["M113-CC", "M112-O@3", "M211-E2", "remarque", "ABC"])
def test_what_no_column_is_like_is_ignored_and_told(header: str) -> None:
    found = read_header(["trainee", "M112-O", header], WANTED)
    assert found.ignored == (header,)
    assert [column.code for column in found.columns] == ["M112-O"]


def test_names_of_people_are_neither_marks_nor_told() -> None:
    found = read_header(["Nom", "Prénom", "trainee", "M112-O"], WANTED)
    assert (found.ignored, found.faults) == ((), ())


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (["M112-O"], HeaderFault.NO_TRAINEE_COLUMN),
        (["trainee", "remarque"], HeaderFault.NO_MARK_COLUMN),
        (["trainee", "M112-O", "oral"], HeaderFault.TWICE),
        (["trainee", "étudiant", "M112-O"], HeaderFault.TWICE),
        (["trainee", "M112-O", "épreuve"], HeaderFault.AMBIGUOUS),
    ],
)
def test_a_header_that_may_mean_two_things_is_a_fault(cells: list[str], fault: HeaderFault) -> None:
    assert [kind for kind, _details in read_header(cells, WANTED).faults] == [fault]
