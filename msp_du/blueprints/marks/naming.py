"""Coordinators name who marks a module in a cohort."""

from datetime import UTC, datetime
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.marks.forms import MarkerForm
from msp_du.blueprints.marks.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, Module
from msp_du.services import mark_lists, markers
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/responsables", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def name_markers(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Show who is named for a module, and name somebody else."""
    cohort, module, actor = _place(cohort_id, module_id)
    now, form = datetime.now(UTC), MarkerForm()
    free = markers.nameable(db.session(), cohort, module, now=now)
    form.account.offer([(str(account.id), account.display_name) for account in free])
    if form.validate_on_submit():
        account = get_or_404(Account, UUID(form.account.data))
        try:
            with transaction() as session:
                markers.name_marker(session, cohort, module, account, actor=actor)
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("%(name)s peut saisir ces notes.", name=account.display_name), "success")
            return redirect(_url(cohort_id, module_id))
    return render_form(
        "marks/name_markers.html",
        form,
        cohort=cohort,
        module=module,
        named=markers.named(db.session(), cohort, module, now=now),
        is_free=bool(free),
    )


@bp.route("/<uuid:cohort_id>/<uuid:module_id>/responsables/retirer", methods=["POST"])
@requires(Role.COORDINATOR)
def remove_marker(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """End the naming of somebody for a module."""
    cohort, module, actor = _place(cohort_id, module_id)
    account_id = request.form.get("account", type=UUID)
    account = db.session().get(Account, account_id) if account_id else None
    if account is not None:
        with transaction() as session:
            is_removed = markers.remove_marker(
                session, cohort, module, account, actor=actor, now=datetime.now(UTC)
            )
        if is_removed:
            words = _("%(name)s ne saisit plus ces notes.", name=account.display_name)
            flash(words, "success")
    return redirect(_url(cohort_id, module_id))


def _place(cohort_id: UUID, module_id: UUID) -> tuple[Cohort, Module, Account]:
    cohort = get_or_404(Cohort, cohort_id)
    actor = authorise(policies.can_manage_cohort, cohort)
    module = mark_lists.find_module(db.session(), cohort, module_id)
    if module is None:
        abort(404)
    return cohort, module, actor


def _url(cohort_id: UUID, module_id: UUID) -> str:
    return url_for(".name_markers", cohort_id=cohort_id, module_id=module_id)
