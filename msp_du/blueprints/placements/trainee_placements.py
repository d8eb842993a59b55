"""Placements of a trainee: opened in two steps (host, then the rest), shown, changed."""

from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.blueprints.placements.forms import PlacementForm, module_choice, placement_values
from msp_du.blueprints.placements.law_form import law_values
from msp_du.blueprints.placements.law_page import law_card, paper_card
from msp_du.blueprints.placements.routes import bp
from msp_du.domain import calendar
from msp_du.domain.agreements import hours_bar, state_on
from msp_du.domain.errors import RuleViolation
from msp_du.domain.hosts import may_host
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import (
    Account,
    Contact,
    Enrolment,
    EnrolmentYear,
    HostService,
    Module,
    Organisation,
    Placement,
)
from msp_du.services import (
    agreement_days,
    approvals,
    host_register,
    hours,
    hours_totals,
    organisations,
    placement_people,
    placement_terms,
    placements,
)
from msp_du.services.placements import PlacementSheet
from msp_du.web import agreement_lines, formatting, hours_lines
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.handover_lines import handover_lines
from msp_du.web.i18n import _
from msp_du.web.labels import label
from msp_du.web.placement_words import is_open
from msp_du.web.recalled import reminder_lines


@bp.route("/nouveau/<uuid:enrolment_id>")
@requires(Role.COORDINATOR)
def choose_host(enrolment_id: UUID) -> ResponseReturnValue:
    """Choose where the placement will be, among the structures that may host."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    authorise(policies.can_manage_enrolment, enrolment)
    wanted = request.args.get("q", "").strip()[:120]
    return render_template(
        "placements/choose_host.html",
        enrolment=enrolment,
        trainee=enrolment.person.name.display,
        wanted=wanted,
        hosts=organisations.hosts(db.session(), enrolment.institution_id, wanted=wanted),
    )


@bp.route("/nouveau/<uuid:enrolment_id>/<uuid:organisation_id>", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def create_placement(enrolment_id: UUID, organisation_id: UUID) -> ResponseReturnValue:
    """Open a placement at the chosen structure."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_manage_enrolment, enrolment)
    host = get_or_404(Organisation, organisation_id)
    authorise(policies.can_read_organisation, host)
    hosts = may_host(host.kind, can_sign_hours=host.can_sign_hours)
    if host.institution_id != enrolment.institution_id or not hosts:
        abort(404)
    form = PlacementForm(data={"regime": enrolment.regime.value})
    _offer(form, enrolment, host)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                sheet, year_id = _sheet(session, form)
                year = session.get_one(EnrolmentYear, year_id)
                placement = placements.create(session, year, sheet, actor=actor)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            flash(_("Le stage est ouvert."), "success")
            return redirect(url_for(".show_placement", placement_id=placement.id))
    return render_form(
        "placements/create_placement.html",
        form,
        enrolment_id=enrolment_id,
        host=host,
        notes=_notes(host, enrolment),
        trainee=enrolment.person.name.display,
    )


