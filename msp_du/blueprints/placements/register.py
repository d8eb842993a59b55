"""Services of a structure, and what it has ready before a trainee comes."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.host_forms import ReadinessForm, ServiceForm, service_values
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import HostService, Institution, Organisation
from msp_du.services import host_register
from msp_du.services.cohorts import today_in
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _


@bp.route("/structures/<uuid:organisation_id>/services/nouveau", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def add_service(organisation_id: UUID) -> ResponseReturnValue:
    """Add a service or place of a structure."""
    organisation = get_or_404(Organisation, organisation_id)
    actor = authorise(policies.can_manage_organisation, organisation)
    form = ServiceForm(data={"is_active": True})
    if form.validate_on_submit():
        try:
            with transaction() as session:
                host_register.add_service(
                    session,
                    organisation,
                    name=form.name.data,
                    place=form.place.data,
                    actor=actor,
                )
        except RuleViolation as violation:
            organisation = get_or_404(Organisation, organisation_id)
            form.add_violation(violation)
        else:
            flash(_("Le service est ajouté."), "success")
            return redirect(url_for(".show_organisation", organisation_id=organisation_id))
    return render_form("placements/edit_service.html", form, organisation=organisation, row=None)


@bp.route("/structures/services/<uuid:host_service_id>/modifier", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_service(host_service_id: UUID) -> ResponseReturnValue:
    """Change a service, or take it out of what new placements are offered."""
    row = get_or_404(HostService, host_service_id)
    organisation = get_or_404(Organisation, row.organisation_id)
    actor = authorise(policies.can_manage_organisation, organisation)
    organisation_id = organisation.id
    form = ServiceForm(data=service_values(row))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                host_register.edit_service(
                    session,
                    row,
                    name=form.name.data,
                    place=form.place.data,
                    is_active=form.is_active.data,
                    actor=actor,
                    version=form.seen_version,
                )
        except RuleViolation as violation:
            row = get_or_404(HostService, host_service_id)
            organisation = get_or_404(Organisation, organisation_id)
            form.add_violation(violation)
        else:
            flash(_("Le service est modifié."), "success")
            return redirect(url_for(".show_organisation", organisation_id=organisation_id))
    return render_form("placements/edit_service.html", form, organisation=organisation, row=row)


@bp.route("/structures/<uuid:organisation_id>/preparation", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def check_readiness(organisation_id: UUID) -> ResponseReturnValue:
    """Tick what a structure has ready."""
    organisation = get_or_404(Organisation, organisation_id)
    actor = authorise(policies.can_manage_organisation, organisation)
    institution = db.session().get_one(Institution, organisation.institution_id)
    today = today_in(institution, datetime.now(UTC))
    checked = host_register.readiness(db.session(), organisation_id)
    form = ReadinessForm(
        data={
            "version": str(organisation.version),
            "items": [point.value for point in checked],
            "checked_on": today,
        }
    )
    if form.validate_on_submit():
        try:
            with transaction() as session:
                host_register.check_readiness(
                    session,
                    organisation,
                    form.items.data,
                    checked_on=form.checked_on.data,
                    today=today,
                    actor=actor,
                    version=form.seen_version,
                )
        except RuleViolation as violation:
            organisation = get_or_404(Organisation, organisation_id)
            form.add_violation(violation)
        else:
            flash(_("Ce qui est prêt est enregistré."), "success")
            return redirect(url_for(".show_organisation", organisation_id=organisation_id))
    return render_form("placements/check_readiness.html", form, organisation=organisation)
