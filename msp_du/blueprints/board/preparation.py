"""A board made ready: what is left to do before it sits, and who stands where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.board.pages import causes_of
from msp_du.blueprints.board.routes import asked_year, bp
from msp_du.blueprints.board.task_words import task_lines
from msp_du.domain.award_gate import GateLine, Requirement
from msp_du.domain.causes import CauseKind
from msp_du.domain.distances import Distance, Threshold
from msp_du.domain.preparation import Order, Sieve, TaskState
from msp_du.domain.vocabulary import EnrolmentState, GateState, ResultCode, Role
from msp_du.extensions import db
from msp_du.models import BoardDecision, Cohort
from msp_du.services import preparation
from msp_du.services.preparation import PreparedRow
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.formatting import mark
from msp_du.web.i18n import _
from msp_du.web.words import label

READERS = (Role.BOARD_MEMBER, Role.COORDINATOR, Role.REGISTRAR)
OBSTACLES = [kind for kind in CauseKind if not kind.value.startswith("gate_")]
Member = TypeVar("Member", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class PreparedLine:
    """A trainee in the list; ``gate`` holds the requirements that are open, with their tags."""

    name: str
    url: str
    state: EnrolmentState
    average: str
    result: ResultCode
    distance: str
    is_near: bool
    gate: Sequence[tuple[str, str]]
    met: str
    causes: Sequence[str]
    decided_on: date | None


@bp.route("/<uuid:cohort_id>/preparation")
@requires(*READERS)
def prepare(cohort_id: UUID) -> ResponseReturnValue:
    """Show what is left to do before the board sits on a year, then its trainees."""
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_read_preparation, cohort)
    number, numbers = asked_year(cohort)
    found = preparation.prepare(db.session(), cohort, number, now=datetime.now(UTC))
    sieve, order = _sieve(), _asked(Order, "tri") or Order.NAME
    kept = found.sifted(sieve, order)
    return render_template(
        "board/prepare.html",
        cohort=cohort,
        number=number,
        numbers=numbers,
        tasks=task_lines(found.tasks, actor, cohort, number),
        left=sum(task.state is not TaskState.DONE for task in found.tasks),
        lines=[_line(each) for each in kept],
        total=len(found.rows),
        sieve=sieve,
        order=order,
        choices={
            "resultat": list(ResultCode),
            "condition": list(Requirement),
            "manque": OBSTACLES,
            "tri": list(Order),
        },
        may_read_board=policies.can_read_board(actor, cohort),
        may_try=policies.can_try_rules(actor, cohort),
        may_receive=policies.can_receive_documents(actor, cohort),
    )


def _sieve() -> Sieve:
    """Return what the address asks for; what it asks for in vain is forgotten."""
    return Sieve(
        result=_asked(ResultCode, "resultat"),
        requirement=_asked(Requirement, "condition"),
        cause=_asked(CauseKind, "manque"),
        is_near=bool(request.args.get("proche")),
    )


def _asked(kind: type[Member], name: str) -> Member | None:
    asked = request.args.get(name, "")
    return next((member for member in kind if member.value == asked), None)


def _line(prepared: PreparedRow) -> PreparedLine:
    row, profile = prepared.row, prepared.profile
    decision = row.basis if isinstance(row.basis, BoardDecision) else None
    return PreparedLine(
        name=row.person.name.display,
        url=url_for(".show_gate", enrolment_id=row.year.enrolment_id),
        state=row.year.enrolment.state,
        average=mark(profile.average),
        result=profile.result,
        distance=_distance(profile.distance) if profile.distance else "–",
        is_near=profile.is_near,
        gate=[(label(line.requirement), _tag(line)) for line in prepared.gate if line.is_open],
        met=_met(prepared.gate),
        causes=[] if isinstance(row.basis, BoardDecision) else causes_of(row.basis),
        decided_on=decision.decided_on if decision else None,
    )


def _tag(line: GateLine) -> str:
    return "refused" if line.state is GateState.FAILED else "todo"


def _met(gate: Sequence[GateLine]) -> str:
    examined = [line for line in gate if line.state is not None]
    return _(
        "%(met)s sur %(total)s",
        met=sum(not line.is_open for line in examined),
        total=len(examined),
    )


def _distance(found: Distance) -> str:
    """Return how far it is, and to what: « 0,34 de UE1.2 à 8 »."""
    points, target = mark(found.points), mark(found.target)
    if found.threshold is Threshold.HONOURS:
        return _("%(points)s jusqu’à la mention %(code)s", points=points, code=found.honours)
    if found.code is None:
        return _("%(points)s jusqu’à %(target)s, année", points=points, target=target)
    return _(
        "%(points)s jusqu’à %(target)s, %(code)s", points=points, target=target, code=found.code
    )
