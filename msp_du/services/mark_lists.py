"""Which modules there are to mark, cohort by cohort, by whom, and how far each is."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from msp_du.domain.double_marking import double_marked
from msp_du.domain.vocabulary import Role
from msp_du.models import (
    Account,
    Cohort,
    Enrolment,
    EnrolmentYear,
    Institution,
    Module,
    RoleGrant,
    Unit,
)
from msp_du.policies import active_grants, can_manage_cohort, can_mark, cohort_scope
from msp_du.services import curricula, mark_counts, module_states, third_marks
from msp_du.services.module_states import UNTOUCHED, ModuleState
from msp_du.services.third_marks import NO_THIRDS, Place

Named: TypeAlias = Mapping[Place, Sequence[str]]
"""Who is named for each module of each cohort, by name."""
NOBODY: Final[Named] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module in a cohort: marks of session 1 entered and expected, and who is named for it.

    Nothing is expected while nobody follows the year, nor of whom a credit covers the module.
    Where two examiners mark, both are; ``thirds`` counts the works for which a third mark is
    asked and not there. ``state`` is that of session 1.
    """

    module: Module
    year_number: int
    entered: int
    expected: int
    markers: tuple[str, ...]
    thirds: int = 0
    state: ModuleState = UNTOUCHED

    @property
    def is_done(self) -> bool:
        """Whether every mark that is expected is there."""
        return 0 < self.expected <= self.entered

    @property
    def is_due(self) -> bool:
        """Whether marks are still to be entered, and nobody has said that there are no more."""
        return self.entered < self.expected and not self.state.is_finished

    def is_late(self, today: date) -> bool:
        """Tell whether marks are still due after their day."""
        due_on = self.state.due_on
        return self.is_due and due_on is not None and due_on < today


@dataclass(frozen=True, slots=True)
class CohortLines:
    """The modules of a cohort, in the order of the curriculum."""

    cohort: Cohort
    institution_name: str
    lines: tuple[ModuleLine, ...]


def find_module(session: Session, cohort: Cohort, module_id: UUID) -> Module | None:
    """Return a module that the cohort follows, with its unit, version and assessments."""
    followed = (
        select(EnrolmentYear.curriculum_version_id)
        .join(Enrolment, Enrolment.id == EnrolmentYear.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id)
    )
    statement = (
        select(Module)
        .join(Unit, Unit.id == Module.unit_id)
        .where(
            Module.id == module_id,
            or_(
                Unit.curriculum_version_id == cohort.curriculum_version_id,
                Unit.curriculum_version_id.in_(followed),
            ),
        )
        .options(
            joinedload(Module.unit).joinedload(Unit.curriculum_version),
            joinedload(Module.assessments),
        )
    )
    return session.execute(statement).unique().scalar_one_or_none()


def to_mark(session: Session, actor: Account) -> list[CohortLines]:
    """List the modules that the account is named for, the latest cohort first; ten statements.

    Those that it coordinates stand in ``coordinated``, with who is named for each.
    """
    grants = [g for g in active_grants(actor, Role.TUTOR) if g.module_id is not None]
    whole = {grant.institution_id for grant in grants if grant.cohort_id is None}
    single = {grant.cohort_id for grant in grants if grant.cohort_id is not None}
    found = _of_cohorts(
        session, _cohorts(session, whole, single), only={g.module_id for g in grants}
    )
    mine = [
        CohortLines(
            each.cohort,
            each.institution_name,
            tuple(line for line in each.lines if can_mark(actor, each.cohort, line.module)),
        )
        for each in found
        if not can_manage_cohort(actor, each.cohort)
    ]
    return [each for each in mine if each.lines]


def coordinated(session: Session, actor: Account, *, now: datetime) -> list[CohortLines]:
    """List every module of the cohorts that the account coordinates; eleven statements."""
    cohorts = _coordinated(session, actor)
    named = _named(session, [cohort.id for cohort, _name in cohorts], now=now)
    return _of_cohorts(session, cohorts, named=named)


def counted(session: Session, actor: Account) -> list[CohortLines]:
    """List what ``coordinated`` does, with neither states nor who is named; seven statements."""
    return _of_cohorts(session, _coordinated(session, actor), with_states=False)


def named_by_code(session: Session, cohort: Cohort, *, now: datetime) -> dict[str, Sequence[str]]:
    """Return who is named for modules of a cohort, by the module's code; two statements."""
    named = {
        module: names for (_cohort, module), names in _named(session, [cohort.id], now=now).items()
    }
    codes = select(Module.id, Module.code).where(Module.id.in_(named))
    return {code: named[module] for module, code in session.execute(codes)}


