"""What the columns of a file of marks may be: the assessments of one module, or of a cohort."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from msp_du.domain import curriculum as rules
from msp_du.domain.double_marking import THIRD, TWO, double_marked
from msp_du.files.marks_headers import SECOND, Wanted, of_examiner
from msp_du.models import Account, Cohort, Enrolment, EnrolmentYear, Module, Unit
from msp_du.policies import can_mark
from msp_du.services import curricula
from msp_du.services.year_marks import FIRST_EXAMINER

SESSIONS = (1, 2)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which marks a file may bring: all of a cohort, or one session of one of its modules."""

    cohort: Cohort
    module: Module | None = None
    session_number: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """The column of a sheet; ``assessment_id`` is None for a module passed or failed.

    ``examiner`` is None where several mark and the file does not say whose marks it brings.
    """

    module: Module
    session_number: int
    assessment_id: UUID | None
    is_allowed: bool
    examiner: int | None = FIRST_EXAMINER


@dataclass(frozen=True, slots=True)
class Target:
    """What a column of the file may be; two versions of a curriculum may share its code."""

    wanted: Wanted
    slots: tuple[Slot, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether whoever imports may mark any of it."""
        return any(slot.is_allowed for slot in self.slots)


def targets(session: Session, scope: Scope, actor: Account) -> dict[str, Target]:
    """Return what the columns may be, by code; one statement for a cohort, none for a module."""
    modules = [scope.module] if scope.module else _modules(session, scope.cohort)
    sessions = [scope.session_number] if scope.session_number else SESSIONS
    found: dict[str, list[tuple[Wanted, Slot]]] = {}
    for module in modules:
        is_allowed = can_mark(actor, scope.cohort, module)
        for wanted, slot in _of_module(module, sessions, is_allowed=is_allowed):
            found.setdefault(wanted.code, []).append((wanted, slot))
    return {
        code: Target(
            Wanted(code, tuple({name: None for wanted, _slot in each for name in wanted.names})),
            tuple(slot for _wanted, slot in each),
        )
        for code, each in found.items()
    }


def _of_module(
    module: Module, sessions: Sequence[int], *, is_allowed: bool
) -> Iterator[tuple[Wanted, Slot]]:
    content = curricula.content_of(module.unit.curriculum_version)
    place, apart = content.place_of(module.code), double_marked(content)
    ids = {assessment.code: assessment.id for assessment in module.assessments}
    assessments = place.module.assessments if place.module else ()
    for number in sessions:
        suffix = SECOND if number == 2 else ""
        for each in assessments:
            names = tuple(f"{name}{suffix}" for name in _names(each))
            wanted = Wanted(f"{each.code}{suffix}", names)
            slot = Slot(module, number, ids[each.code], is_allowed)
            if each.code in apart:
                yield from _apart(wanted, slot)
            else:
                yield wanted, slot
        if not assessments and number == 1:
            yield Wanted(module.code, _titles(module)), Slot(module, 1, None, is_allowed)


def _apart(wanted: Wanted, slot: Slot) -> Iterator[tuple[Wanted, Slot]]:
    """Yield the columns of each examiner, and the one that does not say whose it is."""
    yield wanted, replace(slot, examiner=None)
    for number in (*TWO, THIRD):
        names = tuple(of_examiner(name, number) for name in wanted.names)
        of_one = Wanted(of_examiner(wanted.code, number), names)
        yield of_one, replace(slot, examiner=number)


def _names(assessment: rules.Assessment) -> tuple[str, ...]:
    title = assessment.title
    return tuple(text for text in (title.fr, title.en) if text) if title else ()


def _titles(module: Module) -> tuple[str, ...]:
    return tuple(text for text in (module.title_fr, module.title_en) if text)


def _modules(session: Session, cohort: Cohort) -> Sequence[Module]:
    followed = (
        select(EnrolmentYear.curriculum_version_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id)
    )
    statement = (
        select(Module)
        .join(Unit, Unit.id == Module.unit_id)
        .where(
            or_(
                Unit.curriculum_version_id == cohort.curriculum_version_id,
                Unit.curriculum_version_id.in_(followed),
            )
        )
        .order_by(Unit.year_number, Unit.position, Module.position, Module.id)
        .options(
            joinedload(Module.unit).joinedload(Unit.curriculum_version),
            joinedload(Module.assessments),
        )
    )
    return session.execute(statement).unique().scalars().all()