@bp.route("/<uuid:placement_id>")
@requires(Role.TRAINEE, Role.TUTOR, Role.COORDINATOR, Role.REGISTRAR)
def show_placement(placement_id: UUID) -> ResponseReturnValue:
    """Show a placement to the trainee, the academic tutor and the coordination."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_read_placement, placement)
    signed = approvals.signatures(db.session(), placement)
    may_log = policies.can_log_hours(actor, placement)
    may_edit = policies.can_manage_placement(actor, placement)
    today = calendar.today(datetime.now(UTC), hours.zone_of(placement))
    standing = agreement_days.standings(db.session(), [placement.id])[placement.id]
    awaited = agreement_days.awaited(db.session(), [placement.id])
    return render_template(
        "placements/show_placement.html",
        placement=placement,
        started=formatting.day(placement.periods[0].starts_on),
        trainee=placement.enrolment_year.enrolment.person.name.display,
        periods=hours_lines.periods(placement.periods),
        paper=paper_card(placement, actor),
        law=law_card(placement, actor),
        totals=hours_totals.of_placements(db.session(), [placement.id])[placement.id],
        signatures=hours_lines.signed_all(db.session(), signed),
        may_follow=policies.can_follow_log(actor, placement),
        recalled=reminder_lines(placement.id) if may_edit else [],
        may_edit=may_edit,
        handovers=handover_lines(placement_people.history(db.session(), placement.id)),
        may_log=may_log,
        may_add=may_log and is_open(placement, today) and hours_bar(standing, today) is None,
        state=state_on(standing, today),
        state_tags=agreement_lines.TAG_KINDS,
        awaited=agreement_lines.awaited(awaited.get(placement.id, ())),
        back=_back(actor, placement, is_own=may_log),
    )


@bp.route("/<uuid:placement_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_placement(placement_id: UUID) -> ResponseReturnValue:
    """Change a placement; its host stays."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_manage_placement, placement)
    enrolment = placement.enrolment_year.enrolment
    terms = placement_terms.of_placement(db.session(), placement.id)
    form = PlacementForm(data=placement_values(placement) | law_values(terms))
    _offer(form, enrolment, placement.organisation, year_id=placement.enrolment_year_id)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                sheet, _year_id = _sheet(session, form)
                placements.edit(session, placement, sheet, actor=actor, version=form.seen_version)
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            flash(_("Le stage est modifié."), "success")
            return redirect(url_for(".show_placement", placement_id=placement_id))
    return render_form(
        "placements/edit_placement.html",
        form,
        placement_id=placement_id,
        host=placement.organisation,
        trainee=enrolment.person.name.display,
    )


def _offer(
    form: PlacementForm, enrolment: Enrolment, host: Organisation, year_id: UUID | None = None
) -> None:
    """Set what may be chosen: the host's contacts, modules of the years, tutors."""
    session = db.session()
    form.contact.offer(
        [
            (str(contact.id), f"{contact.name} ({contact.job_title or contact.email or '–'})")
            for contact in organisations.contacts(session, host)
        ]
    )
    services = host_register.services_of(session, host.id, active_only=True)
    form.host_service.offer([(str(row.id), row.name) for row in services])
    form.module.offer(
        [
            (module_choice(year.id, module.id), _module_words(year, module))
            for year, module in placements.modules_of(session, enrolment)
            if year_id in {None, year.id}
        ]
    )
    form.academic_tutor.offer(
        [
            (str(tutor.id), tutor.display_name)
            for tutor in placements.tutors_of(session, enrolment.institution_id)
        ]
    )


def _notes(host: Organisation, enrolment: Enrolment) -> list[str]:
    """Return what to be reminded of before a placement there."""
    found = host_register.reminders(db.session(), host, regime=enrolment.regime)
    return [label(note) for note in found]


def _module_words(year: EnrolmentYear, module: Module) -> str:
    return _(
        "Année %(year)s, module %(code)s (%(hours)s)",
        year=year.year_number,
        code=module.code,
        hours=formatting.hours(module.placement_minutes),
    )


def _sheet(session: Session, form: PlacementForm) -> tuple[PlacementSheet, UUID]:
    """Return what a valid form says, its choices read again, and the year it is for."""
    year_id, module_id = (UUID(part) for part in form.module.data.split())
    tutor_id = form.academic_tutor.data
    sheet = PlacementSheet(
        contact=session.get_one(Contact, UUID(form.contact.data)),
        module=session.get_one(Module, module_id),
        regime=form.regime.data,
        periods=form.given_periods,
        service=form.service.data or None,
        host_service=_service(session, form.host_service.data),
        academic_tutor=session.get_one(Account, UUID(tutor_id)) if tutor_id else None,
        law=form.law_answers,
    )
    return sheet, year_id


def _service(session: Session, chosen: str | None) -> HostService | None:
    return session.get_one(HostService, UUID(chosen)) if chosen else None


def _back(actor: Account, placement: Placement, *, is_own: bool) -> tuple[str, str]:
    """Return where a reader of a placement comes from, and the words of the way back."""
    if is_own:
        return url_for("hours.show_log"), _("Retour à mes heures")
    enrolment = placement.enrolment_year.enrolment
    if policies.can_read_cohort(actor, enrolment.cohort):
        url = url_for("cohorts.show_enrolment", enrolment_id=enrolment.id)
        return url, _("Retour à la fiche")
    return url_for("home.show"), _("Retour à l’accueil")
