"""Marks come from a file all at once, after a preview that says what it does."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule
from msp_du.domain.mark_imports import CellFault, CellOutcome
from msp_du.extensions import transaction
from msp_du.files.marks_headers import HeaderFault
from msp_du.files.marks_workbook import stamp_of
from msp_du.files.spreadsheet_table import read_table
from msp_du.models import MarkImport
from msp_du.services import mark_imports, mark_templates
from msp_du.services.import_targets import Scope
from msp_du.services.mark_templates import Heads
from tests.factories import (
    make_mark,
    make_marker,
    module_of,
)
from tests.support.import_desk import (
    NASTY,
    ImportDesk,
    open_import_desk,
    outcomes,
    publish,
    refusal,
)
from tests.support.marking import NOW

HEADS = Heads("Notes", "N° étudiant", "N° anonyme", "Nom")


@pytest.fixture
def imports(session: Session) -> ImportDesk:
    return open_import_desk(session)


def test_a_nasty_file_is_understood_and_each_change_is_named(imports: ImportDesk) -> None:
    plan = imports.plan(NASTY)
    assert [(c.header, c.code, c.is_guessed) for c in plan.header.columns] == [
        ("m112 cc", "M112-CC", True),
        ("oral", "M112-O", True),
    ]
    assert plan.header.ignored == ("remarque",)
    assert plan.is_possible
    assert outcomes(plan) == [
        (2, "M112-CC", "12,5", CellOutcome.CHANGED),
        (2, "M112-O", "abj", CellOutcome.NEW),
        (4, "M112-CC", "ABI", CellOutcome.UNCHANGED),
        (4, "M112-O", "14,25", CellOutcome.UNCHANGED),
        (5, "M112-O", "8", CellOutcome.NEW),
    ]
    first = plan.rows[0].cells[0]
    assert (first.held.score, first.score) == (Decimal(9), Decimal("12.5"))
    assert plan.empty_cells == 1
    assert imports.desk.changes() == []


def test_a_file_that_says_what_is_known_writes_nothing(imports: ImportDesk) -> None:
    table = read_table(b"trainee;M112-CC\n22100001;9,00\n")
    meaning = imports.plan(b"trainee;M112-CC\n22100001;9,00\n").meaning
    with transaction() as session:
        made = mark_imports.apply(
            session, imports.scope, table, meaning=meaning, actor=imports.desk.tutor, now=NOW
        )
    assert made is None
    assert imports.desk.session.execute(select(MarkImport)).all() == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("22100001;20,01", Rule.MARK_ABOVE_20),
        ("22100001;=2+2", Rule.MARK_NOT_VALID),
        ("22100001;@SUM(A1)", Rule.MARK_NOT_VALID),
        ("22100001;12,345", Rule.MARK_NOT_VALID),
        ("22100001;12;13", CellFault.EXTRA_CELL),
        ("22100001;V", Rule.MARK_NOT_VALID),
    ],
)
def test_a_cell_at_fault_stops_all_of_it(imports: ImportDesk, line: str, fault: object) -> None:
    data = f"trainee;M112-CC\n22100002;11\n{line}\n".encode()
    plan = imports.plan(data)
    assert (3, fault) in {(row, found) for row, _code, _text, found in outcomes(plan)}
    assert refusal(lambda: imports.apply(data)) is Rule.IMPORT_FAULTY
    assert imports.desk.changes() == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (";12", CellFault.TRAINEE_MISSING),
        ("22100009;12", CellFault.TRAINEE_UNKNOWN),
        ("22100002;12", CellFault.TRAINEE_TWICE),
    ],
)
def test_a_row_of_nobody_is_a_fault(imports: ImportDesk, line: str, fault: CellFault) -> None:
    plan = imports.plan(f"trainee;M112-CC\n22100002;11\n{line}\n".encode())
    assert [row.fault for row in plan.rows] == [None, fault]
    assert not plan.is_possible


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("nom;M112-CC", HeaderFault.NO_TRAINEE_COLUMN),
        ("trainee;M111-CC", HeaderFault.NO_MARK_COLUMN),
        ("trainee;M112-CC@2", HeaderFault.NO_MARK_COLUMN),
        ("trainee;M112-CC;m112_cc", HeaderFault.TWICE),
    ],
    ids=["no-trainee", "other-module", "other-session", "twice"],
)
def test_a_faulty_header_leaves_no_rows(imports: ImportDesk, head: str, fault: HeaderFault) -> None:
    plan = imports.plan(f"{head}\n22100001;12;13\n".encode())
    assert fault in {kind for kind, _details in plan.header.faults}
    assert plan.rows == ()


def test_many_modules_come_at_once_but_only_the_tutors_own(imports: ImportDesk) -> None:
    whole = Scope(imports.desk.cohort)
    data = b"trainee,M112-CC,M111-CC\n22100001,12,13\n"
    assert outcomes(imports.plan(data, whole)) == [
        (2, "M112-CC", "12", CellOutcome.CHANGED),
        (2, "M111-CC", "13", CellFault.NOT_YOURS),
    ]
    with transaction() as s:
        make_marker(
            s,
            imports.desk.cohort,
            module_of(s, imports.desk.cohort, "M111"),
            account=imports.desk.tutor,
        )
    made = imports.apply(data, whole)
    codes = [m.code for m in mark_imports.modules_of(imports.desk.session, [made])[made.id]]
    assert (made.marks, codes) == (2, ["M111", "M112"])


def test_what_changed_since_the_preview_refuses_the_import(imports: ImportDesk) -> None:
    meaning = imports.plan(NASTY).meaning
    with transaction() as s:
        make_mark(s, imports.years[2], "M112-O", "7")
    before = imports.table()

    def confirm() -> None:
        with transaction() as session:
            mark_imports.apply(
                session,
                imports.scope,
                read_table(NASTY),
                meaning=meaning,
                actor=imports.desk.tutor,
                now=NOW,
            )

    assert refusal(confirm) is Rule.IMPORT_CHANGED
    assert imports.table() == before


def test_published_marks_are_corrected_by_a_file_with_a_reason(imports: ImportDesk) -> None:
    publish(imports)
    assert imports.plan(NASTY).needs_reason
    assert refusal(lambda: imports.apply(NASTY)) is Rule.MARK_REASON_MISSING
    imports.apply(NASTY, reason="Erreur de saisie")
    assert {change.reason for change in imports.desk.changes()} == {"Erreur de saisie"}


def test_a_template_comes_back_as_it_went_and_knows_its_sheet(imports: ImportDesk) -> None:
    desk = imports.desk
    book = mark_templates.workbook(
        desk.session, desk.cohort, desk.module, 1, HEADS, actor=desk.tutor
    )
    table = read_table(book)
    assert [cell.text for cell in table.rows[0].cells] == [
        "N° étudiant",
        "Nom",
        "M112-CC",
        "M112-O",
    ]
    assert [cell.text for cell in table.rows[1].cells][:3] == ["22100001", "Camille Adam", "9"]
    assert {found for *_place, found in outcomes(imports.plan(book))} == {CellOutcome.UNCHANGED}
    assert stamp_of(book) in mark_templates.stamps(desk.session, imports.scope, desk.tutor)
    other = Scope(desk.cohort, desk.module, 2)
    assert stamp_of(book) not in mark_templates.stamps(desk.session, other, desk.tutor)
    assert stamp_of(NASTY) is None
