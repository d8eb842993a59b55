"""What a sitting prints: minutes, results by number, letters; frozen before they are made."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeAlias

from msp_du.domain import frozen_facts
from msp_du.domain.documents import Holder, Issuer
from msp_du.domain.vocabulary import ResultCode


class PaperKind(StrEnum):
    """What is printed of a sitting."""

    MINUTES = "minutes"
    RESULTS_LIST = "results_list"
    LETTER = "letter"


class PaperState(StrEnum):
    """Whether a paper waits for the ways of appeal, is being made, or can be read."""

    WAITING = "waiting"
    PENDING = "pending"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Which sitting a paper is of, and which edition of it; averages are shown on 20."""

    reference: str
    sits_on: date
    cohort: str
    year: int
    academic_year: str
    title: str
    """Title of the diploma."""
    edition: int
    edition_on: date
    is_specimen: bool


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of the board; ``deputy_of`` is the name of the member they stand in for."""

    name: str
    quality: str
    is_president: bool
    is_teacher: bool
    deputy_of: str | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class RecusalLine:
    """A member who took no part in what concerns somebody."""

    member: str
    trainee: str


@dataclass(frozen=True, slots=True)
class PointsLine:
    """Points added to a unit's average, or to the year's (``unit`` None), before and after."""

    unit: str | None
    value: Decimal
    before: str | None
    after: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What was decided of somebody; averages as shown, with a point: ``12.40``."""

    key: str
    """Id of the year, by which a new edition finds the line; never printed."""
    name: str
    number: str | None
    session: int
    average: str | None
    computed: ResultCode
    result: ResultCode
    ects: Decimal
    may_progress: bool
    honours: str | None
    derogation: str | None
    points: tuple[PointsLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What an edition changed: what was written wrong of somebody, and what it is."""

    edition: int
    name: str
    former: ResultCode
    result: ResultCode
    reason: str


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Everything that the minutes print; ``deferred`` are those not decided on."""

    issuer: Issuer
    meeting: Meeting
    order_reference: str
    order_on: date
    curriculum_references: tuple[str, ...]
    members: tuple[MemberLine, ...]
    recusals: tuple[RecusalLine, ...]
    lines: tuple[DecisionLine, ...]
    deferred: tuple[str, ...]
    changes: tuple[ChangeLine, ...]

    @property
    def presiding(self) -> MemberLine:
        """Who presided: the president, or the deputy in that seat."""
        president = next(member for member in self.members if member.is_president)
        if president.is_present:
            return president
        deputies = (member for member in self.members if member.deputy_of == president.name)
        return next((deputy for deputy in deputies if deputy.is_present), president)


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A student number, and what was decided; no name, no mark."""

    number: str
    result: ResultCode
    may_progress: bool


@dataclass(frozen=True, slots=True)
class ResultsFacts:
    """Everything that the list by number prints; whoever has no number is only counted."""

    issuer: Issuer
    meeting: Meeting
    lines: tuple[ResultLine, ...]
    without_number: int


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything that somebody's letter prints; ``appeal`` are paragraphs.

    ``signed_by`` is who presided: the president, or the deputy in that seat.
    """

    issuer: Issuer
    meeting: Meeting
    signed_by: MemberLine
    holder: Holder
    line: DecisionLine
    causes: tuple[str, ...]
    appeal: tuple[str, ...]
    corrects: bool


PaperFacts: TypeAlias = MinutesFacts | ResultsFacts | LetterFacts

_KINDS: Final[dict[PaperKind, type[PaperFacts]]] = {
    PaperKind.MINUTES: MinutesFacts,
    PaperKind.RESULTS_LIST: ResultsFacts,
    PaperKind.LETTER: LetterFacts,
}


def canonical(kind: PaperKind, facts: PaperFacts) -> str:
    """Return the facts as canonical JSON."""
    return frozen_facts.write(facts, form=_form(kind))


def read(kind: PaperKind, text: str) -> PaperFacts:
    """Return the facts of a paper; raises UnreadableFacts for anything else."""
    return frozen_facts.read(_KINDS[kind], text, form=_form(kind))


def paragraphs(text: str) -> tuple[str, ...]:
    r"""Return the paragraphs of a text, parted by empty lines.

    >>> paragraphs("Recours gracieux.\n\nTribunal :\ndeux mois.")
    ('Recours gracieux.', 'Tribunal : deux mois.')
    """
    parts = text.replace("\r\n", "\n").split("\n\n")
    return tuple(" ".join(part.split()) for part in parts if part.strip())


def printed_texts(facts: PaperFacts) -> Iterator[str]:
    """Give every text of the facts: each must be printable whole (``pdf.fonts``)."""
    return _texts(dataclasses.astuple(facts))


def corrected(
    former: MinutesFacts, meeting: Meeting, line: DecisionLine, reason: str
) -> MinutesFacts:
    """Return the minutes of a new edition, which names what one line changes and why."""
    old = next(each for each in former.lines if each.key == line.key)
    change = ChangeLine(meeting.edition, line.name, old.result, line.result, reason)
    return dataclasses.replace(
        former,
        meeting=meeting,
        lines=tuple(line if each.key == line.key else each for each in former.lines),
        changes=(*former.changes, change),
    )


def results_of(minutes: MinutesFacts) -> ResultsFacts:
    """Return the list by number of what the minutes say, in the order of the numbers."""
    numbered = [
        ResultLine(line.number, line.result, line.may_progress)
        for line in minutes.lines
        if line.number
    ]
    return ResultsFacts(
        issuer=minutes.issuer,
        meeting=minutes.meeting,
        lines=tuple(sorted(numbered, key=lambda line: line.number)),
        without_number=len(minutes.lines) - len(numbered),
    )


def _form(kind: PaperKind) -> str:
    return f"msp-du/board-{kind.value.replace('_', '-')}@1"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
