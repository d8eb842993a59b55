"""What a sitting leaves on paper: minutes, results by number, letters; and who signed it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.board_papers import PaperKind, PaperState
from msp_du.domain.vocabulary import SignatureVia
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.boards import BoardDecision
from msp_du.models.files import StoredFile
from msp_du.models.sittings import BoardSeat, BoardSitting


class BoardPaper(Versioned, Base):
    """A paper of a sitting, its facts frozen as canonical JSON and its bytes made of them alone.

    A correction makes another ``edition``; the former one stays. A letter is about one decision,
    and waits, without facts, for the ways of appeal that it must tell. ``scan`` is the paper as it
    was signed by hand.
    """

    __tablename__ = "board_paper"
    __table_args__ = (
        sa.UniqueConstraint("id", "institution_id"),
        sa.ForeignKeyConstraint(
            ["sitting_id", "institution_id"], ["board_sitting.id", "board_sitting.institution_id"]
        ),
        sa.ForeignKeyConstraint(
            ["decision_id", "institution_id"],
            ["board_decision.id", "board_decision.institution_id"],
        ),
        sa.CheckConstraint("edition >= 1", name="edition"),
        sa.CheckConstraint("(kind = 'letter') = (decision_id IS NOT NULL)", name="about"),
        sa.CheckConstraint(
            "(state = 'waiting') = (facts IS NULL)"
            " AND (facts IS NULL) = (facts_digest IS NULL)"
            " AND (state = 'ready') = (file_id IS NOT NULL)"
            " AND (file_id IS NULL) = (template_version IS NULL)",
            name="made",
        ),
        sa.Index(
            "uq_board_paper_edition",
            "sitting_id",
            "kind",
            "edition",
            unique=True,
            sqlite_where=sa.text("decision_id IS NULL"),
            postgresql_where=sa.text("decision_id IS NULL"),
        ),
    )

    institution_id: Mapped[UUID]
    sitting_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[PaperKind]
    edition: Mapped[int]
    decision_id: Mapped[UUID | None] = mapped_column(unique=True)
    facts: Mapped[str | None] = mapped_column(sa.Text)
    facts_digest: Mapped[str | None] = mapped_column(sa.String(64))
    state: Mapped[PaperState]
    file_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    template_version: Mapped[str | None] = mapped_column(sa.String(40))
    scan_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    created_at: Mapped[datetime]

    sitting: Mapped[BoardSitting] = relationship(
        foreign_keys=[sitting_id], primaryjoin="BoardPaper.sitting_id == BoardSitting.id"
    )
    decision: Mapped[BoardDecision | None] = relationship(
        foreign_keys=[decision_id], primaryjoin="BoardPaper.decision_id == BoardDecision.id"
    )
    file: Mapped[StoredFile | None] = relationship(foreign_keys=[file_id])
    scan: Mapped[StoredFile | None] = relationship(foreign_keys=[scan_id])
    signatures: Mapped[list["MinutesSignature"]] = relationship(
        order_by="MinutesSignature.signed_at", back_populates="paper"
    )


class MinutesSignature(Identified, Base):
    """A member's signature on screen, of the very bytes whose SHA-256 is ``digest``."""

    __tablename__ = "minutes_signature"
    __table_args__ = (sa.UniqueConstraint("paper_id", "seat_id"),)

    paper_id: Mapped[UUID] = mapped_column(sa.ForeignKey("board_paper.id"))
    seat_id: Mapped[UUID] = mapped_column(sa.ForeignKey("board_seat.id"), index=True)
    signed_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(sa.String(64))
    via: Mapped[SignatureVia]

    paper: Mapped[BoardPaper] = relationship(back_populates="signatures")
    seat: Mapped[BoardSeat] = relationship()