def _coordinated(session: Session, actor: Account) -> list[tuple[Cohort, str]]:
    return _cohorts(session, *cohort_scope(actor, Role.COORDINATOR))


def _cohorts(
    session: Session, whole: Collection[UUID], single: Collection[UUID | None]
) -> list[tuple[Cohort, str]]:
    statement = (
        select(Cohort, Institution.name)
        .join(Institution, Institution.id == Cohort.institution_id)
        .where(or_(Cohort.institution_id.in_(whole), Cohort.id.in_(single)))
        .order_by(Institution.name, Cohort.created_at.desc(), Cohort.code)
    )
    return [(cohort, name) for cohort, name in session.execute(statement)]


def _of_cohorts(
    session: Session,
    cohorts: Collection[tuple[Cohort, str]],
    *,
    only: Collection[UUID | None] | None = None,
    named: Named = NOBODY,
    with_states: bool = True,
) -> list[CohortLines]:
    if not cohorts:
        return []
    ids = [cohort.id for cohort, _name in cohorts]
    people = mark_counts.people(session, ids)
    versions = {cohort.curriculum_version_id for cohort, _name in cohorts}
    versions |= {version_id for _cohort_id, version_id, _number in people}
    modules = _modules(session, versions, only)
    entered, credited = mark_counts.entered(session, ids), mark_counts.credited(session, ids)
    thirds = third_marks.counts(session, ids, {one for each in modules for one in each.apart})
    states = module_states.of_cohorts(session, ids) if with_states else {}

    def line(cohort: Cohort, found: _Module) -> ModuleLine:
        enrolled = people.get((cohort.id, found.version_id, found.year_number), 0)
        place = (cohort.id, found.module.id)
        third = thirds.get(place, NO_THIRDS)
        marked = enrolled - credited.get(place, 0)
        return ModuleLine(
            module=found.module,
            year_number=found.year_number,
            entered=entered.get(place, 0),
            expected=marked * found.columns + third.given + third.missing,
            markers=tuple(named.get(place, ())),
            thirds=third.missing,
            state=states.get(place, UNTOUCHED),
        )

    def follows(cohort: Cohort, found: _Module) -> bool:
        own = found.version_id == cohort.curriculum_version_id
        return own or (cohort.id, found.version_id, found.year_number) in people

    return [
        CohortLines(
            cohort, name, tuple(line(cohort, each) for each in modules if follows(cohort, each))
        )
        for cohort, name in cohorts
    ]


@dataclass(frozen=True, slots=True)
class _Module:
    """A module, how many marks each trainee gets in it, its assessments that two mark."""

    module: Module
    version_id: UUID
    year_number: int
    columns: int
    apart: frozenset[UUID]


def _modules(
    session: Session, version_ids: Collection[UUID], only: Collection[UUID | None] | None
) -> list[_Module]:
    statement = (
        select(Module, Unit.curriculum_version_id, Unit.year_number)
        .join(Unit, Unit.id == Module.unit_id)
        .where(Unit.curriculum_version_id.in_(version_ids))
        .order_by(Unit.curriculum_version_id, Unit.year_number, Unit.position, Module.position)
        .options(selectinload(Module.assessments))
    )
    if only is not None:
        statement = statement.where(Module.id.in_(only))
    contents = curricula.contents(session, version_ids)
    twice = {version_id: double_marked(content) for version_id, content in contents.items()}
    found = []
    for module, version_id, number in session.execute(statement):
        apart = {each.id for each in module.assessments if each.code in twice[version_id]}
        columns = len(module.assessments) + len(apart)
        found.append(_Module(module, version_id, number, columns or 1, frozenset(apart)))
    return found


def _named(session: Session, cohort_ids: Collection[UUID], *, now: datetime) -> Named:
    """Return who is named for each module of each cohort, by name."""
    statement = (
        select(RoleGrant, Account.display_name)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.role == Role.TUTOR,
            RoleGrant.cohort_id.in_(cohort_ids),
            RoleGrant.module_id.is_not(None),
            Account.disabled_at.is_(None),
        )
        .order_by(Account.display_name)
    )
    found: defaultdict[Place, list[str]] = defaultdict(list)
    for grant, name in session.execute(statement):
        if grant.is_active(now) and grant.cohort_id is not None and grant.module_id is not None:
            found[grant.cohort_id, grant.module_id].append(name)
    return found
