"""Results of a cohort as they leave: the same rows for everybody, columns by right, recorded."""

from decimal import Decimal
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import EnrolmentState, MarkCode, ResultCode, Role
from msp_du.extensions import db, transaction
from msp_du.files.spreadsheet_writer import Sheet, write_csv, write_xlsx
from msp_du.models import Account, AuditEvent, Cohort, Enrolment
from msp_du.services import cohort_results, curricula
from msp_du.web.result_sheet import result_sheet
from tests.factories import make_account, make_cohort, make_marker, module_of
from tests.factories.boards import make_decision, make_year
from tests.factories.marks import make_sheet
from tests.support.board import make_candidate
from tests.support.statements import statements

UNIT = ("UE1.2 moyenne", "UE1.2 résultat", "UE1.2 ECTS")
YEAR = ("Session", "Moyenne de l’année", "Résultat de l’année", "ECTS", "Décidé le", "Causes")


def fill(session: Session) -> Cohort:
    """Four trainees: compensated, absent, refused by the board, and one who left."""
    cohort = make_cohort(session, code="A1")
    weak = {"M121-ET": "9", "M122-ET": "9", "M122-CC": "9", "M123-EC": "9"}
    make_candidate(session, cohort, family_name="Arnaud", but=weak)
    absent: dict[str, str | MarkCode] = {"M121-ET": MarkCode.UNEXCUSED_ABSENCE}
    make_candidate(session, cohort, family_name="Bensaïd", but=absent)
    decided = make_candidate(session, cohort, family_name="=Chol()")
    make_decision(
        session,
        enrolment=session.get_one(Enrolment, decided.enrolment_id),
        result=ResultCode.FAILED,
        average="9.5",
    )
    left = make_candidate(session, cohort, family_name="Diop")
    session.get_one(Enrolment, left.enrolment_id).state = EnrolmentState.WITHDRAWN
    session.flush()
    return cohort


def exported(app: Flask, session: Session, cohort: Cohort, actor: Account) -> Sheet:
    with app.test_request_context():
        leaving = cohort_results.export(session, cohort, 1, form="csv", actor=actor)
        return result_sheet(leaving, curricula.content_of(cohort.curriculum_version), 1)


def cells(sheet: Sheet, name: str, heads: tuple[str, ...]) -> list[object]:
    (row,) = [row for row in sheet.rows if row[1] == name]
    found = dict(zip(sheet.header, row, strict=True))
    return [found[head] for head in heads]


def test_codes_and_averages_are_those_of_the_decision_or_of_today(
    app: Flask, session: Session
) -> None:
    with transaction() as s:
        sheet = exported(app, s, fill(s), make_account(s, Role.COORDINATOR))
        assert [row[1] for row in sheet.rows] == ["Arnaud", "Bensaïd", "=Chol()"]
        assert cells(sheet, "Arnaud", UNIT) == [Decimal("9.00"), "ADC", Decimal(6)]
        assert cells(sheet, "Arnaud", YEAR[:5]) == [1, Decimal("11.80"), "ADM", Decimal(30), None]
        assert cells(sheet, "Bensaïd", ("M121 moyenne", "M121 résultat")) == [None, "ABI"]
        assert cells(sheet, "Bensaïd", (*UNIT, YEAR[2])) == [None, "DEF", Decimal(0), "DEF"]
        assert "UE1.2\u00a0: défaillance" in str(cells(sheet, "Bensaïd", YEAR[5:])[0])
        assert cells(sheet, "=Chol()", YEAR[1:4]) == [Decimal("9.50"), "AJ", Decimal(0)]
        assert cells(sheet, "=Chol()", YEAR[4:5]) != [None]


RIGHTS = [
    pytest.param(Role.COORDINATOR, True, True, id="coordinator"),
    pytest.param(Role.REGISTRAR, True, True, id="registrar"),
    pytest.param(Role.BOARD_MEMBER, True, False, id="board"),
    pytest.param(Role.TUTOR, False, False, id="tutor"),
]


@pytest.mark.parametrize(
    ("result", "code"),
    [
        pytest.param(None, "AJAC", id="by-the-rules"),
        pytest.param(ResultCode.FAILED, "AJAC", id="decided"),
        pytest.param(ResultCode.PASSED_BY_BOARD, "ADJ", id="admitted-by-the-board"),
    ],
)
def test_a_failed_year_that_leaves_one_debt_lets_on(
    app: Flask, session: Session, result: ResultCode | None, code: str
) -> None:
    weak = dict.fromkeys(("M121-ET", "M122-ET", "M122-CC", "M123-EC"), "7")
    with transaction() as s:
        cohort = make_cohort(s)
        year = make_candidate(s, cohort, family_name="Arnaud", but=weak)
        if result is not None:
            enrolment = s.get_one(Enrolment, year.enrolment_id)
            make_decision(s, enrolment=enrolment, result=result, may_progress=True)
        sheet = exported(app, s, cohort, make_account(s, Role.REGISTRAR))
        assert cells(sheet, "Arnaud", YEAR[2:3]) == [code]


