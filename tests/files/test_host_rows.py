"""Lists of structures and the national extract: what is read, what is at fault."""

from io import BytesIO

import openpyxl
import pytest

from msp_du.domain.vocabulary import LegalForm, OrganisationKind
from msp_du.files import finess_extract, host_rows
from msp_du.files.host_rows import HostFaultKind, HostLine
from msp_du.files.host_words import HostColumn
from msp_du.files.spreadsheet_faults import SpreadsheetUnreadable
from tests.support.hosts import EXTRACT


def listed(*rows: str, head: str = "Nom;Type;Ville;FINESS;SIRET;Signe les heures") -> bytes:
    return "\r\n".join((head, *rows)).encode("windows-1252")


def test_a_row_is_read_whatever_its_accents_and_spaces() -> None:
    found = host_rows.read(
        listed(" GEM  L’Éclaircie ;Groupe d’entraide mutuelle;Tours;75 071 218 4;;Oui")
    )
    assert found.is_clean
    assert found.lines == [
        (
            2,
            HostLine(
                name="GEM L’Éclaircie",
                kind=OrganisationKind.MUTUAL_AID_GROUP,
                city="Tours",
                finess="750712184",
                can_sign_hours=True,
            ),
        )
    ]


def test_a_workbook_is_read_and_gives_back_the_nought_it_dropped() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Structure", "Statut", "FINESS", "Site web"])
    book.worksheets[0].append(["=danger", "Association", 10000024, "x"])
    target = BytesIO()
    book.save(target)
    found = host_rows.read(target.getvalue())
    assert found.ignored == ("Site web",)
    assert [fault.kind for fault in found.rows[0].faults] == [HostFaultKind.FORMULA]
    book.worksheets[0]["A2"].value = "CH de Fleyriat"
    target = BytesIO()
    book.save(target)
    line = host_rows.read(target.getvalue()).rows[0].line
    assert line == HostLine(
        "CH de Fleyriat", legal_form=LegalForm.ASSOCIATION_1901, finess="010000024"
    )


@pytest.mark.parametrize(
    ("row", "column", "kind"),
    [
        pytest.param(";GEM;;;;", HostColumn.NAME, HostFaultKind.MISSING, id="no-name"),
        pytest.param("A;Garage;;;;", HostColumn.KIND, HostFaultKind.KIND_UNKNOWN, id="kind"),
        pytest.param("A;;;123;;", HostColumn.FINESS, HostFaultKind.FINESS_WRONG, id="finess"),
        pytest.param("A;;;;2,6E+13;", HostColumn.SIRET, HostFaultKind.SIRET_WRONG, id="siret"),
        pytest.param(
            "A;;;;;peut-être",
            HostColumn.CAN_SIGN_HOURS,
            HostFaultKind.ANSWER_UNKNOWN,
            id="answer",
        ),
        pytest.param(f"{'A' * 121};;;;;", HostColumn.NAME, HostFaultKind.TOO_LONG, id="long"),
        pytest.param("A\x07;;;;;", HostColumn.NAME, HostFaultKind.CONTROL, id="control"),
        pytest.param("déjà là;;;;;", HostColumn.NAME, HostFaultKind.TWICE, id="twice"),
    ],
)
def test_a_fault_names_its_column(row: str, column: HostColumn, kind: HostFaultKind) -> None:
    found = host_rows.read(listed("Déjà là;;;;;", row))
    assert [(fault.column, fault.kind) for fault in found.rows[1].faults] == [(column, kind)]
    assert [number for number, _line in found.lines] == [2]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(b"Type;Ville\r\nGEM;Tours", HostFaultKind.COLUMN_MISSING, id="no-name"),
        pytest.param(b"Nom;Structure\r\nA;B", HostFaultKind.COLUMN_TWICE, id="two-names"),
        pytest.param(b"Nom;Ville", HostFaultKind.NO_ROWS, id="no-rows"),
    ],
)
def test_a_file_at_fault_says_so(data: bytes, kind: HostFaultKind) -> None:
    found = host_rows.read(data)
    assert [fault.kind for fault in found.faults] == [kind]
    assert not found.is_clean


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(SpreadsheetUnreadable):
        host_rows.read(listed(*(f"A{number};;;;;" for number in range(501))))


def test_what_is_written_is_read_again() -> None:
    line = HostLine("=Une; “drôle”\tde maison", OrganisationKind.OTHER, observation_only=False)
    assert host_rows.read(host_rows.write([line])).rows[0].line == HostLine(
        "=Une; “drôle” de maison", OrganisationKind.OTHER, observation_only=False
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_the_extract_is_searched_in_either_encoding(encoding: str) -> None:
    data = EXTRACT.encode(encoding)
    assert finess_extract.is_extract(data)
    found = finess_extract.search(data, wanted="fleyriat")
    assert [one.city for one in found.establishments] == ["VIRIAT"]
    one = found.establishments[0]
    assert (one.finess, one.department, one.siret) == ("010000024", "01", "26010004500012")
    assert one.name == "CENTRE HOSPITALIER DE BOURG-EN-BRESSE FLEYRIAT"
    assert one.category_label == "Centre Hospitalier (C.H.)"
    assert one.kind is OrganisationKind.HOSPITAL_SERVICE


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        pytest.param({"department": "75"}, ["GHU SITE ÉTOILE", "CLUB DU PORT"], id="department"),
        pytest.param({"wanted": "750 100 125"}, ["GHU SITE ÉTOILE"], id="number"),
        pytest.param({"wanted": "etoile", "department": "75"}, ["GHU SITE ÉTOILE"], id="both"),
        pytest.param({"wanted": "etoile", "department": "01"}, [], id="elsewhere"),
        pytest.param({"wanted": "paris"}, ["GHU SITE ÉTOILE", "CLUB DU PORT"], id="town"),
    ],
)
def test_the_extract_is_narrowed(asked: dict[str, str], names: list[str]) -> None:
    found = finess_extract.search(EXTRACT.encode(), **asked)
    assert [one.name for one in found.establishments] == names
    assert found.total == len(names)


def test_an_unknown_category_is_left_to_a_person_and_a_wrong_siret_out() -> None:
    one = finess_extract.search(EXTRACT.encode(), wanted="club").establishments[0]
    assert (one.kind, one.siret, one.category_code) == (None, None, "999")
    line = one.as_line(OrganisationKind.CLUBHOUSE)
    assert (line.kind, line.category_label) == (OrganisationKind.CLUBHOUSE, "Lieu divers")


def test_a_large_extract_shows_its_first_matches_and_counts_all() -> None:
    record = EXTRACT.splitlines()[1]
    found = finess_extract.search("\n".join([record] * 250).encode(), wanted="fleyriat")
    assert (len(found.establishments), found.total) == (finess_extract.MOST_SHOWN, 250)
    assert finess_extract.search(found.text).total == finess_extract.MOST_SHOWN


def test_a_list_is_no_extract() -> None:
    assert not finess_extract.is_extract(b"Nom;Finess\r\n")
