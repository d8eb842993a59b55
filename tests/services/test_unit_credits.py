"""Credits are granted by a decision, count in every computation, and close what they cover."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.credits import CreditKind
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import ResultCode, Role
from msp_du.extensions import transaction
from msp_du.models import AuditEvent, Credit, Enrolment, EnrolmentYear
from msp_du.services import hours_totals, mark_lists, mark_sheets, results, unit_credits
from msp_du.services.unit_credits import CreditSheet
from tests.factories import (
    TODAY,
    make_account,
    make_cohort,
    make_enrolment,
    mark_year,
    module_of,
    year_of,
)
from tests.factories.boards import make_decision
from tests.factories.moves import make_credit

NOW = datetime.now(UTC)


@pytest.fixture
def year(session: Session) -> EnrolmentYear:
    with transaction() as writing:
        return year_of(writing, make_enrolment(writing, cohort=make_cohort(writing)))


def grant(year: EnrolmentYear, code: str, kind: CreditKind, average: str = "") -> Credit:
    with transaction() as writing:
        here = writing.get_one(EnrolmentYear, year.id)
        return make_credit(writing, here, code, kind=kind, average=average)


def test_an_equivalence_and_exemptions_count_in_the_result(
    session: Session, year: EnrolmentYear
) -> None:
    with transaction() as writing:
        mark_year(writing, writing.get_one(EnrolmentYear, year.id), "10")
    grant(year, "UE1.1", CreditKind.EQUIVALENCE, "13,5")
    grant(year, "UE1.4", CreditKind.EXEMPT)
    grant(year, "M121", CreditKind.EXEMPT)
    outcome = results.outcomes(session, [year])[year.id]
    units = {unit.code: (unit.average, unit.result) for unit in outcome.units}
    assert units["UE1.1"] == (Fraction("13.5"), ResultCode.PASSED)
    assert units["UE1.4"] == (None, ResultCode.EXEMPT)
    assert outcome.average == Fraction(3 * Fraction("13.5") + 10 * (3 + 3 + 4), 13)
    acts = session.execute(select(AuditEvent.act).where(AuditEvent.act.like("credits:%")))
    assert acts.scalars().all() == ["credits:grant"] * 3


def test_hours_of_what_is_credited_are_not_asked_for(session: Session, year: EnrolmentYear) -> None:
    grant(year, "P151", CreditKind.EXEMPT)
    assert hours_totals.of_years(session, [year.id])[year.id].required == 0
    whole = hours_totals.of_enrolments(session, [year.enrolment_id])[year.enrolment_id]
    assert whole.required == 420 * 60


def test_a_sheet_is_closed_to_whom_a_credit_covers(session: Session, year: EnrolmentYear) -> None:
    with transaction() as writing:
        cohort = writing.get_one(Enrolment, year.enrolment_id).cohort
        make_enrolment(writing, cohort=cohort)
        coordinator = make_account(writing, Role.COORDINATOR)
    grant(year, "UE1.1", CreditKind.EXEMPT)
    sheet = mark_sheets.sheet(session, cohort, module_of(session, cohort), 1, actor=coordinator)
    closed = {row.year_id: row.closed_by for row in sheet.rows}
    assert closed[year.id] is Rule.MARKS_CREDITED
    assert list(closed.values()).count(None) == 1
    (lines,) = mark_lists.coordinated(session, coordinator, now=NOW)
    expected = {line.module.code: line.expected for line in lines.lines if line.year_number == 1}
    assert (expected["M112"], expected["M121"]) == (2, 2)  # two assessments of one, one of two


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("UE1.1", "UE1.1", id="the-same"),
        pytest.param("UE1.1", "M112", id="a-module-of-it"),
        pytest.param("M112", "UE1.1", id="its-unit"),
    ],
)
def test_what_is_credited_is_not_credited_again(
    session: Session, year: EnrolmentYear, first: str, second: str
) -> None:
    grant(year, first, CreditKind.EXEMPT)
    with pytest.raises(RuleViolation) as refusal:
        grant(year, second, CreditKind.EXEMPT)
    assert refusal.value.rule is Rule.CREDIT_EXISTS


def test_a_credit_is_withdrawn_until_the_board_decides(
    session: Session, year: EnrolmentYear
) -> None:
    credit, kept = grant(year, "UE1.1", CreditKind.EXEMPT), grant(year, "UE1.2", CreditKind.EXEMPT)
    with transaction() as writing:
        actor = make_account(writing, Role.COORDINATOR)
        unit_credits.withdraw(writing, writing.get_one(Credit, credit.id), actor=actor)
    assert session.execute(select(Credit.id)).scalars().all() == [kept.id]
    with transaction() as writing:
        make_decision(writing, enrolment=writing.get_one(Enrolment, year.enrolment_id))
    with pytest.raises(RuleViolation) as refusal, transaction() as writing:
        unit_credits.withdraw(writing, writing.get_one(Credit, kept.id), actor=actor)
    assert refusal.value.rule is Rule.CREDIT_DECIDED
    with pytest.raises(RuleViolation) as refusal:
        grant(year, "UE1.3", CreditKind.EXEMPT)
    assert refusal.value.rule is Rule.CREDIT_DECIDED


@pytest.mark.parametrize(
    ("code", "days", "broken"),
    [
        pytest.param("UE2.1", 0, Rule.MODULE_NOT_OF_YEAR, id="another-year"),
        pytest.param("UE1.1", 2, Rule.CREDIT_IN_FUTURE, id="to-come"),
    ],
)
def test_a_credit_is_of_the_year_and_decided(
    session: Session, year: EnrolmentYear, code: str, days: int, broken: Rule
) -> None:
    sheet = CreditSheet(code, CreditKind.EXEMPT, "", "VAPP", TODAY + timedelta(days=days))
    with pytest.raises(RuleViolation) as refusal:
        unit_credits.grant(session, year, sheet, actor=None, now=NOW)
    assert refusal.value.rule is broken
