"""What the papers of a sitting will print, gathered when it is closed and when it is corrected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from msp_du.domain.board_papers import (
    DecisionLine,
    LetterFacts,
    Meeting,
    MemberLine,
    MinutesFacts,
    PaperFacts,
    PointsLine,
    RecusalLine,
    paragraphs,
    printed_texts,
)
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.decisions import DecisionFacts, diploma_of
from msp_du.domain.marks import from_hundredths, shown
from msp_du.domain.results import YearOutcome
from msp_du.models import BoardDecision, BoardSeat, BoardSitting, EnrolmentYear
from msp_du.services import curricula, decisions, document_facts, results, sittings
from msp_du.services.document_facts import Edition
from msp_du.services.entitlements import decided_years
from msp_du.services.sitting_room import RoomRow

Kind = TypeVar("Kind", bound=PaperFacts)
Explain = Callable[[DecisionFacts, Curriculum], Sequence[str]]
"""Says in French, a sentence a cause, what stood against a year."""


@dataclass(frozen=True, slots=True)
class Printing:
    """The day of an edition, and how its causes are said."""

    edition: Edition
    explain: Explain


def meeting_of(sitting: BoardSitting, number: int, edition: Edition, year: str) -> Meeting:
    """Return which sitting and which edition a paper is of; ``year`` labels the academic year."""
    curriculum = curricula.content_of(sitting.cohort.curriculum_version)
    return Meeting(
        reference=sitting.reference,
        sits_on=sitting.sits_on,
        cohort=sitting.cohort.code,
        year=sitting.year_number,
        academic_year=year,
        title=curriculum.title.fr,
        edition=number,
        edition_on=edition.today,
        is_specimen=edition.is_specimen,
    )


def minutes(
    session: Session,
    sitting: BoardSitting,
    found: Sequence[RoomRow],
    made: Mapping[UUID, BoardDecision],
    printing: Printing,
) -> MinutesFacts:
    """Return what the first edition of the minutes prints.

    ``found`` are the rows on the table when the sitting was closed, ``made`` the decisions that
    came of them, by year. Raises RuleViolation DOCUMENT_SIGN_MISSING, as every paper does.
    """
    decided = [row for row in found if row.year.id in made]
    unaided = results.readings(session, [row.year for row in decided if row.points])
    honours = honours_of(session, [row.year for row in decided])
    labels = sorted({row.year.academic_year.label for row in decided})
    facts = MinutesFacts(
        issuer=document_facts.letterhead_of(session, sitting.cohort.institution),
        meeting=meeting_of(sitting, 1, printing.edition, ", ".join(labels)),
        order_reference=sitting.order_reference,
        order_on=sitting.order_on,
        curriculum_references=tuple(
            sorted({row.reading.curriculum.reference.replace("@", " ") for row in decided})
        ),
        members=_members(sittings.seats_of(session, sitting)),
        recusals=_recusals(found),
        lines=tuple(
            line(
                made[row.year.id],
                row.year,
                _points(row, unaided[row.year.id].outcome) if row.points else (),
                honours.get(row.year.id),
            )
            for row in decided
        ),
        deferred=tuple(
            _name(row.year) for row in found if row.year.id not in made and row.is_expected
        ),
        changes=(),
    )
    return checked(facts)


def line(
    decision: BoardDecision,
    year: EnrolmentYear,
    points: tuple[PointsLine, ...],
    honours: str | None,
) -> DecisionLine:
    """Return what is printed of a decision."""
    facts = decisions.facts_of(decision)
    return DecisionLine(
        key=str(year.id),
        name=_name(year),
        number=year.enrolment.person.student_number,
        session=facts.session,
        average=_shown(facts.average),
        computed=facts.computed,
        result=facts.result,
        ects=facts.ects,
        may_progress=facts.goes_on,
        honours=honours,
        derogation=facts.derogation,
        points=points,
    )


def honours_of(session: Session, years: Sequence[EnrolmentYear]) -> dict[UUID, str]:
    """Return the honours that the diploma gets with these years, in words, where it gets some."""
    found = decided_years(session, [year.enrolment_id for year in years])
    honours = {}
    for year in years:
        curriculum = curricula.content_of(year.curriculum_version)
        if year.year_number == max(each.number for each in curriculum.years):
            decided = found[year.enrolment_id]
            outcome = diploma_of(curriculum, {key: each.facts for key, each in decided.items()})
            if words := document_facts.honours_in_words(outcome):
                honours[year.id] = words
    return honours


def letter(
    decision: BoardDecision,
    year: EnrolmentYear,
    minutes_facts: MinutesFacts,
    explain: Explain,
) -> LetterFacts | None:
    """Return what somebody's letter prints; None while the ways of appeal are not written."""
    appeal = paragraphs(year.enrolment.cohort.institution.appeal_text or "")
    if not appeal:
        return None
    meeting = replace(minutes_facts.meeting, academic_year=year.academic_year.label)
    curriculum = curricula.content_of(year.curriculum_version)
    facts = LetterFacts(
        issuer=minutes_facts.issuer,
        meeting=meeting,
        signed_by=minutes_facts.presiding,
        holder=document_facts.holder_of(year.enrolment.person),
        line=next(each for each in minutes_facts.lines if each.key == str(year.id)),
        causes=tuple(explain(decisions.facts_of(decision), curriculum)),
        appeal=appeal,
        corrects=any(change.edition == meeting.edition for change in minutes_facts.changes),
    )
    return checked(facts)


def checked(facts: Kind) -> Kind:
    """Return facts that the documents' font prints whole; DOCUMENT_SIGN_MISSING else."""
    document_facts.check_signs(printed_texts(facts))
    return facts


def _members(seats: Sequence[BoardSeat]) -> tuple[MemberLine, ...]:
    names = {seat.id: seat.name for seat in seats}
    members = {seat.id for seat in sittings.members_of(seats)}
    return tuple(
        MemberLine(
            name=seat.name,
            quality=seat.quality,
            is_president=seat.is_president,
            is_teacher=seat.is_teacher,
            deputy_of=names[seat.deputy_of_id] if seat.deputy_of_id else None,
            is_present=seat.id in members,
        )
        for seat in seats
    )


def _recusals(found: Sequence[RoomRow]) -> tuple[RecusalLine, ...]:
    return tuple(RecusalLine(seat.name, _name(row.year)) for row in found for seat in row.recused)


def _points(row: RoomRow, unaided: YearOutcome) -> tuple[PointsLine, ...]:
    return tuple(
        PointsLine(
            unit=points.unit_code,
            value=from_hundredths(points.hundredths),
            before=_shown(average_of(unaided, points.unit_code)),
            after=_shown(average_of(row.reading.outcome, points.unit_code)),
            reason=points.reason,
        )
        for points in row.points
    )


def average_of(outcome: YearOutcome, unit_code: str | None) -> Fraction | None:
    """Return the average of a unit, or of the year when no unit is named."""
    if unit_code is None:
        return outcome.average
    return next(unit.average for unit in outcome.units if unit.code == unit_code)


def _name(year: EnrolmentYear) -> str:
    return year.enrolment.person.name.civil


def _shown(average: Fraction | None) -> str | None:
    return None if average is None else shown(average)
