"""Whether a paper is what it says: a code and a family name against the register of documents.

An unknown code, a wrong name and a document that its holder keeps to themselves are one and the
same answer, reached by the same statements. Only misses are limited: by network address, and by
code, whether a document has it or not.
"""

import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, FromClause, and_, bindparam, func, select, true
from sqlalchemy.orm import Session

from msp_du.domain import calendar, names, verification
from msp_du.domain.vocabulary import AttemptKind, DocumentKind, DocumentState, JobKind
from msp_du.models import Attempt, Document
from msp_du.services import outbox, throttle, tokens, verification_codes

MINUTE: Final = timedelta(minutes=1)
DAY: Final = throttle.WINDOW
MOST_A_MINUTE: Final = 10
MOST_A_DAY: Final = 100
MOST_PER_CODE: Final = 10
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)


class Answer(StrEnum):
    """What somebody who asks about a paper is told."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    NO_MATCH = "no_match"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, by digests alone, and from where."""

    code_digests: tuple[str, ...]
    """The code's digest under each code key there is or was."""
    folded_name: str
    address: throttle.Subject
    code: throttle.Subject

    @classmethod
    def of(
        cls,
        code: str,
        family_name: str,
        *,
        address: str,
        code_keys: Sequence[str],
        count_key: str,
    ) -> "Question":
        """Read what was typed; raises MalformedCode, so that what is no code costs no query.

        ``count_key`` keys the counts of misses (the instance's secret key).
        """
        normal = verification.normalise(code)
        tried = tokens.keyed_digest(count_key, f"tried code:{normal}")
        return cls(
            code_digests=tuple(verification_codes.digest(key, normal) for key in code_keys),
            folded_name=names.fold(family_name),
            address=throttle.Subject.address(count_key, address),
            code=throttle.Subject(tried, MOST_PER_CODE),
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper says, as it was printed: enough to compare, and not a mark more."""

    kind: DocumentKind
    title: str
    institution: str
    contact: str | None
    holder: str
    usage_name: str | None
    number: str
    issued_on: date
    decided_on: date
    year: int | None
    academic_year: str | None
    """The year of a transcript, by number and label; None for a certificate."""
    is_specimen: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and what may be said with it."""

    answer: Answer
    paper: Paper | None = None
    """Only for an answer about a document: valid, replaced or revoked."""
    ended_on: date | None = None
    """Day on which it was revoked (Paris)."""
    wait: timedelta = timedelta(0)
    """Until the next try, when limited."""
    worried_document: UUID | None = None
    """The document whose code reaches its limit with this miss: its holder is to be told."""


def _misses(name: str, subject: str) -> FromClause:
    """Count the misses of one subject in a day, and what tells when it may try again."""
    last_minute = Attempt.happened_at > bindparam("minute_ago")
    return (
        select(
            func.count().label("in_day"),
            func.min(Attempt.happened_at).label("first"),
            func.max(Attempt.happened_at).label("last"),
            func.count().filter(last_minute).label("in_minute"),
            func.min(Attempt.happened_at).filter(last_minute).label("first_in_minute"),
        )
        .where(
            Attempt.kind == AttemptKind.VERIFICATION,
            Attempt.subject_digest == bindparam(subject),
            Attempt.happened_at > bindparam("day_ago"),
        )
        .subquery(name)
    )


_by_address = _misses("by_address", "address")
_by_code = _misses("by_code", "code")
_document = Document.__table__.c

LOOK_UP: Final = select(
    _by_address.c.in_day,
    _by_address.c.last,
    _by_address.c.in_minute,
    _by_address.c.first_in_minute,
    _by_code.c.in_day.label("in_day_of_code"),
    _by_code.c.first.label("first_of_code"),
    _document.id,
    _document.kind,
    _document.number,
    _document.issued_on,
    _document.state,
    _document.facts,
    _document.matching_names,
    _document.is_specimen,
    _document.ended_at,
    _document.withdrawn_at,
).select_from(
    _by_address.join(_by_code, true()).outerjoin(
        Document.__table__,
        and_(
            _document.code_digest.in_(bindparam("code_digests", expanding=True)),
            _document.state != DocumentState.PENDING,
        ),
    )
)
"""One row whatever was typed: the counts, and the document of the code, if there is one."""


def look_up(connection: Connection, question: Question, *, now: datetime) -> Verdict:
    """Answer a question by one statement."""
    row = connection.execute(
        LOOK_UP,
        {
            "code_digests": question.code_digests,
            "address": question.address.digest,
            "code": question.code.digest,
            "minute_ago": now - MINUTE,
            "day_ago": now - DAY,
        },
    ).one()
    wait = max(_wait_of_address(row, now), _wait_of_code(row, now))
    is_named = _is_among(question.folded_name, row.matching_names or '[""]')
    if wait > timedelta(0):
        return Verdict(Answer.LIMITED, wait=wait)
    if row.id is None or row.withdrawn_at is not None or not is_named:
        is_last = row.in_day_of_code + 1 >= MOST_PER_CODE
        return Verdict(Answer.NO_MATCH, worried_document=row.id if is_last else None)
    ended = row.ended_at and calendar.today(row.ended_at, calendar.PARIS)
    return Verdict(
        Answer(row.state),
        _paper(row),
        ended_on=ended if row.state is DocumentState.REVOKED else None,
    )


def count_miss(session: Session, question: Question, *, now: datetime) -> None:
    """Count an answer that found nothing; called in a transaction of its own."""
    throttle.record_failure(
        session, AttemptKind.VERIFICATION, (question.address, question.code), now=now
    )


def tell_holder(session: Session, document_id: UUID, *, now: datetime) -> None:
    """Ask for the mail that says that a code was tried too often: one a day for a document."""
    document = session.get_one(Document, document_id)
    day = calendar.today(now, calendar.PARIS).isoformat()
    outbox.queue(
        session,
        JobKind.MAIL_CODE_TRIED,
        f"{JobKind.MAIL_CODE_TRIED}:{document_id}:{day}",
        {"document_id": str(document_id)},
        institution_id=document.institution_id,
    )


def _wait_of_address(row: Any, now: datetime) -> timedelta:
    """Return what is left to wait: the rest of a minute, or longer and longer in a bad day."""
    wait = timedelta(0)
    if row.in_minute >= MOST_A_MINUTE:
        wait = row.first_in_minute + MINUTE - now
    if row.in_day >= MOST_A_DAY:
        pause = FIRST_WAIT * 2 ** min(row.in_day - MOST_A_DAY, 10)
        wait = max(wait, row.last + min(pause, LONGEST_WAIT) - now)
    return wait


def _wait_of_code(row: Any, now: datetime) -> timedelta:
    if row.in_day_of_code < MOST_PER_CODE:
        return timedelta(0)
    wait: timedelta = row.first_of_code + DAY - now
    return wait


def _is_among(folded_name: str, matching_names: str) -> bool:
    """Compare with every name, without stopping at the first that fits; an empty one fits none."""
    typed = folded_name.encode()
    found = [hmac.compare_digest(typed, name.encode()) for name in json.loads(matching_names)]
    return any(found) and bool(typed)


def _paper(row: Any) -> Paper:
    facts = json.loads(row.facts)["facts"]
    years = facts["years"] if row.kind is DocumentKind.TRANSCRIPT else ()
    last = years[-1] if years else None
    return Paper(
        kind=row.kind,
        title=facts["title"],
        institution=facts["issuer"]["name"],
        contact=facts["issuer"]["contact"],
        holder=facts["holder"]["civil_name"],
        usage_name=facts["holder"]["usage_name"],
        number=row.number,
        issued_on=row.issued_on,
        decided_on=date.fromisoformat((last or facts)["decided_on"]),
        year=last["number"] if last else None,
        academic_year=last["academic_year"] if last else None,
        is_specimen=row.is_specimen,
    )
