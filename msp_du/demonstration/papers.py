"""Documents of the demonstration: those of the listed codes are printed, the rest is asked for.

Their codes are drawn from their names, so that they are the same in every build.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import select

from msp_du.demonstration import boards
from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.demonstration.timeline import monday_of
from msp_du.domain.verification import new_code, printed
from msp_du.domain.vocabulary import (
    DocumentKind,
    DocumentState,
    JobState,
    RevocationReason,
    Role,
)
from msp_du.models import Document, Job
from msp_du.services import document_register, enrolments, issue_plans, issuing
from msp_du.services.document_facts import Edition
from msp_du.services.enrolments import Identity
from msp_du.services.issuing import CodeKey, Printer

ASKED_AFTER: Final = timedelta(days=8)
HASTE: Final = timedelta(days=4)
NEW_NAME_SINCE: Final = timedelta(weeks=5)
NUMBER_OF_SITTINGS: Final = 2


@dataclass(frozen=True, slots=True)
class Press:
    """Who prints, under which key of codes, for verification at which address."""

    printer: Printer
    key: CodeKey
    public_url: str


@dataclass(frozen=True, slots=True)
class ListedCode:
    """A code that whoever tries the demonstration may look up, and what they will be told."""

    code: str
    family_name: str
    state: DocumentState
    kind: DocumentKind


@dataclass(slots=True)
class Papers:
    """The registrar's office: what it issued, and the codes to be listed."""

    work: Setting
    press: Press
    listed: list[ListedCode] = field(default_factory=list)

    def issue_by_mistake(self, files: Collection[File], ago: int) -> None:
        """Print the diploma of whoever was admitted by a slip, then see it and revoke it."""
        sitting = self.work.calendar[ago].sitting(1)
        for file in boards.slips(files, ago):
            day = sitting + HASTE
            document = issuing.request(
                self.work.session,
                file.enrolment,
                DocumentKind.CERTIFICATE,
                actor=self.work.first(Role.REGISTRAR),
                edition=self._edition(day),
                now=at(day),
            )
            code = self._print(document, file.key)
            self._list(code, document, DocumentState.REVOKED)
            boards.correct_slips(self.work, [file], ago)
            document_register.revoke(
                self.work.session,
                document,
                RevocationReason.ISSUED_BY_MISTAKE,
                typed_number=document.number,
                actor=self.work.first(Role.REGISTRAR),
                now=at(sitting + boards.CORRECTED_AFTER, 18),
            )

    def ask_for_year(self, files: Collection[File], ago: int) -> None:
        """Ask for the transcripts of a year, and for the diplomas that are due after it."""
        day = self.work.calendar[ago].sitting(NUMBER_OF_SITTINGS) + ASKED_AFTER
        edition, actor = self._edition(day), self.work.first(Role.REGISTRAR)
        cohorts = {file.cohort.code: file.cohort for file in files}
        for _code, cohort in sorted(cohorts.items()):
            for kind in (DocumentKind.TRANSCRIPT, DocumentKind.CERTIFICATE):
                session = self.work.session
                plan = issue_plans.plan(session, cohort, kind, actor=actor, edition=edition)
                issuing.request_many(
                    session,
                    cohort,
                    kind,
                    seen=plan.meaning,
                    actor=actor,
                    edition=edition,
                    now=at(day),
                )

    def print_listed(self, files: Collection[File]) -> None:
        """Print the documents of the graduate who can be tried."""
        for file in files:
            if file.has_finished and file.trainee.has_account:
                for kind in (DocumentKind.CERTIFICATE, DocumentKind.TRANSCRIPT):
                    document = self._last(file, kind)
                    self._list(self._print(document, file.key), document, DocumentState.VALID)

    def follow_new_names(self, files: Collection[File]) -> None:
        """Print the diploma of whoever has another name now, under the old one and the new."""
        day = monday_of(self.work.today) - NEW_NAME_SINCE
        for file in files:
            if file.trainee.new_family is None:
                continue
            former = self._last(file, DocumentKind.CERTIFICATE)
            self._list(self._print(former, file.key), former, DocumentState.REPLACED)
            self._rename(file, file.trainee.new_family)
            document = issuing.replace(
                self.work.session,
                former,
                typed_number=former.number,
                actor=self.work.first(Role.REGISTRAR),
                edition=self._edition(day),
                now=at(day),
            )
            code = self._print(document, f"{file.key} {file.trainee.new_family}")
            self._list(code, document, DocumentState.VALID)

    def _edition(self, day: date) -> Edition:
        return Edition(day, urlsplit(self.press.public_url).netloc, is_specimen=True)

    def _last(self, file: File, kind: DocumentKind) -> Document:
        statement = (
            select(Document)
            .where(Document.enrolment_id == file.enrolment.id, Document.kind == kind)
            .order_by(Document.issued_on.desc())
            .limit(1)
        )
        return self.work.session.execute(statement).scalar_one()

    def _print(self, document: Document, name: str) -> str:
        """Print a document as the worker does, which then finds nothing left to do."""
        session, press = self.work.session, self.press
        wanted = issuing.prepare(session, document.id)
        if wanted is None:
            raise LookupError(document.number)
        code = new_code(_drawn_from(f"{document.kind} {name}"))
        made = press.printer(wanted, code, f"{press.public_url}/v/{printed(code)}")
        now = at(document.issued_on, 11)
        issuing.finish(session, document.id, made, key=press.key, now=now)
        statement = select(Job).where(Job.key == document_register.job_key(document.id))
        job = session.execute(statement).scalar_one()
        job.state, job.done_at = JobState.DONE, job.created_at
        session.flush()
        return code

    def _list(self, code: str, document: Document, state: DocumentState) -> None:
        name = document.person.birth_family_name
        self.listed.append(ListedCode(printed(code), name, state, document.kind))

    def _rename(self, file: File, family_name: str) -> None:
        enrolment, person = file.enrolment, file.enrolment.person
        enrolments.edit(
            self.work.session,
            enrolment,
            Identity(
                family_name=family_name,
                usage_name=person.usage_family_name,
                given_names=person.given_names,
                chosen_name=person.chosen_given_name,
                birth_date=person.birth_date,
                birth_place=person.birth_place,
                student_number=person.student_number,
                ine=person.ine,
                regime=enrolment.regime,
                employer=enrolment.employer.name if enrolment.employer else None,
            ),
            seen=enrolments.edition(enrolment),
            actor=self.work.first(Role.REGISTRAR),
        )


def _drawn_from(name: str) -> Callable[[int], int]:
    """Return what draws so many bits, always the same for the same name."""
    digest = int.from_bytes(hashlib.sha512(name.encode()).digest())

    def draw(bits: int) -> int:
        return digest % (1 << bits)

    return draw
