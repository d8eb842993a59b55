"""What a person has acquired before or elsewhere: exemptions, equivalences, units kept."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.cohorts.move_forms import CreditForm
from msp_du.blueprints.cohorts.routes import bp
from msp_du.domain.curriculum import Title
from msp_du.domain.errors import RuleViolation
from msp_du.domain.marks import from_hundredths
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Credit, Enrolment, EnrolmentYear, Module, Unit
from msp_du.services import unit_credits
from msp_du.services.unit_credits import Target
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.formatting import mark
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, current_language
from msp_du.web.labels import label, sentence


@bp.route("/inscriptions/<uuid:enrolment_id>/acquis", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def show_credits(enrolment_id: UUID) -> ResponseReturnValue:
    """Show what a person is credited with; credit a unit or module more."""
    enrolment = get_or_404(Enrolment, enrolment_id)
    actor = authorise(policies.can_credit, enrolment)
    form = CreditForm()
    targets = {
        f"{target.year.id}:{target.part.code}": target
        for target in unit_credits.targets(db.session(), enrolment)
    }
    form.part.offer([(key, _target_words(target)) for key, target in targets.items()])
    if form.validate_on_submit():
        target = targets[form.part.data]
        try:
            with transaction() as session:
                unit_credits.grant(
                    session,
                    target.year,
                    form.sheet(target.part.code),
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            form.add_violation(violation)
            enrolment = get_or_404(Enrolment, enrolment_id)
        else:
            flash(_("L’acquis est enregistré : tous les calculs en tiennent compte."), "success")
            return redirect(url_for(".show_credits", enrolment_id=enrolment_id))
    session = db.session()
    open_ids = {year.id for year in unit_credits.open_years(session, enrolment)}
    return render_form(
        "cohorts/show_credits.html",
        form,
        enrolment=enrolment,
        is_open=bool(open_ids),
        rows=[_row(credit, open_ids) for credit in unit_credits.of_enrolment(session, enrolment)],
    )


@bp.post("/acquis/<uuid:credit_id>/retirer")
@requires(Role.COORDINATOR)
def withdraw_credit(credit_id: UUID) -> ResponseReturnValue:
    """Take back what was credited, while the board has not decided on the year."""
    credit = get_or_404(Credit, credit_id)
    actor = authorise(policies.can_withdraw_credit, credit)
    enrolment_id = credit.enrolment_year.enrolment_id
    try:
        with transaction() as session:
            unit_credits.withdraw(session, credit, actor=actor)
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(_("L’acquis est retiré."), "success")
    return redirect(url_for(".show_credits", enrolment_id=enrolment_id))


def year_words(year: EnrolmentYear) -> str:
    """Name an attempt at a year: « Année 1, 2025-2026 »."""
    return _("Année %(number)s, %(label)s", number=year.year_number, label=year.academic_year.label)


def _target_words(target: Target) -> str:
    return _(
        "%(code)s, %(title)s (%(year)s)",
        code=target.part.code,
        title=_title(target.part),
        year=year_words(target.year),
    )


def _title(part: Unit | Module) -> str:
    return Title(part.title_fr, part.title_en).wording(current_language())


def _row(credit: Credit, open_ids: set[UUID]) -> dict[str, object]:
    part = credit.unit or credit.module
    hundredths = credit.average_hundredths
    return {
        "id": credit.id,
        "code": part.code if part else "",
        "title": _title(part) if part else "",
        "year": year_words(credit.enrolment_year),
        "kind": label(credit.kind),
        "average": "–" if hundredths is None else mark(from_hundredths(hundredths)),
        "reference": credit.reference,
        "decided_on": credit.decided_on,
        "origin": year_words(credit.from_year) if credit.from_year else "",
        "may_withdraw": credit.from_year_id is None and credit.enrolment_year_id in open_ids,
    }
