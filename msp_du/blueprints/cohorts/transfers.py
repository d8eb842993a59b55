"""An enrolment that goes to another cohort, and back."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.cohorts.move_forms import TransferForm
from msp_du.blueprints.cohorts.prior_learning import year_words
from msp_du.blueprints.cohorts.routes import bp
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Cohort, Enrolment, EnrolmentTransfer
from msp_du.services import cohorts, enrolments, transfers
from msp_du.services.transfers import Consequence
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import sentence


@bp.route("/inscriptions/<uuid:enrolment_id>/transfert", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def transfer(enrolment_id: UUID) -> ResponseReturnValue:
    """Ask where an enrolment goes, show what follows, then move it."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_manage_enrolment, enrolment)
    targets = transfers.targets(db.session(), enrolment, actor)
    today = cohorts.today_in(enrolment.cohort.institution, datetime.now(UTC))
    form = TransferForm(
        data={"on": today, "takes_calendar": True, "seen": enrolments.edition(enrolment)}
    )
    form.offer([(str(cohort.id), cohort.code) for cohort in targets])
    if not form.validate_on_submit():
        return _page(form, enrolment, None)
    target = next(cohort for cohort in targets if str(cohort.id) == form.cohort_id.data)
    if request.form.get("step") != "record":
        return _page(form, enrolment, target)
    try:
        with transaction() as session:
            transfers.transfer(
                session,
                enrolment,
                target,
                on=form.on.data,
                takes_calendar=form.takes_calendar.data,
                takes_version=form.takes_version.data,
                today=today,
                seen=form.seen.data or "",
                actor=actor,
                now=datetime.now(UTC),
            )
    except RuleViolation as violation:
        form.add_violation(violation)
        enrolment = get_or_404(Enrolment, enrolment_id)
        if violation.rule is Rule.STALE_VERSION:
            form.seen.data = enrolments.edition(enrolment)
        return _page(form, enrolment, get_or_404(Cohort, target.id))
    flash(
        _("L’inscription est maintenant dans la promotion %(code)s.", code=target.code), "success"
    )
    return redirect(url_for(".show_enrolment", enrolment_id=enrolment_id))


@bp.post("/transferts/<uuid:transfer_id>/annuler")
@requires(Role.COORDINATOR)
def undo_transfer(transfer_id: UUID) -> ResponseReturnValue:
    """Put an enrolment back into the cohort it came from."""
    row = get_or_404(EnrolmentTransfer, transfer_id)
    actor = authorise(policies.can_undo_transfer, row)
    code, enrolment_id = row.from_cohort.code, row.enrolment_id
    try:
        with transaction() as session:
            transfers.undo(session, row, actor=actor, now=datetime.now(UTC))
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("L’inscription est de nouveau dans la promotion %(code)s.", code=code), "success")
    return redirect(url_for(".show_enrolment", enrolment_id=enrolment_id))


def transfer_line(actor: Account, enrolment: Enrolment) -> dict[str, object] | None:
    """Return how somebody came to their cohort, and whether that can be taken back."""
    row = transfers.last(db.session(), enrolment)
    if row is None:
        return None
    may_undo = policies.can_undo_transfer(actor, row)
    return {
        "id": row.id,
        "former": row.from_cohort.code,
        "on": row.on,
        "may_undo": may_undo and transfers.can_be_undone(db.session(), row),
    }


def _page(form: TransferForm, enrolment: Enrolment, target: Cohort | None) -> ResponseReturnValue:
    found = transfers.consequences(db.session(), enrolment, target) if target else []
    return render_form(
        "cohorts/transfer.html",
        form,
        enrolment=enrolment,
        target=target,
        lines=[_line(form, each) for each in found],
    )


def _line(form: TransferForm, found: Consequence) -> dict[str, str]:
    """Say what becomes of an open year as the boxes are ticked."""
    runs_in = found.academic_year if form.takes_calendar.data else found.year.academic_year
    version = _("la même")
    if form.takes_version.data:
        version = _("celle de la nouvelle promotion")
        if found.has_results:
            version = _("impossible : des notes existent")
        elif found.not_mapped:
            version = _("impossible : elle n’a pas %(codes)s", codes=", ".join(found.not_mapped))
    return {"year": year_words(found.year), "runs_in": runs_in.label, "version": version}