@pytest.mark.parametrize(("role", "whole", "addresses"), RIGHTS)
def test_rows_are_the_same_for_everybody_and_columns_go_by_right(
    app: Flask, session: Session, role: Role, *, whole: bool, addresses: bool
) -> None:
    with transaction() as s:
        cohort = fill(s)
        office = exported(app, s, cohort, make_account(s, Role.COORDINATOR))
        actor = make_account(s, role)
        if role is Role.TUTOR:
            make_marker(s, cohort, module_of(s, cohort, "M121"), account=actor)
            make_marker(s, make_cohort(s), module_of(s, cohort, "M122"), account=actor)
        sheet = exported(app, s, cohort, actor)
        assert [row[:3] for row in sheet.rows] == [row[:3] for row in office.rows]
        assert ("Adresse électronique" in sheet.header) is addresses
        assert (set(YEAR) <= set(sheet.header)) is whole
        if not whole:
            assert list(sheet.header)[3:] == ["M121 moyenne", "M121 résultat"]
        details = s.scalars(
            select(AuditEvent).where(AuditEvent.act == "board:export").order_by(AuditEvent.sequence)
        ).all()[-1]
        assert (details.actor_id, details.object_id) == (actor.id, cohort.id)


@pytest.mark.parametrize("session_number", [1, 2])
def test_a_tutor_takes_nothing_of_a_module_while_numbers_stand_for_its_names(
    app: Flask, session: Session, session_number: int
) -> None:
    with transaction() as s:
        cohort, actor = fill(s), make_account(s, Role.TUTOR)
        for code in ("M121", "M122"):
            make_marker(s, cohort, module_of(s, cohort, code), account=actor)
        module_id = module_of(s, cohort, "M121").id
        sheet = make_sheet(
            cohort, module_id, session_number=session_number, anonymous_at=cohort.created_at
        )
        s.add(sheet)
        s.flush()
        heads = exported(app, s, cohort, actor).header
        assert list(heads)[3:] == ["M122 moyenne", "M122 résultat"]
        assert cohort_results.modules_open_to(s, cohort, actor).veiled == {"M121"}
        sheet.lifted_at = cohort.created_at
        s.flush()
        assert "M121 moyenne" in exported(app, s, cohort, actor).header


def test_what_a_spreadsheet_would_run_is_text_in_both_forms(app: Flask, session: Session) -> None:
    with transaction() as s:
        sheet = exported(app, s, fill(s), make_account(s, Role.COORDINATOR))
    text = write_csv(sheet).decode("utf-8-sig")
    assert ";'=Chol();" in text
    assert ";11,80;ADM;30;" in text
    page = load_workbook(BytesIO(write_xlsx(sheet))).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in page["B"]][-1] == ("=Chol()", "s")


def test_thirty_rows_cost_as_many_statements_as_three(app: Flask, session: Session) -> None:
    counts = []
    with transaction() as s:
        coordinator_id = make_account(s, Role.COORDINATOR).id
        cohort_id = make_cohort(s).id
    for more in (2, 2, 26):  # first, the contents of the curriculum are read once a process
        with transaction() as s:
            cohort = s.get_one(Cohort, cohort_id)
            for number in range(more):
                year = make_candidate(s, cohort, minutes=0)
                enrolment = s.get_one(Enrolment, year.enrolment_id)
                make_year(s, enrolment=enrolment, number=2)
                if number % 2:
                    make_decision(s, enrolment=enrolment)
        db.session.remove()
        fresh = db.session()
        cohort, actor = fresh.get_one(Cohort, cohort_id), fresh.get_one(Account, coordinator_id)
        assert actor.grants
        with statements(db.engine) as sent:
            found = cohort_results.of_year(fresh, cohort, 2)
            assert len(cohort_results.cases(fresh, found)) == len(found)
            exported(app, fresh, cohort, actor)
        counts.append(len([one for one in sent if one.startswith("SELECT")]))
        fresh.rollback()
    assert counts[1] == counts[2]


def test_the_sandbox_knows_what_was_decided_of_the_other_years(session: Session) -> None:
    with transaction() as s:
        cohort = make_cohort(s)
        year = make_candidate(s, cohort)
        enrolment = s.get_one(Enrolment, year.enrolment_id)
        make_decision(s, enrolment=enrolment, average="15")
        make_year(s, enrolment=enrolment, number=2)
        (case,) = cohort_results.cases(s, cohort_results.of_year(s, cohort, 2))
        assert {number: one.average for number, one in case.others.items()} == {1: 15}
