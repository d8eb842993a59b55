"""A sitting of the examination board: who sits, what is said of each year before it is closed."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from msp_du.domain.sittings import LONGEST_REASON, SittingState
from msp_du.domain.vocabulary import ResultCode
from msp_du.models.accounts import Account
from msp_du.models.base import Base, Identified, Versioned
from msp_du.models.cohorts import Cohort, EnrolmentYear


class BoardSitting(Versioned, Base):
    """A meeting of the board over one year of a cohort, appointed beforehand.

    ``reference`` is that of its minutes, the order that of the appointment. Any act of the sitting
    makes ``revision`` grow, which is how two machines in the room know of each other. Trainees see
    what was decided from ``publish_at`` on.
    """

    __tablename__ = "board_sitting"
    __table_args__ = (
        sa.UniqueConstraint("id", "institution_id"),
        sa.UniqueConstraint("institution_id", "reference"),
        sa.ForeignKeyConstraint(
            ["cohort_id", "institution_id"], ["cohort.id", "cohort.institution_id"]
        ),
        sa.CheckConstraint("year_number >= 1", name="year_number"),
        sa.CheckConstraint(
            "(state = 'published') = (publish_at IS NOT NULL)"
            " AND (state IN ('closed', 'published')) = (closed_at IS NOT NULL)",
            name="moments",
        ),
        sa.Index(
            "uq_board_sitting_open",
            "cohort_id",
            "year_number",
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        ),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"))
    cohort_id: Mapped[UUID] = mapped_column(index=True)
    year_number: Mapped[int]
    sits_on: Mapped[date]
    reference: Mapped[str] = mapped_column(sa.String(60))
    order_reference: Mapped[str] = mapped_column(sa.String(60))
    order_on: Mapped[date]
    gates_close_on: Mapped[date | None]
    state: Mapped[SittingState] = mapped_column(default=SittingState.PREPARED)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    publish_at: Mapped[datetime | None]

    cohort: Mapped[Cohort] = relationship(
        primaryjoin="BoardSitting.cohort_id == Cohort.id", foreign_keys=[cohort_id]
    )
    seats: Mapped[list["BoardSeat"]] = relationship(
        order_by="BoardSeat.position", back_populates="sitting"
    )


class BoardSeat(Identified, Base):
    """A member of the board, or the deputy of one; ``is_present`` is None before it sits."""

    __tablename__ = "board_seat"
    __table_args__ = (
        sa.UniqueConstraint("sitting_id", "position"),
        sa.UniqueConstraint("sitting_id", "account_id"),
        sa.CheckConstraint("deputy_of_id IS NULL OR NOT is_president", name="deputy"),
        sa.Index(
            "uq_board_seat_president",
            "sitting_id",
            unique=True,
            sqlite_where=sa.text("is_president"),
            postgresql_where=sa.text("is_president"),
        ),
    )

    sitting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("board_sitting.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    quality: Mapped[str] = mapped_column(sa.String(120))
    is_president: Mapped[bool] = mapped_column(default=False)
    is_teacher: Mapped[bool] = mapped_column(default=False)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    deputy_of_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("board_seat.id"), index=True)
    is_present: Mapped[bool | None]

    sitting: Mapped[BoardSitting] = relationship(back_populates="seats")
    account: Mapped[Account | None] = relationship()


class BoardRecusal(Identified, Base):
    """A member who takes no part in what is decided of one year."""

    __tablename__ = "board_recusal"
    __table_args__ = (sa.UniqueConstraint("seat_id", "enrolment_year_id"),)

    seat_id: Mapped[UUID] = mapped_column(sa.ForeignKey("board_seat.id"))
    enrolment_year_id: Mapped[UUID] = mapped_column(sa.ForeignKey("enrolment_year.id"), index=True)
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    recorded_at: Mapped[datetime]

    seat: Mapped[BoardSeat] = relationship()


def _of_a_sitting() -> tuple[sa.Constraint, ...]:
    return tuple(
        sa.ForeignKeyConstraint(
            [f"{name}_id", "institution_id"], [f"{table}.id", f"{table}.institution_id"]
        )
        for name, table in (
            ("sitting", "board_sitting"),
            ("enrolment_year", "enrolment_year"),
        )
    )


class SittingDecision(Versioned, Base):
    """What the board means to decide of a year, until the sitting is closed.

    ``seen`` is the digest of the results that were on the screen, ``derogation`` the reason for
    going against them.
    """

    __tablename__ = "sitting_decision"
    __table_args__ = (
        *_of_a_sitting(),
        sa.UniqueConstraint("sitting_id", "enrolment_year_id"),
        sa.CheckConstraint("result IN ('ADM', 'ADJ', 'AJ', 'DEF')", name="result"),
        sa.CheckConstraint("may_progress OR result IN ('AJ', 'DEF')", name="may_progress"),
    )

    institution_id: Mapped[UUID]
    sitting_id: Mapped[UUID]
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    result: Mapped[ResultCode]
    may_progress: Mapped[bool]
    derogation: Mapped[str | None] = mapped_column(sa.String(LONGEST_REASON))
    seen: Mapped[str] = mapped_column(sa.String(64))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    decided_at: Mapped[datetime]

    enrolment_year: Mapped[EnrolmentYear] = relationship(
        primaryjoin="SittingDecision.enrolment_year_id == EnrolmentYear.id",
        foreign_keys=[enrolment_year_id],
    )
    account: Mapped[Account | None] = relationship()


class BoardPoints(Identified, Base):
    """Points that the board adds to a unit's average, or to the year's; no mark is touched."""

    __tablename__ = "board_points"
    __table_args__ = (
        *_of_a_sitting(),
        sa.CheckConstraint("hundredths BETWEEN 1 AND 2000", name="hundredths"),
        *(
            sa.Index(
                f"uq_board_points_of_{name}",
                *columns,
                unique=True,
                sqlite_where=sa.text(condition),
                postgresql_where=sa.text(condition),
            )
            for name, columns, condition in (
                ("unit", ("sitting_id", "enrolment_year_id", "unit_code"), "unit_code IS NOT NULL"),
                ("year", ("sitting_id", "enrolment_year_id"), "unit_code IS NULL"),
            )
        ),
    )

    institution_id: Mapped[UUID]
    sitting_id: Mapped[UUID] = mapped_column(index=True)
    enrolment_year_id: Mapped[UUID] = mapped_column(index=True)
    unit_code: Mapped[str | None] = mapped_column(sa.String(40))
    hundredths: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(LONGEST_REASON))
    account_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("account.id"), index=True)
    given_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship()
