"""Rating one domain after another: the same steps whoever rates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue

from msp_du.blueprints.competencies.checklist_words import (
    item_legend,
    level_titles,
    level_views,
    rating_in_words,
)
from msp_du.blueprints.competencies.forms import (
    RatingForm,
    level_choices,
    rating_form,
    rating_values,
)
from msp_du.domain.competencies import CompetencyDomain, Framework
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import RaterRole
from msp_du.extensions import db, transaction
from msp_du.models import Account, Enrolment
from msp_du.services import competencies
from msp_du.services.competencies import Checklist
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, current_language, ngettext

SHOWN_BESIDE = {
    RaterRole.SELF: (),
    RaterRole.HOST: (RaterRole.SELF,),
    RaterRole.TUTOR: (RaterRole.SELF, RaterRole.HOST),
}
"""Whose ratings stand beside the form: nobody's while trainees look at themselves."""


HOSTS = "structure"
"""What a tutor's form is asked to take over: the levels of the host."""


@dataclass(frozen=True, slots=True)
class Rater:
    """Who rates whom, and the addresses of the checklist and of each domain's form."""

    actor: Account
    role: RaterRole
    enrolment: Enrolment
    checklist_url: str
    domain_url: Callable[..., str]

    def checklist(self) -> Checklist | None:
        """Return what this rater may see."""
        host = self.actor if self.role is RaterRole.HOST else None
        return competencies.checklist(db.session(), self.enrolment, host=host)


def rate_domain(rater: Rater) -> ResponseReturnValue:
    """Show the form of the domain asked for, or keep what it says and go on to the next."""
    checklist = rater.checklist()
    if checklist is None:
        return redirect(rater.checklist_url)
    domains = checklist.framework.domains
    domain = _asked(checklist.framework)
    place = domains.index(domain)
    following = domains[place + 1].code if place + 1 < len(domains) else None
    form = _form(rater, checklist, domain)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                count = competencies.rate(
                    session,
                    rater.enrolment,
                    rater.role,
                    form.ratings,
                    actor=rater.actor,
                    now=datetime.now(UTC),
                    seen=form.seen.data or "",
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            _say(count)
            return redirect(rater.domain_url(following) if following else rater.checklist_url)
    is_tutor = rater.role is RaterRole.TUTOR
    can_take = is_tutor and any(item.code in checklist.by_host for item in domain.competencies)
    return render_form(
        "competencies/rate.html",
        form,
        trainee=None if rater.role is RaterRole.SELF else rater.enrolment.person.name.display,
        domain_title=f"{domain.code}. {domain.title.wording(current_language())}",
        place=_("Domaine %(place)s sur %(count)s", place=place + 1, count=len(domains)),
        back_url=rater.checklist_url,
        skip_url=rater.domain_url(following) if following else None,
        take_url=rater.domain_url(domain.code, HOSTS) if can_take else None,
        levels=level_views(checklist.framework),
    )


def _asked(framework: Framework) -> CompetencyDomain:
    code = request.args.get("domaine", framework.domains[0].code)
    found = [domain for domain in framework.domains if domain.code == code]
    if not found:
        abort(404)
    return found[0]


def _form(rater: Rater, checklist: Checklist, domain: CompetencyDomain) -> RatingForm:
    titles = level_titles(checklist.framework)
    hints = {
        item.code: " · ".join(
            rating_in_words(role, checklist.of(role)[item.code], titles)
            for role in SHOWN_BESIDE[rater.role]
            if item.code in checklist.of(role)
        )
        for item in domain.competencies
    }
    legends = [item_legend(item) for item in domain.competencies]
    form = rating_form(domain, hints, legends, level_choices(titles))
    takes = rater.role is RaterRole.TUTOR and request.args.get("reprendre") == HOSTS
    codes = [item.code for item in domain.competencies]
    offered = checklist.by_host if takes else {}
    return form(data=rating_values(codes, checklist.of(rater.role), offered))


def _say(count: int) -> None:
    if count:
        flash(ngettext("Un niveau enregistré.", "%(num)s niveaux enregistrés.", count), "success")
    else:
        flash(_("Rien n’a changé dans ce domaine."), "success")
