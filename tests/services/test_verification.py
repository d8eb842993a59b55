"""The register asked from outside: who is answered, what counts as a miss, who waits how long."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.verification import MalformedCode, new_code, printed
from msp_du.domain.vocabulary import DocumentKind, DocumentState, JobKind
from msp_du.extensions import db, transaction
from msp_du.models import Attempt, Job
from msp_du.services import verification
from msp_du.services.verification import Answer, Question, Verdict
from tests.factories.documents import make_certificate_facts, make_holder, make_transcript_facts
from tests.factories.issued import CODE_KEY, make_document
from tests.support.statements import statements

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAME = "Lefèvre-Oüahdi"
HERE = "192.0.2.1"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(hours=24)


def question(
    code: str,
    family_name: str = NAME,
    *,
    address: str = HERE,
    code_keys: tuple[str, ...] = (CODE_KEY,),
) -> Question:
    return Question.of(code, family_name, address=address, code_keys=code_keys, count_key="s" * 43)


def ask(asked: Question, *, now: datetime = NOW) -> Verdict:
    """Ask as the pages do: a miss is counted."""
    with db.engine.connect() as connection:
        verdict = verification.look_up(connection, asked, now=now)
    if verdict.answer is Answer.NO_MATCH:
        with transaction() as s:
            verification.count_miss(s, asked, now=now)
    return verdict


def miss(times: int, *, code: str = "", address: str = HERE, now: datetime = NOW) -> None:
    """Count misses without asking: of one code, or each of another."""
    for _time in range(times):
        with transaction() as s:
            verification.count_miss(s, question(code or new_code(), address=address), now=now)


@pytest.fixture
def code(session: Session) -> str:
    """The code of a valid certificate."""
    made = new_code()
    with transaction() as s:
        make_document(s, code=made, family_names=(NAME, "Bernard"))
    return made


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Lefèvre-Oüahdi", id="as printed"),
        pytest.param("  LEFEVRE  OUAHDI ", id="capitals, no accents, spaces"),
        pytest.param("bernard", id="usage name"),
    ],
)
def test_a_valid_paper_is_told_as_it_was_printed(code: str, name: str) -> None:
    verdict = ask(question(printed(code).lower(), name))
    assert verdict.answer is Answer.VALID
    paper = verdict.paper
    assert paper is not None
    assert (paper.kind, paper.number) == (DocumentKind.CERTIFICATE, "2026-DU-0042")
    assert (paper.holder, paper.usage_name) == ("Camille Inès LEFÈVRE-OÜAHDI", None)
    assert paper.institution == "Université de démonstration"
    assert (paper.issued_on.isoformat(), paper.decided_on.isoformat()) == (
        "2026-07-14",
        "2026-06-30",
    )
    assert (paper.year, paper.is_specimen) == (None, True)


def test_a_transcript_says_which_year_it_is_of(session: Session) -> None:
    code = new_code()
    holder = make_holder(usage_name="BERNARD")
    with transaction() as s:
        make_document(s, code=code, facts=make_transcript_facts(holder=holder))
    paper = ask(question(code)).paper
    assert paper is not None
    assert (paper.kind, paper.year, paper.academic_year) == (
        DocumentKind.TRANSCRIPT,
        2,
        "2025-2026",
    )
    assert (paper.usage_name, paper.decided_on.isoformat()) == ("BERNARD", "2026-06-30")


def test_what_was_revoked_says_since_when_by_the_clocks_of_paris(session: Session) -> None:
    code = new_code()
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    with transaction() as s:
        make_document(s, code=code, state=DocumentState.REVOKED, ended_at=late)
    verdict = ask(question(code))
    assert (verdict.answer, str(verdict.ended_on)) == (Answer.REVOKED, "2026-11-22")


def test_what_was_replaced_says_no_day(session: Session) -> None:
    code = new_code()
    with transaction() as s:
        make_document(s, code=code, state=DocumentState.REPLACED)
    verdict = ask(question(code))
    assert (verdict.answer, verdict.ended_on) == (Answer.REPLACED, None)


@pytest.mark.parametrize("name", ["Lefèvre", "Ouahdi", "Camille", "", "—", "[", '"'])
def test_another_name_finds_nothing(code: str, name: str) -> None:
    assert ask(question(code, name)) == Verdict(Answer.NO_MATCH)


def test_an_unknown_a_hidden_and_a_wrongly_named_one_are_one_answer_by_the_same_statements(
    session: Session, code: str
) -> None:
    hidden = new_code()
    with transaction() as s:
        make_document(s, code=hidden, withdrawn_at=NOW)
        make_document(s, state=DocumentState.PENDING)
    told, sent = [], []
    for asked in (question(new_code()), question(hidden), question(code, "Personne")):
        with statements(db.engine) as found:
            told.append(ask(asked))
        sent.append(found)
    assert told == [Verdict(Answer.NO_MATCH)] * 3
    assert sent[0] == sent[1] == sent[2]
    assert session.execute(select(func.count(Attempt.id))).scalar_one() == 6


def test_a_hit_is_one_statement_and_counts_nothing(session: Session, code: str) -> None:
    with statements(db.engine) as sent:
        assert ask(question(code)).answer is Answer.VALID
    assert len(sent) == 1
    assert session.execute(select(func.count(Attempt.id))).scalar_one() == 0


def test_what_is_no_code_is_refused_before_anything_is_asked(session: Session) -> None:
    with statements(db.engine) as sent, pytest.raises(MalformedCode):
        question("7KQM-2XZB")
    assert sent == []


def test_a_new_code_key_loses_no_old_paper(session: Session) -> None:
    old, new = "o" * 43, "n" * 43
    first, second = new_code(), new_code()
    with transaction() as s:
        make_document(s, code=first, code_key=old)
        make_document(s, code=second, code_key=new)
    for code in (first, second):
        assert ask(question(code, code_keys=(new, old))).answer is Answer.VALID
    assert ask(question(first, code_keys=(new,))).answer is Answer.NO_MATCH


@pytest.mark.parametrize(
    ("misses", "after", "wait"),
    [
        pytest.param(9, SECOND, timedelta(0), id="nine"),
        pytest.param(10, SECOND, 59 * SECOND, id="ten"),
        pytest.param(10, MINUTE - SECOND, SECOND, id="to the last second"),
        pytest.param(10, MINUTE, timedelta(0), id="a minute later"),
    ],
)
def test_ten_misses_a_minute_are_free(
    code: str, misses: int, after: timedelta, wait: timedelta
) -> None:
    miss(misses)
    verdict = ask(question(code), now=NOW + after)
    assert verdict.wait == wait
    assert verdict.answer is (Answer.LIMITED if wait else Answer.VALID)
    assert verdict.paper is None or not wait


@pytest.mark.parametrize(
    ("misses", "wait"),
    [
        pytest.param(99, timedelta(0), id="99"),
        pytest.param(100, MINUTE, id="100"),
        pytest.param(101, 2 * MINUTE, id="101"),
        pytest.param(103, 8 * MINUTE, id="103"),
        pytest.param(130, timedelta(hours=1), id="an hour at most"),
    ],
)
def test_after_a_hundred_a_day_each_miss_makes_the_wait_longer(
    code: str, misses: int, wait: timedelta
) -> None:
    for number in range(misses):
        miss(1, now=NOW - timedelta(seconds=20 * (misses - number - 1)))
    assert ask(question(code)).wait == wait
    assert ask(question(code), now=NOW + wait).answer is Answer.VALID


def test_misses_of_others_hold_nobody_back(code: str) -> None:
    miss(10, address="192.0.2.2")
    miss(10, address="2001:db8:1:2::1")
    assert ask(question(code)).answer is Answer.VALID
    assert ask(question(code, address="2001:db8:1:3::1")).answer is Answer.VALID
    assert ask(question(code, address="2001:db8:1:2:ffff::9")).answer is Answer.LIMITED


@pytest.mark.parametrize("is_real", [True, False], ids=["real", "made up"])
def test_a_code_rests_until_the_next_day_after_ten_misses_whether_it_is_real_or_not(
    code: str, *, is_real: bool
) -> None:
    tried = code if is_real else new_code()
    for number in range(10):
        address = f"198.51.100.{number}"
        moment = NOW + number * MINUTE
        assert ask(question(tried, "Personne", address=address), now=moment).wait == timedelta(0)
    later = NOW + timedelta(hours=1)
    for name in ("Personne", NAME):
        assert ask(question(tried, name), now=later) == Verdict(
            Answer.LIMITED, wait=timedelta(hours=23)
        )
    answer = ask(question(tried), now=NOW + DAY).answer
    assert answer is (Answer.VALID if is_real else Answer.NO_MATCH)


def test_the_tenth_miss_of_a_real_code_worries_its_document_and_no_other(code: str) -> None:
    miss(8, code=code)
    assert ask(question(code, "Personne", address="192.0.2.2")).worried_document is None
    ninth = ask(question(code, "Personne", address="192.0.2.2"))
    assert ninth.worried_document is not None
    unknown = new_code()
    miss(9, code=unknown, address="192.0.2.3")
    assert ask(question(unknown, address="192.0.2.4")).worried_document is None


def test_the_holder_is_told_once_a_day(session: Session) -> None:
    with transaction() as s:
        document = make_document(s, facts=make_certificate_facts())
    for moment in (NOW, NOW + timedelta(hours=3), NOW + DAY):
        with transaction() as s:
            verification.tell_holder(s, document.id, now=moment)
    jobs = session.execute(select(Job)).scalars().all()
    assert [job.kind for job in jobs] == [JobKind.MAIL_CODE_TRIED] * 2
    assert {job.payload["document_id"] for job in jobs} == {str(document.id)}
