"""What asking for all documents of a cohort would do: for whom, and for whom not, and why."""

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from msp_du.domain.documents import Issuer
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import DocumentKind
from msp_du.models import Account, Cohort
from msp_du.services import document_facts, entitlements
from msp_du.services.document_facts import Edition
from msp_du.services.entitlements import Entitlement, TraineeDocuments

NO_NUMBER: Final = "0"

Line = tuple[TraineeDocuments, Entitlement]


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents that can be asked for, and those that are due and refused."""

    possible: tuple[Line, ...]
    refused: tuple[tuple[TraineeDocuments, Entitlement, RuleViolation], ...]

    @property
    def meaning(self) -> str:
        """Digest of what would be issued: under the same names on the same decisions, the same."""
        parts = [
            f"{row.enrolment.id} {line.key} {line.years[max(line.years)].decision.id} "
            f"{row.person.name.official}"
            for row, line in self.possible
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def plan(
    session: Session, cohort: Cohort, kind: DocumentKind, *, actor: Account, edition: Edition
) -> Plan:
    """Tell what asking for every document of a kind would do; always as many statements.

    Nobody issues their own. Raises RuleViolation DOCUMENT_UNSIGNED when nobody signs.
    """
    issuer = document_facts.issuer_of(session, cohort.institution, edition.host)
    lines = [
        (row, line)
        for row in entitlements.of_cohort(session, cohort)
        for line in row.entitlements
        if line.kind is kind and line.is_ready and row.person.id != actor.person_id
    ]
    found = [(row, line, obstacle(issuer, row, line, edition)) for row, line in lines]
    return Plan(
        possible=tuple((row, line) for row, line, refusal in found if refusal is None),
        refused=tuple((row, line, refusal) for row, line, refusal in found if refusal),
    )


def obstacle(
    issuer: Issuer, row: TraineeDocuments, line: Entitlement, edition: Edition
) -> RuleViolation | None:
    """Return why a document that is due cannot be printed, if so."""
    try:
        document_facts.gather(
            line.kind, NO_NUMBER, issuer, person=row.person, years=line.years, edition=edition
        )
    except RuleViolation as violation:
        return violation
    return None
