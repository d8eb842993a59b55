"""Builds the demonstration: one institution, three cohorts, their years one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from msp_du.demonstration import (
    agreements,
    allocation,
    attendance,
    boards,
    desk,
    hosts,
    ledger,
    mark_comments,
    marks,
    marks_under_way,
    messages,
    moves,
    people,
    placement_law,
    preparation,
    programme,
    ratings,
    story,
)
from msp_du.demonstration.classes import CLASSES
from msp_du.demonstration.papers import ListedCode, Papers, Press
from msp_du.demonstration.people import File
from msp_du.demonstration.setting import (
    YEARS_AGO,
    Setting,
    address_of,
    open_hosts,
    open_institution,
    open_staff,
)
from msp_du.domain.vocabulary import Role
from msp_du.services import audit

__all__ = ["DemoAccount", "ListedCode", "Press", "build", "known_accounts"]

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration that can be tried, and for trainees what there is to see."""

    role: Role
    email: str
    name: str
    about: str = ""


def build(
    session: Session, *, today: date, password_hash: str, progress: Progress, press: Press
) -> list[ListedCode]:
    """Fill empty tables; return the codes of documents that can be looked up.

    The accounts that can be tried (``known_accounts``) have all the same password.
    """
    progress("institution et formation")
    work = open_institution(session, today=today, password_hash=password_hash)
    progress("structures et comptes")
    open_staff(work)
    open_hosts(work)
    hosts.fill_register(work)
    programme.prepare(work)
    progress("promotions")
    files = [file for group in CLASSES for file in people.enrol_class(work, group)]
    moves.mend_enrolments(work, files)
    papers = Papers(work, press)
    for ago in YEARS_AGO:
        progress(f"année {work.years[ago].label} : heures, notes, compétences")
        running = people.open_year(work, files, ago)
        moves.credit(work, running, ago)
        people.place(work, running, ago)
        marks.enter_year(work, running, ago)
        mark_comments.write(work, running, ago)
        ratings.rate_year(work, running, ago)
        attendance.hold_year(work, running, ago)
        preparation.receive_documents(work, running, ago)
        placement_law.apply_law(work, running, ago)
        if ago > 0:
            progress(f"année {work.years[ago].label} : jury et documents")
            _decide(work, papers, running, ago)
    marks.name_markers(work, [file for file in files if 0 in file.runs])
    marks_under_way.fill(work, files)
    allocation.hold_rounds(work, files)
    agreements.agree(work, files)
    ledger.amend(work, files)
    progress("documents à essayer")
    papers.print_listed(files)
    papers.follow_new_names(files)
    boards.prepare_next(work, files)
    desk.prepare(work)
    messages.leave(work, files)
    audit.record(session, "demonstration:build", work.institution, actor=None)
    return papers.listed


def known_accounts() -> list[DemoAccount]:
    """List the accounts that can be tried, the trainees first."""
    trainees = [
        DemoAccount(Role.TRAINEE, address_of(name), name, trainee.about)
        for group in CLASSES
        for trainee in group.trainees
        if trainee.has_account
        for name in [trainee.name.display]
    ]
    supervisor = story.HOSTS["tilleuls"].contact
    staff = [DemoAccount(each.role, address_of(each.name), each.name) for each in story.STAFF]
    return [
        *trainees,
        *(each for each in staff if each.role is Role.TUTOR),
        DemoAccount(Role.SUPERVISOR, address_of(supervisor), supervisor),
        *(each for each in staff if each.role is not Role.TUTOR),
    ]


def _decide(work: Setting, papers: Papers, running: list[File], ago: int) -> None:
    """Have the board sit over a year, the registrar ask for its documents, then finish late."""
    boards.sit(work, running, ago, 1)
    papers.issue_by_mistake(running, ago)
    marks.enter_resits(work, running, ago)
    boards.sit(work, running, ago, 2)
    papers.ask_for_year(running, ago)
    marks.enter_resits(work, running, ago, late=True)
    boards.sit(work, running, ago, boards.LATE_SITTING)
