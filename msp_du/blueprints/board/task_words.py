"""What is left to do before a board sits, in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from msp_du import policies
from msp_du.domain.award_gate import Requirement
from msp_du.domain.placement_documents import PlacementPaper
from msp_du.domain.preparation import Shortfall, Step, Task, TaskKind, TaskState
from msp_du.models import Account, Cohort
from msp_du.services.preparation_sheets import RESIT
from msp_du.web.formatting import hours
from msp_du.web.i18n import _, ngettext
from msp_du.web.words import label

SHOWN = 3
"""How many steps of a task are shown before « Voir les autres »."""
_TAGS = {TaskState.DONE: "done", TaskState.OPEN: "todo", TaskState.BLOCKED: "refused"}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in words; ``url`` is empty for who cannot do it."""

    title: str
    url: str
    state: str
    tag: str
    steps: Sequence[str]
    more: Sequence[str]


def task_lines(
    found: Sequence[Task], actor: Account, cohort: Cohort, number: int
) -> list[TaskLine]:
    """Return a line a task, what is left first."""
    ordered = sorted(found, key=lambda task: task.state is TaskState.DONE)
    return [_line(task, actor, cohort, number) for task in ordered]


def _line(task: Task, actor: Account, cohort: Cohort, number: int) -> TaskLine:
    steps = [_STEPS[task.kind](step) for step in task.steps]
    return TaskLine(
        title=label(task.kind),
        url=_url(task, actor, cohort, number) if task.steps else "",
        state=label(task.state),
        tag=_TAGS[task.state],
        steps=steps[:SHOWN],
        more=steps[SHOWN:],
    )


def _url(task: Task, actor: Account, cohort: Cohort, number: int) -> str:
    """Return where the task is done, or who it is about is listed."""
    if task.kind is TaskKind.DOCUMENTS and policies.can_receive_documents(actor, cohort):
        return url_for(".receive_documents", cohort_id=cohort.id, annee=number)
    if task.kind in _SHEETS and policies.can_manage_cohort(actor, cohort):
        return url_for("marks.list_marks")
    if task.kind is TaskKind.SITTING and policies.can_prepare_board(actor, cohort):
        is_planned = task.steps[0].subject == Shortfall.PRESIDENT
        page = ".show_board" if is_planned else ".prepare_sitting"
        return url_for(page, cohort_id=cohort.id, annee=number)
    requirement = _ABOUT.get(task.kind)
    if requirement is None:
        return ""
    return url_for(
        ".prepare",
        cohort_id=cohort.id,
        annee=number,
        condition=requirement.value,
        _anchor="dossiers",
    )


def _marks(step: Step) -> str:
    left = ngettext(
        "%(code)s : une note",
        "%(code)s : %(num)s notes",
        step.left,
        code=step.subject,
    )
    if step.is_blocked:
        return _("%(left)s, personne n’est nommé pour ce module", left=left)
    return _("%(left)s, à saisir par %(names)s", left=left, names=", ".join(step.who))


def _anonymity(step: Step) -> str:
    return _(
        "%(code)s : des numéros y remplacent encore les noms ; la coordination les lève",
        code=_sheet(step),
    )


def _finished(step: Step) -> str:
    if step.is_blocked:
        return _("%(code)s : personne n’est nommé pour ce module", code=_sheet(step))
    return _("%(code)s, par %(names)s", code=_sheet(step), names=", ".join(step.who))


def _sheet(step: Step) -> str:
    """Return the module of a sheet, and its session where that is the second."""
    code = step.subject.removesuffix(RESIT)
    return code if code == step.subject else _("%(code)s, seconde session", code=code)


def _placements(step: Step) -> str:
    if step.subject == Shortfall.UNPLACED:
        return ngettext(
            "Une personne n’a pas encore de stage",
            "%(num)s personnes n’ont pas encore de stage",
            step.people,
        )
    return ngettext(
        "Une personne a encore %(hours)s à noter et à envoyer",
        "%(num)s personnes ont encore %(hours)s à noter et à envoyer, toutes ensemble",
        step.people,
        hours=hours(step.left),
    )


def _approvals(step: Step) -> str:
    return ngettext(
        "%(host)s, %(contact)s : %(hours)s d’une personne",
        "%(host)s, %(contact)s : %(hours)s de %(num)s personnes",
        step.people,
        host=step.subject,
        contact=", ".join(step.who),
        hours=hours(step.left),
    )


def _documents(step: Step) -> str:
    return ngettext(
        "%(paper)s : un document attendu",
        "%(paper)s : %(num)s documents attendus",
        step.left,
        paper=label(PlacementPaper(step.subject)),
    )


def _attendance(step: Step) -> str:
    return ngettext(
        "%(code)s : une séance, %(names)s",
        "%(code)s : %(num)s séances, %(names)s",
        step.left,
        code=step.subject,
        names=", ".join(step.who),
    )


def _competencies(step: Step) -> str:
    return ngettext(
        "Une personne n’a pas encore toutes ses compétences socles",
        "%(num)s personnes n’ont pas encore toutes leurs compétences socles",
        step.people,
    )


def _sitting(step: Step) -> str:
    if step.subject == Shortfall.SITTING:
        return _("Aucune séance n’est préparée : date, arrêté, membres")
    return ngettext(
        "Une séance est préparée, personne n’y est nommé pour présider",
        "%(num)s séances sont préparées, personne n’y est nommé pour présider",
        step.left,
    )


_SHEETS = frozenset({TaskKind.MARKS, TaskKind.ANONYMITY, TaskKind.FINISHED})
_ABOUT: Mapping[TaskKind, Requirement] = {
    TaskKind.MARKS: Requirement.MARKS,
    TaskKind.PLACEMENTS: Requirement.HOURS,
    TaskKind.APPROVALS: Requirement.HOURS,
    TaskKind.DOCUMENTS: Requirement.PLACEMENT_CERTIFICATE,
    TaskKind.COMPETENCIES: Requirement.COMPETENCIES,
}
_STEPS: Mapping[TaskKind, Callable[[Step], str]] = {
    TaskKind.MARKS: _marks,
    TaskKind.ANONYMITY: _anonymity,
    TaskKind.FINISHED: _finished,
    TaskKind.PLACEMENTS: _placements,
    TaskKind.APPROVALS: _approvals,
    TaskKind.DOCUMENTS: _documents,
    TaskKind.ATTENDANCE: _attendance,
    TaskKind.COMPETENCIES: _competencies,
    TaskKind.SITTING: _sitting,
}
