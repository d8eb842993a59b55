"""The register of documents: what was issued, to whom, on what, and whether it holds."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.vocabulary import DocumentKind, DocumentState, Language, RevocationReason
from msp_du.models.base import Base, Versioned
from msp_du.models.boards import BoardDecision
from msp_du.models.cohorts import Enrolment
from msp_du.models.files import StoredFile
from msp_du.models.people import Person


class Document(Versioned, Base):
    """A transcript or certificate: numbered and frozen when asked for, printed once by the worker.

    ``number`` counts without gaps per institution, calendar year and kind. ``facts`` is what is
    printed, as canonical JSON. The verification code stands on the paper alone: here is its digest
    under the key ``code_key_id``. ``matching_names`` lists the folded family names by which the
    document may be asked for, as a JSON array. While ``withdrawn_at`` is set, nobody outside is
    told that the document exists.
    """

    __tablename__ = "document"
    __table_args__ = (
        sa.UniqueConstraint("institution_id", "kind", "number_year", "sequence"),
        sa.UniqueConstraint("id", "institution_id"),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id", "institution_id"], [f"{table}.id", f"{table}.institution_id"]
            )
            for table in ("person", "enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id", "institution_id"],
            ["board_decision.id", "board_decision.institution_id"],
        ),
        sa.CheckConstraint("sequence >= 1", name="sequence"),
        sa.CheckConstraint(
            "(state = 'pending') = (file_id IS NULL)"
            " AND (file_id IS NULL) = (code_digest IS NULL)"
            " AND (file_id IS NULL) = (code_key_id IS NULL)"
            " AND (file_id IS NULL) = (template_version IS NULL)"
            " AND (file_id IS NULL) = (issued_at IS NULL)",
            name="issued",
        ),
        sa.CheckConstraint(
            "(state = 'revoked') = (revocation_reason IS NOT NULL)"
            " AND (state IN ('replaced', 'revoked')) = (ended_at IS NOT NULL)",
            name="ended",
        ),
        sa.Index("ix_document_person", "person_id", "requested_at"),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    kind: Mapped[DocumentKind]
    number_year: Mapped[int]
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(sa.String(40))
    person_id: Mapped[UUID] = mapped_column()
    enrolment_id: Mapped[UUID] = mapped_column(index=True)
    decision_id: Mapped[UUID] = mapped_column(index=True)
    language: Mapped[Language] = mapped_column(default=Language.FRENCH)
    facts: Mapped[str] = mapped_column(sa.Text)
    facts_digest: Mapped[str] = mapped_column(sa.String(64))
    matching_names: Mapped[str] = mapped_column(sa.Text)
    is_specimen: Mapped[bool] = mapped_column(default=False)
    state: Mapped[DocumentState] = mapped_column(default=DocumentState.PENDING)
    requested_at: Mapped[datetime]
    issued_on: Mapped[date]
    replaces_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("document.id"), unique=True)
    file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), unique=True)
    code_digest: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    code_key_id: Mapped[str | None] = mapped_column(sa.String(40))
    template_version: Mapped[str | None] = mapped_column(sa.String(40))
    issued_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    revocation_reason: Mapped[RevocationReason | None]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(
        foreign_keys=[person_id], primaryjoin="Document.person_id == Person.id"
    )
    enrolment: Mapped[Enrolment] = relationship(
        foreign_keys=[enrolment_id], primaryjoin="Document.enrolment_id == Enrolment.id"
    )
    decision: Mapped[BoardDecision] = relationship(
        foreign_keys=[decision_id], primaryjoin="Document.decision_id == BoardDecision.id"
    )
    file: Mapped[StoredFile | None] = relationship()
