"""The legal figures of placements: shown and changed on one page."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import wtforms
from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.administration.area import bp
from msp_du.domain.allowances import Rate
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.placement_lengths import YearStart
from msp_du.domain.placement_limits import LegalFigures
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Institution
from msp_du.services import legal_figures
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.fields import DateField, DecimalField, DurationField, IntegerField, VersionField
from msp_du.web.forms import BaseForm, SubForm, render_form
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import is_blank, number_range, required

MOST_HOURS = 4000
SPARE_ROWS = 2
COMMON_YEAR = 2027


def _hours(label: str, hint: str = "", *, least: int = 1) -> DurationField:
    checks = [required(), number_range(minimum=least)]
    return DurationField(label, checks, hint=hint, most_hours=MOST_HOURS)


def _count(label: str, hint: str = "", *, most: int = 999) -> IntegerField:
    checks = [required(), number_range(minimum=1, maximum=most)]
    return IntegerField(label, checks, hint=hint, width=4)


class RateRow(SubForm):
    """A rate; a row left blank is none."""

    applies_from = DateField(lazy("Signature à partir du"))
    euros = DecimalField(lazy("Euros par heure"), hint=lazy("Par exemple 4,50"), width=5)

    def validate(self, extra_validators: Any = None) -> bool:
        parent: Any = super()
        parent.validate(extra_validators)
        field: Any
        for field in self:
            if not self.is_empty and is_blank(field):
                missing = getattr(field, "missing", "") or _("Écrivez un montant.")
                field.errors = [*field.errors, str(missing)]
        amount: Any = self.euros
        euros = amount.data
        if euros is not None and (not 0 < euros <= 100 or euros * 100 % 1):
            text = _("Écrivez un montant de 0,01 à 100 euros, avec deux décimales au plus.")
            amount.errors = [*amount.errors, text]
        return not self.errors

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed in this row."""
        return all(is_blank(field) for field in self)


class FiguresForm(BaseForm):
    """The figures of the law and of custom."""

    version = VersionField()
    day_minutes = _hours(lazy("Un jour de présence"), lazy("Article D124-6 : 7 heures"))
    month_days = _count(lazy("Jours dans un mois"), lazy("Article D124-6 : 22 jours"), most=31)
    most_minutes = _hours(
        lazy("Durée maximale dans une structure et une année"), lazy("Article L124-5 : 924 heures")
    )
    year_day = IntegerField(
        lazy("L’année du stage commence le (jour)"),
        [required(), number_range(minimum=1, maximum=31)],
        hint=lazy("Par exemple 1 pour le 1er septembre"),
        width=2,
    )
    year_month = IntegerField(
        lazy("L’année du stage commence au mois (numéro)"),
        [required(), number_range(minimum=1, maximum=12)],
        hint=lazy("Un stage à cheval sur deux années est partagé entre elles."),
        width=2,
    )
    allowance_above_minutes = _hours(
        lazy("Gratification due au-dessus de"), lazy("Articles L124-6 et D124-8 : 308 heures")
    )
    least_taught_minutes = _hours(
        lazy("Enseignement de l’année, au moins"), lazy("Article D124-2 : 200 heures"), least=0
    )
    least_present_minutes = _hours(
        lazy("Dont en présence, au moins"), lazy("Article D124-2 : 50 heures"), least=0
    )
    gap_divisor = _count(
        lazy("Délai entre deux stagiaires au même poste : la durée précédente divisée par"),
        lazy("Article L124-11 : 3, soit un tiers"),
        most=100,
    )
    usual_week_minutes = _hours(
        lazy("Avertir au-dessus, par semaine"), lazy("Article L3121-27 : 35 heures")
    )
    most_week_minutes = _hours(
        lazy("Refuser au-dessus, par semaine"), lazy("Article L3121-20 : 48 heures")
    )
    continuing_minutes = _hours(
        lazy("Formation continue : avertir au-dessus de"), lazy("Usage : 6 mois, soit 924 heures")
    )
    most_supervised = _count(lazy("Stagiaires par contact, sans avertir"), lazy("Usage : 3"))
    most_followed = _count(
        lazy("Stagiaires par suivi pédagogique, sans avertir"), lazy("Usage : 24")
    )
    rates = wtforms.FieldList(wtforms.FormField(RateRow))

    @property
    def figures(self) -> LegalFigures:
        """What a valid form says; raises RuleViolation LIMITS_FIGURES, _RATES or _YEAR_START."""
        answers = self.values
        rates = tuple(
            Rate(row.applies_from.data, int(row.euros.data * 100))
            for row in (entry.form for entry in self.rates)
            if not row.is_empty
        )
        starts = _year_start(self.year_month.data, self.year_day.data)
        plain = {name: answers[name] for name in legal_figures.COLUMNS}
        return replace(LegalFigures(**plain), year_starts=starts, rates=rates)


@bp.route("/<uuid:institution_id>/regles-des-stages", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def edit_legal_figures(institution_id: UUID) -> ResponseReturnValue:
    """Show the legal figures of placements, and change them."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_set_legal_figures, institution)
    now = legal_figures.in_force(db.session(), institution.id)
    form = FiguresForm(data=_values(now))
    if form.validate_on_submit():
        try:
            figures = form.figures
            with transaction() as session:
                legal_figures.change(
                    session, institution, figures, version=form.version.seen, actor=actor
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les règles des stages sont enregistrées."), "success")
            return redirect(url_for(".show_institution", institution=institution_id))
    return render_form("administration/edit_legal_figures.html", form, institution=institution)


def _values(now: legal_figures.InForce) -> dict[str, Any]:
    """Return what the form shows, with blank rows to add rates."""
    figures = now.figures
    rates: list[dict[str, Any]] = [
        {"applies_from": rate.applies_from, "euros": Decimal(rate.cents).scaleb(-2)}
        for rate in figures.rates
    ]
    blank: dict[str, Any] = {"applies_from": None, "euros": None}
    return {
        **{name: getattr(figures, name) for name in legal_figures.COLUMNS},
        "version": str(now.version),
        "year_day": figures.year_starts.day,
        "year_month": figures.year_starts.month,
        "rates": [*rates, *[blank] * SPARE_ROWS],
    }


def _year_start(month: int, day: int) -> YearStart:
    """Return a first day that every year has, also those without a 29 February."""
    try:
        date(COMMON_YEAR, month, day)
    except ValueError as error:
        raise RuleViolation(Rule.LIMITS_YEAR_START, field="year_day") from error
    return YearStart(month, day)
