"""What the pages of a sitting show, in words: its members, its table, its papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.blueprints.board.pages import causes_of
from msp_du.domain import sittings as rules
from msp_du.domain.board_papers import PaperKind
from msp_du.domain.marks import from_hundredths
from msp_du.domain.vocabulary import EnrolmentState, ResultCode
from msp_du.models import Account, BoardPaper, BoardPoints, BoardSitting, SittingDecision
from msp_du.services import board_papers, results, sittings
from msp_du.services.paper_facts import average_of
from msp_du.services.sitting_room import RoomRow
from msp_du.web.formatting import mark, number
from msp_du.web.i18n import _
from msp_du.web.words import label


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A member of the board; ``role`` says president, deputy or neither, ``presence`` is late."""

    id: UUID
    name: str
    quality: str
    role: str
    is_teacher: bool
    has_account: bool
    presence: str

    @property
    def words(self) -> str:
        """The member in one line."""
        parts = [self.name, self.quality] + ([self.role] if self.role else [])
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A trainee on the table, in one line."""

    year_id: UUID
    name: str
    state: EnrolmentState
    average: str
    computed: ResultCode
    causes: list[str]
    decision: SittingDecision | None
    by: str
    points: str
    recused: str
    has_moved: bool
    is_clear: bool
    is_expected: bool
    former: ResultCode | None


@dataclass(frozen=True, slots=True)
class RoomCounts:
    """The table in numbers."""

    total: int
    decided: int
    clear: int
    moved: int

    @property
    def to_see(self) -> int:
        """What is left that the rules alone do not settle."""
        return self.total - self.decided - self.clear


@dataclass(frozen=True, slots=True)
class PointsLine:
    """Points of the board in words; ``unit_code`` is None for those of the year."""

    unit_code: str | None
    words: str
    before: str
    after: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class PaperEdition:
    """One edition of the minutes and of the results, with who signed it."""

    number: int
    minutes: BoardPaper
    results: BoardPaper | None
    signatures: list[tuple[str, datetime]]
    unsigned: list[str]
    may_sign: bool
    is_last: bool


def seat_lines(sitting: BoardSitting) -> list[SeatLine]:
    """Return a line a member, in the order of the nomination."""
    names = {seat.id: seat.name for seat in sitting.seats}
    words = {True: _("oui"), False: _("non"), None: ""}
    return [
        SeatLine(
            id=seat.id,
            name=seat.name,
            quality=seat.quality,
            role=_("préside le jury")
            if seat.is_president
            else _("suppléance de %(name)s", name=names[seat.deputy_of_id])
            if seat.deputy_of_id
            else "",
            is_teacher=seat.is_teacher,
            has_account=seat.account_id is not None,
            presence=words[seat.is_present],
        )
        for seat in sitting.seats
    ]


def warnings(sitting: BoardSitting) -> list[str]:
    """Return what should make the board think twice about who is present."""
    return [label(fault) for fault in rules.faults(sittings.as_rules_see(sitting.seats))]


def room_lines(found: Sequence[RoomRow]) -> list[RoomLine]:
    """Return a line a trainee: what is to be decided first, the clear cases before the others."""
    lines = [_room_line(row) for row in found]
    return sorted(lines, key=_place)


def room_counts(lines: Sequence[RoomLine]) -> RoomCounts:
    """Count the years that the board must speak of, or spoke of."""
    counted = [line for line in lines if line.is_expected or line.decision]
    return RoomCounts(
        total=len(counted),
        decided=sum(line.decision is not None for line in counted),
        clear=sum(line.is_clear for line in counted),
        moved=sum(line.has_moved for line in counted),
    )


def points_words(points: BoardPoints) -> str:
    """Return points in a few words: « +0,25 UE1.2 »."""
    value = number(from_hundredths(points.hundredths))
    if points.unit_code is None:
        return _("+%(value)s sur l’année", value=value)
    return _("+%(value)s en %(unit)s", value=value, unit=points.unit_code)


def points_lines(session: Session, row: RoomRow) -> list[PointsLine]:
    """Return the points that a year got, each with the average before and after."""
    if not row.points:
        return []
    unaided = results.readings(session, [row.year])[row.year.id].outcome
    return [
        PointsLine(
            unit_code=points.unit_code,
            words=points_words(points),
            before=mark(average_of(unaided, points.unit_code)),
            after=mark(average_of(row.reading.outcome, points.unit_code)),
            reason=points.reason,
            by=points.account.display_name if points.account else "–",
        )
        for points in row.points
    ]


def average_lines(row: RoomRow) -> list[tuple[str, str]]:
    """Return each average that points may be added to, with its name."""
    outcome = row.reading.outcome
    units = [(unit.code, mark(unit.average)) for unit in outcome.units]
    return [(_("Moyenne de l’année"), mark(outcome.average)), *units]


def paper_editions(
    session: Session, sitting: BoardSitting, papers: Sequence[BoardPaper], actor: Account
) -> list[PaperEdition]:
    """Return the editions of a sitting's papers, the last one first."""
    minutes = [paper for paper in papers if paper.kind is PaperKind.MINUTES]
    return [
        _edition(session, sitting, paper, papers, actor, is_last=paper is minutes[0])
        for paper in minutes
    ]


def _edition(
    session: Session,
    sitting: BoardSitting,
    paper: BoardPaper,
    papers: Sequence[BoardPaper],
    actor: Account,
    *,
    is_last: bool,
) -> PaperEdition:
    missing = board_papers.unsigned(session, sitting, paper) if is_last else []
    return PaperEdition(
        number=paper.edition,
        minutes=paper,
        results=next(
            (
                each
                for each in papers
                if each.kind is PaperKind.RESULTS_LIST and each.edition == paper.edition
            ),
            None,
        ),
        signatures=[(each.seat.name, each.signed_at) for each in paper.signatures],
        unsigned=[seat.name for seat in missing],
        may_sign=paper.file_id is not None and actor.id in {seat.account_id for seat in missing},
        is_last=is_last,
    )


def _room_line(row: RoomRow) -> RoomLine:
    enrolment, decision = row.year.enrolment, row.decision
    return RoomLine(
        year_id=row.year.id,
        name=enrolment.person.name.display,
        state=enrolment.state,
        average=mark(row.reading.outcome.average),
        computed=row.reading.outcome.result,
        causes=causes_of(row.reading),
        decision=decision,
        by=decision.account.display_name if decision and decision.account else "",
        points=", ".join(points_words(one) for one in row.points),
        recused=", ".join(seat.name for seat in row.recused),
        has_moved=row.has_moved,
        is_clear=row.is_clear,
        is_expected=row.is_expected,
        former=row.former.result if row.former else None,
    )


def _place(line: RoomLine) -> int:
    if line.has_moved:
        return 0
    if line.decision is not None:
        return 3
    if not line.is_expected:
        return 4
    return 1 if line.is_clear else 2
