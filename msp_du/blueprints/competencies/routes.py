"""Checklists of competencies: one's own, those of the trainees one follows."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.competencies.checklist_words import staff_view
from msp_du.blueprints.competencies.followed_words import followed_items
from msp_du.blueprints.competencies.rating import Rater, rate_domain
from msp_du.domain.vocabulary import RaterRole, Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Enrolment
from msp_du.services import competencies, curricula, frameworks, rated_trainees
from msp_du.web.access import authorise, current_account, get_or_404, log_read, requires
from msp_du.web.i18n import _

bp = Blueprint("competencies", __name__, url_prefix="/competences")


@bp.route("/")
@requires(Role.TRAINEE, Role.TUTOR)
def show() -> ResponseReturnValue:
    """Show trainees their checklist, and tutors whom they follow."""
    actor = current_account()
    if not policies.has_role(actor, Role.TRAINEE):
        return _followed_page(actor)
    enrolment = actor.person_id and rated_trainees.own_enrolment(db.session(), actor.person_id)
    if not enrolment:
        return render_template("competencies/not_enrolled.html")
    return _checklist_page(enrolment, actor)


@bp.route("/suivi")
@requires(Role.TUTOR)
def list_followed() -> ResponseReturnValue:
    """List the trainees whom a tutor follows, for whoever is a trainee as well."""
    return _followed_page(current_account())


@bp.route("/<uuid:enrolment_id>")
@requires(Role.TRAINEE, Role.TUTOR, Role.COORDINATOR, Role.BOARD_MEMBER)
def show_enrolment(enrolment_id: UUID) -> ResponseReturnValue:
    """Show a trainee's checklist."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_read_competencies, enrolment)
    return _checklist_page(enrolment, actor)


@bp.route("/<uuid:enrolment_id>/evaluer", methods=["GET", "POST"])
@requires(Role.TRAINEE, Role.TUTOR, Role.COORDINATOR)
def rate(enrolment_id: UUID) -> ResponseReturnValue:
    """Rate one domain: trainees themselves, tutors and coordinators for the university."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_rate, enrolment)
    is_own = policies.is_enrolled(actor, enrolment)
    return rate_domain(
        Rater(
            actor=actor,
            role=RaterRole.SELF if is_own else RaterRole.TUTOR,
            enrolment=enrolment,
            checklist_url=url_for(".show_enrolment", enrolment_id=enrolment_id),
            domain_url=_rate_url(enrolment_id),
        )
    )


@bp.route("/<uuid:enrolment_id>/referentiel", methods=["POST"])
@requires(Role.COORDINATOR)
def adopt(enrolment_id: UUID) -> ResponseReturnValue:
    """Give the whole cohort, if it has none, the framework of its institution."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_manage_enrolment, enrolment)
    with transaction() as session:
        frameworks.adopt(session, enrolment.cohort, actor=actor)
    flash(_("La promotion suit désormais le référentiel de compétences."), "success")
    return redirect(url_for(".show_enrolment", enrolment_id=enrolment_id))


def _checklist_page(enrolment: Enrolment, actor: Account) -> ResponseReturnValue:
    checklist = competencies.checklist(db.session(), enrolment)
    is_own = policies.is_enrolled(actor, enrolment)
    year = enrolment.years[-1]
    rate_url = _rate_url(enrolment.id) if policies.can_rate(actor, enrolment) else None
    return render_template(
        "competencies/show_enrolment.html",
        view=checklist
        and staff_view(
            checklist,
            year_number=year.year_number,
            years=len(curricula.content_of(year.curriculum_version).years),
            names=not is_own,
            rate_url=rate_url,
        ),
        trainee=None if is_own else enrolment.person.name.display,
        enrolment_id=enrolment.id,
        can_adopt=policies.can_manage_enrolment(actor, enrolment),
        rate_url=rate_url() if rate_url else None,
        back=None if is_own else _back(actor, enrolment),
        follows=is_own and policies.has_role(actor, Role.TUTOR),
    )


def _followed_page(actor: Account) -> ResponseReturnValue:
    found = rated_trainees.followed(db.session(), actor)
    log_read(actor)
    return render_template("competencies/list_followed.html", items=followed_items(found))


def _rate_url(enrolment_id: UUID) -> Callable[..., str]:
    def url(domain: str | None = None, take: str | None = None) -> str:
        return url_for(".rate", enrolment_id=enrolment_id, domaine=domain, reprendre=take)

    return url


def _back(actor: Account, enrolment: Enrolment) -> tuple[str, str] | None:
    if policies.can_manage_cohort(actor, enrolment.cohort):
        sheet = url_for("cohorts.show_enrolment", enrolment_id=enrolment.id)
        return sheet, _("Retour à la fiche d’inscription")
    if policies.can_rate_as_tutor(actor, enrolment):
        return url_for(".list_followed"), _("Retour à la liste")
    return None
