"""Forms of structures, contacts and placements."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import wtforms

from msp_du.blueprints.placements.law_form import LawFields
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Period
from msp_du.domain.vocabulary import ContactCapacity, Regime
from msp_du.models import Contact, Placement
from msp_du.services.organisations import ContactSheet
from msp_du.web.fields import (
    DateField,
    DurationField,
    EmailField,
    RadioField,
    SelectField,
    TextField,
    UploadField,
    VersionField,
)
from msp_du.web.forms import BaseForm, SubForm
from msp_du.web.i18n import lazy
from msp_du.web.labels import sentence
from msp_du.web.validators import email, is_blank, length, optional, required

PERIOD_ROWS = 3


class VersionedForm(BaseForm):
    """A form on what several people may change."""

    version = VersionField()

    @property
    def seen_version(self) -> int:
        """The version of what is edited when the form was first shown."""
        return self.version.seen


class ReceptionForm(BaseForm):
    """The day on which the document of a placement came."""

    received_on = DateField(lazy("Reçu le"), [required()])


class SignedCopyForm(ReceptionForm):
    """The document as the host signed it."""

    scan = UploadField(
        lazy("Exemplaire signé"),
        [required()],
        hint=lazy("PDF, PNG ou JPEG, 10 Mo au plus"),
        accept="application/pdf,image/png,image/jpeg",
    )


class ContactForm(VersionedForm):
    """A person to reach at a structure."""

    name = TextField(lazy("Nom"), [required(), length(maximum=120)], autocomplete="off")
    capacity = RadioField(lazy("Rôle"), [required()], choices=ContactCapacity)
    job_title = TextField(lazy("Fonction"), [optional(), length(maximum=120)], autocomplete="off")
    email = EmailField(
        lazy("Adresse électronique"),
        [optional(), email(), length(maximum=254)],
        autocomplete="off",
        hint=lazy("Nécessaire pour l’inviter à signer des heures"),
    )
    phone = TextField(
        lazy("Téléphone"), [optional(), length(maximum=40)], width=20, autocomplete="off"
    )

    @property
    def sheet(self) -> ContactSheet:
        """What a valid form says."""
        return ContactSheet(
            name=self.name.data,
            capacity=self.capacity.data,
            email=self.email.data or None,
            phone=self.phone.data or None,
            job_title=self.job_title.data or None,
        )


class PeriodRow(SubForm):
    """One period; a row left blank is no period."""

    starts_on = DateField(lazy("Du"))
    ends_on = DateField(lazy("Au"))
    planned_minutes = DurationField(
        lazy("Heures prévues"), hint=lazy("Par exemple 140"), most_hours=999
    )

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed in this row."""
        return all(is_blank(field) for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        parent: Any = super()
        parent.validate(extra_validators)
        for field in self:
            if not self.is_empty and is_blank(field):
                field.errors = [*field.errors, str(field.missing)]
        return not self.errors


class PlacementForm(VersionedForm, LawFields):
    """A placement at a structure that was chosen before."""

    contact = SelectField(lazy("Contact qui signera les heures"), [required()])
    service = TextField(
        lazy("Service ou lieu, tel qu’il sera écrit"),
        [optional(), length(maximum=120)],
        autocomplete="off",
        hint=lazy("Vide, c’est le nom du service choisi"),
    )
    host_service = SelectField(
        lazy("Service de la structure"), [optional()], blank=lazy("Aucun en particulier")
    )
    regime = RadioField(lazy("Cadre du stage"), [required()], choices=Regime)
    module = SelectField(lazy("Module"), [required()])
    academic_tutor = SelectField(
        lazy("Suivi pédagogique"), [optional()], blank=lazy("À désigner plus tard")
    )
    periods = wtforms.FieldList(wtforms.FormField(PeriodRow), min_entries=PERIOD_ROWS)

    @property
    def given_periods(self) -> list[Period]:
        """The periods of the rows that were filled in."""
        return [
            Period(row.starts_on.data, row.ends_on.data, row.planned_minutes.data)
            for row in self._filled_rows()
        ]

    def refuse(self, violation: RuleViolation) -> None:
        """Put a refusal of a period under the row at fault, any other where it belongs."""
        self.show_findings(violation)
        first = violation.details.get("first_day")
        row = self._row_of(first) if isinstance(first, date) else None
        if violation.rule is Rule.PERIOD_MISSING:
            row, violation.field = self.periods.entries[0].form, "starts_on"
        if row is not None and violation.field in row:
            field = row[violation.field]
            field.errors = [*field.errors, sentence(violation.rule, **violation.details)]
            self.periods.errors = (*self.periods.errors, row.errors)
        else:
            self.add_violation(violation)

    def _filled_rows(self) -> list[PeriodRow]:
        rows: list[PeriodRow] = [entry.form for entry in self.periods]
        return [row for row in rows if not row.is_empty]

    def _row_of(self, first_day: date) -> PeriodRow | None:
        rows = (row for row in self._filled_rows() if row.starts_on.data == first_day)
        return next(rows, None)


def contact_values(contact: Contact) -> dict[str, Any]:
    """Return what the form shows of a contact."""
    return {
        "version": str(contact.version),
        "name": contact.name,
        "capacity": contact.capacity.value,
        "job_title": contact.job_title or "",
        "email": contact.email or "",
        "phone": contact.phone or "",
    }


def placement_values(placement: Placement) -> dict[str, Any]:
    """Return what the form shows of a placement."""
    return {
        "version": str(placement.version),
        "contact": str(placement.contact_id),
        "service": placement.service or "",
        "host_service": str(placement.host_service_id or ""),
        "regime": placement.regime.value,
        "module": module_choice(placement.enrolment_year_id, placement.module_id),
        "academic_tutor": str(placement.academic_tutor_id or ""),
        "periods": period_rows(placement),
    }


def period_rows(placement: Placement) -> Sequence[dict[str, Any]]:
    """Return the rows of periods, with blank ones to add more."""
    rows = [
        {
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "planned_minutes": row.planned_minutes,
        }
        for row in placement.periods
    ]
    blank: dict[str, Any] = {"starts_on": None, "ends_on": None, "planned_minutes": None}
    return [*rows, *[blank] * max(2, PERIOD_ROWS - len(rows))]


def module_choice(year_id: object, module_id: object) -> str:
    """Return the choice that stands for a module in a year of an enrolment."""
    return f"{year_id} {module_id}"
