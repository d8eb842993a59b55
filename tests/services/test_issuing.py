"""Documents asked for and made: entitled, numbered, frozen, printed once, never changed."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.documents import read_certificate, read_transcript
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.names import fold
from msp_du.domain.vocabulary import DocumentKind, DocumentState, JobKind, ResultCode
from msp_du.extensions import transaction
from msp_du.models import (
    AuditEvent,
    Document,
    Enrolment,
    Institution,
    Job,
    Person,
    Signatory,
    StoredFile,
)
from msp_du.services import audit, institutions, issuing, verification_codes
from msp_du.services.document_facts import Edition
from msp_du.services.issuing import Printed
from tests.factories import make_enrolment
from tests.factories.boards import make_decision
from tests.support.registry import EDITION, KEY, NOW, Desk, open_desk, plain_printer, printed

CERTIFICATE, TRANSCRIPT = DocumentKind.CERTIFICATE, DocumentKind.TRANSCRIPT


@pytest.fixture
def desk(session: Session) -> Desk:
    with transaction() as writing:
        return open_desk(writing)


def fresh(session: Session, document: Document) -> Document:
    session.rollback()
    return session.get_one(Document, document.id, populate_existing=True)


def refused(desk: Desk, kind: DocumentKind = CERTIFICATE, year: int | None = None) -> Rule:
    with pytest.raises(RuleViolation) as refusal:
        desk.request(kind, year)
    return refusal.value.rule


def rows(session: Session) -> int:
    session.rollback()
    return len(session.execute(select(Document.id)).all())


def test_a_request_freezes_what_will_be_printed(desk: Desk, session: Session) -> None:
    document = desk.request()
    assert (document.state, document.number) == (DocumentState.PENDING, "2026-DU-0001")
    facts = read_certificate(document.facts)
    assert facts.holder.civil_name == "Camille LEFÈVRE-OÜAHDI"
    assert facts.holder.usage_name == "LE GOFF"
    assert (facts.honours, facts.years) == ("Assez bien", 2)
    assert [line.name for line in facts.issuer.signatories] == ["Paul Ngoma"]
    assert (facts.number, facts.issued_on) == (document.number, EDITION.today)
    assert json.loads(document.matching_names) == ["le goff", "lefevre ouahdi"]
    job = session.execute(select(Job)).scalar_one()
    assert (job.kind, job.payload) == (
        JobKind.DOCUMENT_RENDER,
        {"document_id": str(document.id)},
    )


def test_a_transcript_prints_the_years_decided_up_to_its_own(desk: Desk) -> None:
    first = read_transcript(desk.request(TRANSCRIPT, 1).facts)
    second = read_transcript(desk.request(TRANSCRIPT, 2).facts)
    assert [year.number for year in first.years] == [1]
    assert first.diploma is None
    assert [year.number for year in second.years] == [1, 2]
    assert second.diploma is not None
    assert (second.diploma.awarded, second.diploma.average) == (True, "12.50")
    assert second.years[0].units[0].modules[0].average == "12.50"
    assert (first.number, second.number) == ("2026-RN-0001", "2026-RN-0002")


def test_numbers_count_by_institution_kind_and_year(desk: Desk, session: Session) -> None:
    with transaction() as writing:
        other = open_desk(writing)
    new_year = Edition(date(2027, 1, 2), EDITION.host, is_specimen=True)
    found = [
        desk.request().number,
        desk.request(TRANSCRIPT, 1).number,
        other.request().number,
        desk.request(TRANSCRIPT, 2, edition=new_year).number,
    ]
    assert found == ["2026-DU-0001", "2026-RN-0001", "2026-DU-0001", "2027-RN-0001"]


def test_a_refusal_leaves_no_gap(desk: Desk, session: Session) -> None:
    person_id = desk.enrolment.person_id
    desk.request(TRANSCRIPT, 1)
    with transaction() as writing:
        writing.get_one(Person, person_id).birth_family_name = "Lefèvre 漢"
    with pytest.raises(RuleViolation) as refusal:
        desk.request(TRANSCRIPT, 2)
    assert refusal.value.rule is Rule.DOCUMENT_SIGN_MISSING
    assert refusal.value.details == {"signs": "漢 (U+6F22)"}
    assert rows(session) == 1
    with transaction() as writing:
        writing.get_one(Person, person_id).birth_family_name = "Şahin-Nguyễn"
    assert desk.request(TRANSCRIPT, 2).number == "2026-RN-0002"


@pytest.mark.parametrize(
    ("decided", "certificate", "transcripts"),
    [
        pytest.param({}, False, [], id="nothing decided"),
        pytest.param({1: ResultCode.PASSED}, False, [1], id="one year of two"),
        pytest.param({1: ResultCode.FAILED}, False, [1], id="a failed year has its transcript"),
        pytest.param(
            {1: ResultCode.PASSED, 2: ResultCode.PASSED_BY_BOARD}, True, [1, 2], id="both"
        ),
        pytest.param({1: ResultCode.PASSED, 2: ResultCode.FAILED}, False, [1, 2], id="failed"),
        pytest.param({1: ResultCode.DEFAULTED, 2: ResultCode.PASSED}, False, [1, 2], id="default"),
    ],
)
def test_the_boards_decisions_say_who_may_have_what(
    desk: Desk,
    session: Session,
    decided: dict[int, ResultCode],
    certificate: bool,
    transcripts: list[int],
) -> None:
    with transaction() as writing:
        cohort = writing.get_one(Enrolment, desk.enrolment.id).cohort
        enrolment = make_enrolment(writing, cohort=cohort)
        for year, result in decided.items():
            make_decision(writing, enrolment=enrolment, year=year, result=result)
    other = Desk(desk.registrar, enrolment)
    for kind, wanted, may in [
        (CERTIFICATE, None, certificate),
        (TRANSCRIPT, 1, 1 in transcripts),
        (TRANSCRIPT, 2, 2 in transcripts),
        (TRANSCRIPT, 3, False),
        (CERTIFICATE, 1, False),
    ]:
        if may:
            assert other.request(kind, wanted).state is DocumentState.PENDING
        else:
            assert refused(other, kind, wanted) is Rule.DOCUMENT_NOT_ENTITLED


def test_the_last_attempt_at_a_year_is_the_one_that_counts(desk: Desk, session: Session) -> None:
    with transaction() as writing:
        cohort = writing.get_one(Enrolment, desk.enrolment.id).cohort
        enrolment = make_enrolment(writing, cohort=cohort)
        make_decision(writing, enrolment=enrolment, result=ResultCode.FAILED, average="8")
        make_decision(writing, enrolment=enrolment, attempt=2, average="13")
    facts = read_transcript(Desk(desk.registrar, enrolment).request(TRANSCRIPT, 1).facts)
    assert [year.average for year in facts.years] == ["13.00"]


def test_one_holds_at_a_time(desk: Desk) -> None:
    document = desk.request()
    assert refused(desk) is Rule.DOCUMENT_EXISTS
    printed(document.id)
    assert refused(desk) is Rule.DOCUMENT_EXISTS


def test_a_new_decision_makes_no_second_diploma(desk: Desk, session: Session) -> None:
    desk.issued()
    with transaction() as writing:
        make_decision(writing, enrolment=writing.get_one(Enrolment, desk.enrolment.id), year=2)
    assert refused(desk) is Rule.DOCUMENT_EXISTS


def test_nobody_signs_nothing_is_issued(desk: Desk, session: Session) -> None:
    with transaction() as writing:
        for signatory in writing.execute(select(Signatory)).scalars():
            writing.delete(signatory)
    assert refused(desk) is Rule.DOCUMENT_UNSIGNED
    assert rows(session) == 0


def test_what_was_made_is_kept_with_its_digests(desk: Desk, session: Session) -> None:
    document = desk.request()
    made = Printed("7KQM2XZB9HTRC4WNE", b"%PDF one", "template-1")
    with transaction() as writing:
        issuing.finish(writing, document.id, made, key=KEY, now=NOW)
    kept = fresh(session, document)
    assert kept.file is not None
    assert kept.file.content == made.pdf
    assert (kept.state, kept.issued_at) == (DocumentState.VALID, NOW)
    assert kept.code_digest == verification_codes.digest(KEY.secret, made.code)
    assert (kept.code_key_id, kept.template_version) == ("1", "template-1")


def test_a_second_print_changes_nothing(desk: Desk, session: Session) -> None:
    document = desk.issued()
    before = (document.code_digest, document.file_id, document.issued_at)
    again = Printed("0" * 17, b"%PDF two", "template-2")
    with transaction() as writing:
        acts = audit.head(writing)
        issuing.finish(writing, document.id, again, key=KEY, now=datetime.now(UTC))
        assert audit.head(writing) == acts
    kept = fresh(session, document)
    assert (kept.code_digest, kept.file_id, kept.issued_at) == before
    assert session.execute(select(func.count(StoredFile.id))).scalar_one() == 1
    with transaction() as writing:
        assert issuing.prepare(writing, document.id) is None


CHANGES: dict[str, Any] = {
    "name": lambda s, desk: setattr(
        s.get_one(Person, desk.enrolment.person_id), "birth_family_name", "Autre"
    ),
    "logo": lambda s, desk: institutions.keep_logo(
        s,
        s.get_one(Institution, desk.enrolment.institution_id),
        b"another picture",
        actor=desk.registrar,
    ),
    "decision": lambda s, desk: make_decision(
        s,
        enrolment=s.get_one(Enrolment, desk.enrolment.id),
        year=2,
        result=ResultCode.FAILED,
        average="8",
    ),
    "signatory": lambda s, _desk: setattr(
        s.execute(select(Signatory)).scalar_one(), "name", "Autre"
    ),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_what_changes_after_the_issue_leaves_the_bytes(
    desk: Desk, session: Session, change: str
) -> None:
    document = desk.issued()
    assert document.file is not None
    before = (document.facts, document.file.sha256, document.file.content, document.file_id)
    with transaction() as writing:
        CHANGES[change](writing, desk)
    with transaction() as writing:
        other_template = Printed("0" * 17, b"%PDF with other templates", "template-2")
        issuing.finish(writing, document.id, other_template, key=KEY, now=NOW)
    kept = fresh(session, document)
    assert kept.file is not None
    assert (kept.facts, kept.file.sha256, kept.file.content, kept.file_id) == before
    assert kept.template_version == "template-1"


def test_the_logo_of_the_day_is_printed_even_once_it_is_another(
    desk: Desk, session: Session
) -> None:
    institution_id = desk.enrolment.institution_id

    def keep(picture: bytes) -> None:
        with transaction() as writing:
            institution = writing.get_one(Institution, institution_id)
            institutions.keep_logo(writing, institution, picture, actor=desk.registrar)

    keep(b"first picture")
    document = desk.request()
    keep(b"second picture")
    with transaction() as writing:
        wanted = issuing.prepare(writing, document.id)
    assert wanted is not None
    assert wanted.logo == b"first picture"


def test_every_step_is_in_the_chain_without_a_name(desk: Desk, session: Session) -> None:
    first = desk.issued()
    printed(desk.replaced(first).id, plain_printer)
    session.rollback()
    report = audit.verify(session)
    assert report.faults == ()
    texts = [
        (event.act, event.detail.text if event.detail else "")
        for event in session.execute(select(AuditEvent)).scalars()
        if event.act.startswith("documents:")
    ]
    assert sorted(act for act, _text in texts) == [
        *["documents:issue"] * 2,
        *["documents:request"] * 2,
    ]
    assert not any("lefevre" in fold(text) for _act, text in texts)
    kept = fresh(session, first)
    assert kept.file is not None
    assert any(kept.file.sha256 in text for _act, text in texts)
