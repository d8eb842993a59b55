"""Credits and moves of the demonstration: units kept, an exemption, somebody in another cohort."""

from collections.abc import Collection

from sqlalchemy import select

from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.credits import CreditKind, kept
from msp_du.domain.vocabulary import Role
from msp_du.models import Credit, Module, RoleGrant
from msp_du.services import curricula, decisions, enrolments, transfers, unit_credits
from msp_du.services.credited import covers
from msp_du.services.unit_credits import CreditSheet


def credit(work: Setting, files: Collection[File], ago: int) -> None:
    """Let those who repeat keep what they acquired, and credit what was learnt before."""
    for file in files:
        if file.runs[ago].attempt > 1:
            _keep(work, file, ago)
        if file.trainee.exempt and file.runs[ago].number == 1:
            day = work.calendar[ago].week(1)
            sheet = CreditSheet(
                file.trainee.exempt, CreditKind.EXEMPT, "", f"VAPP {day.year}-3", day
            )
            actor = work.first(Role.COORDINATOR)
            unit_credits.grant(work.session, file.years[ago], sheet, actor=actor, now=at(day))
        file.credited[ago] = _covered(work, file, ago)


def mend_enrolments(work: Setting, files: Collection[File]) -> None:
    """Transfer whoever was first enrolled in the other cohort of that name."""
    for file in files:
        if not file.trainee.enrolled_elsewhere:
            continue
        target = file.cohort
        other = next(each.cohort for each in files if each.cohort.id != target.id)
        grants = select(RoleGrant).where(RoleGrant.account_id == file.account.id)
        for grant in work.session.execute(grants).scalars():
            grant.cohort_id = other.id
        file.enrolment.cohort_id = other.id
        work.session.flush()
        work.session.refresh(file.account)
        day = work.calendar[file.group.years_ago].starts_on
        transfers.transfer(
            work.session,
            file.enrolment,
            target,
            on=day,
            takes_calendar=True,
            takes_version=False,
            today=day,
            seen=enrolments.edition(file.enrolment),
            actor=work.first(Role.COORDINATOR),
            now=at(day),
        )


def _keep(work: Setting, file: File, ago: int) -> None:
    year, former = file.years[ago], file.years[ago + 1]
    decision = decisions.current(work.session, [former.id])[former.id]
    content = curricula.content_of(work.curriculum)
    held = unit_credits.as_rules_read(unit_credits.of_years(work.session, [former.id]))
    found = kept(decisions.facts_of(decision), held, pass_mark=content.rules.pass_mark)
    day = work.calendar[ago].starts_on
    actor = work.first(Role.COORDINATOR)
    unit_credits.keep(work.session, year, former, decision, found, actor=actor, now=at(day))


def _covered(work: Setting, file: File, ago: int) -> frozenset[str]:
    """Return the codes of the modules that are not examined."""
    statement = (
        select(Module.code)
        .join(Credit, covers(Module))
        .where(Credit.enrolment_year_id == file.years[ago].id)
    )
    return frozenset(work.session.execute(statement).scalars())
