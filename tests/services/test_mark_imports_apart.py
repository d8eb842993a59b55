"""Files of marks of a work that two examiners mark: into one's own column, or a named one."""

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.errors import Rule
from msp_du.domain.mark_imports import CellFault, CellOutcome
from msp_du.extensions import transaction
from msp_du.files.spreadsheet_table import read_table
from msp_du.models import Account
from msp_du.services import mark_templates, marks
from msp_du.services.mark_templates import Heads
from tests.factories import make_mark, make_marker
from tests.support.import_desk import ImportDesk, open_import_desk, outcomes, refusal
from tests.support.marking import NOW

ORAL = "M112-O"
BARE, FIRST, SECOND = (f"trainee;{ORAL}{mark}\n" for mark in ("", "#1", "#2"))


@pytest.fixture
def imports(session: Session) -> ImportDesk:
    """The second trainee has a first mark of the oral, which nobody of this test gave."""
    return open_import_desk(session, apart=ORAL)


def second_examiner(imports: ImportDesk) -> Account:
    desk = imports.desk
    with transaction() as session:
        return make_marker(session, desk.cohort, desk.module, display_name="Noé Faure")


def test_a_column_that_does_not_say_whose_it_is_is_refused_until_ones_own_is_known(
    imports: ImportDesk,
) -> None:
    line = f"{BARE}22100001;12\n".encode()
    assert outcomes(imports.plan(line)) == [(2, ORAL, "12", CellFault.EXAMINER_UNCLEAR)]
    assert refusal(lambda: imports.apply(line)) is Rule.IMPORT_FAULTY
    imports.apply(f"{SECOND}22100003;8\n".encode())
    assert outcomes(imports.plan(line)) == [(2, f"{ORAL}#2", "12", CellOutcome.NEW)]
    both = f"trainee;{ORAL};{ORAL}#2\n22100001;12;13\n".encode()
    assert outcomes(imports.plan(both))[1][3] is CellFault.EXAMINER_UNCLEAR


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        pytest.param(f"{FIRST}22100003;9\n", Rule.MARK_OTHER_EXAMINER, id="the-other-column"),
        pytest.param(
            f"trainee;{ORAL}#1;{ORAL}#2\n22100001;9;10\n", Rule.MARK_OTHER_EXAMINER, id="both"
        ),
        pytest.param(f"trainee;{ORAL}#3\n22100001;9\n", CellFault.NOT_ON_SHEET, id="no-third"),
    ],
)
def test_one_examiner_brings_one_of_the_marks(
    imports: ImportDesk, line: str, fault: object
) -> None:
    imports.apply(f"{SECOND}22100003;8\n".encode())
    assert outcomes(imports.plan(line.encode()))[-1][3] is fault


def test_undoing_an_import_leaves_comments_and_the_other_examiner_as_they_were(
    imports: ImportDesk,
) -> None:
    desk, year = imports.desk, imports.years[0]
    other = second_examiner(imports)
    oral = desk.module.assessments[1].id
    with transaction() as session:
        make_mark(session, year, ORAL, "11", examiner=2)
        make_mark(session, year, ORAL, "10")
        marks.comment(
            session,
            desk.cohort,
            desk.module,
            1,
            {
                marks.Key(year.id, oral, 1): ("Plan clair.", 1),
                marks.Key(year.id, oral, 2): ("À l’aise.", 1),
            },
            actor=None,
            now=NOW,
        )
    before = imports.table()
    made = imports.apply(f"{SECOND}22100001;14\n22100003;8\n".encode())
    assert [change.examiner for change in desk.changes() if change.import_id] == [2, 2]
    held = marks.sheet(desk.session, desk.cohort, desk.module, 1, actor=other).cells()
    assert held[marks.Key(year.id, oral, 2)][1].comment == "À l’aise."
    assert imports.undo(made) == 2
    assert imports.table() == before


def test_the_model_names_the_column_of_each_examiner(imports: ImportDesk) -> None:
    desk = imports.desk
    heads = Heads("Notes", "N° étudiant", "N° anonyme", "Nom")
    data = mark_templates.workbook(
        desk.session, desk.cohort, desk.module, 1, heads, actor=desk.tutor
    )
    head = [cell.text for cell in read_table(data).rows[0].cells]
    assert head == ["N° étudiant", "Nom", "M112-CC", f"{ORAL}#1", f"{ORAL}#2"]
    assert {outcome for *_cell, outcome in outcomes(imports.plan(data))} == {CellOutcome.UNCHANGED}
