"""Forms of the register of structures: the card, services, readiness."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from msp_du.blueprints.placements.forms import VersionedForm
from msp_du.domain.hosts import HostBody, Readiness
from msp_du.domain.vocabulary import LegalForm, OrganisationKind
from msp_du.models import HostService, Organisation
from msp_du.services.organisations import OrganisationSheet
from msp_du.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    GuardedTextField,
    SelectField,
    TextField,
)
from msp_du.web.i18n import lazy
from msp_du.web.validators import length, optional, required

YES, NO = "yes", "no"
_ANSWERS: Mapping[bool | None, str] = {None: "", True: YES, False: NO}


class OrganisationForm(VersionedForm):
    """A structure; ``offer_bodies`` must be called before it is validated or shown."""

    institution = SelectField(lazy("Établissement"), [required()])
    name = TextField(lazy("Nom"), [required(), length(maximum=120)], autocomplete="off")
    kind = SelectField(
        lazy("Type de structure"),
        [required()],
        choices=OrganisationKind,
        blank=lazy("Choisir…"),
    )
    legal_form = SelectField(
        lazy("Forme juridique"), [optional()], choices=LegalForm, blank=lazy("Non précisée")
    )
    city = TextField(lazy("Ville"), [optional(), length(maximum=80)], width=20)
    is_medical = SelectField(
        lazy("Établissement de soins"),
        [optional()],
        choices=[(YES, lazy("Oui")), (NO, lazy("Non"))],
        blank=lazy("Selon le type"),
    )
    can_sign_hours = CheckboxField(
        lazy("Une personne responsable peut signer les heures"),
        hint=lazy("Sans elle, la structure n’accueille pas de stage."),
    )
    observation_only = CheckboxField(
        lazy("N’accueille qu’en observation"),
        hint=lazy("Quelques heures par année, pas davantage."),
    )
    has_paid_staff = CheckboxField(lazy("Emploie des personnes salariées"))
    siret = TextField(
        lazy("Numéro SIRET"), [optional(), length(maximum=20)], width=20, autocomplete="off"
    )
    finess = TextField(
        lazy("Numéro FINESS"),
        [optional(), length(maximum=14)],
        hint=lazy("Celui de l’établissement, 9 signes"),
        width=10,
        autocomplete="off",
    )
    manager = SelectField(lazy("Organisme gestionnaire"), [optional()], blank=lazy("Aucun"))
    sponsor = SelectField(
        lazy("Parrain"),
        [optional()],
        blank=lazy("Aucun"),
        hint=lazy("Un tiers, jamais le gestionnaire"),
    )
    notes = GuardedTextField(
        lazy("À savoir sur la structure"),
        [optional()],
        max_length=1000,
        hint=lazy("Accès, horaires, usages du lieu : rien sur une personne."),
    )

    def offer_bodies(self, structures: Iterable[tuple[UUID, str]]) -> None:
        """Set which structures may manage or sponsor this one."""
        choices = [(str(identity), name) for identity, name in structures]
        self.manager.offer(choices)
        self.sponsor.offer(choices)

    @property
    def sheet(self) -> OrganisationSheet:
        """What a valid form says."""
        bodies = {HostBody.MANAGER: self.manager.data, HostBody.SPONSOR: self.sponsor.data}
        return OrganisationSheet(
            name=self.name.data,
            kind=self.kind.data,
            legal_form=self.legal_form.data,
            city=self.city.data or None,
            has_paid_staff=self.has_paid_staff.data,
            can_sign_hours=self.can_sign_hours.data,
            is_medical=self.is_medical.data == YES if self.is_medical.data else None,
            observation_only=self.observation_only.data or None,
            siret=self.siret.data or None,
            finess=self.finess.data or None,
            notes=self.notes.data or None,
            bodies={part: UUID(chosen) for part, chosen in bodies.items() if chosen},
        )


class ServiceForm(VersionedForm):
    """A service or place of a structure."""

    name = TextField(lazy("Nom du service ou du lieu"), [required(), length(maximum=120)])
    place = TextField(
        lazy("Adresse ou site"), [optional(), length(maximum=120)], autocomplete="off"
    )
    is_active = CheckboxField(lazy("Proposé pour de nouveaux stages"))


class ReadinessForm(VersionedForm):
    """What a structure has ready, and the day on which that was checked."""

    items = CheckboxesField(lazy("Ce qui est prêt"), choices=Readiness)
    checked_on = DateField(
        lazy("Vérifié le"),
        [required()],
        hint=lazy("Pour ce qui vient d’être coché ; le reste garde sa date"),
    )


def organisation_values(
    organisation: Organisation, bodies: Mapping[HostBody, Organisation]
) -> dict[str, Any]:
    """Return what the form shows of a structure."""
    legal_form = organisation.legal_form
    return {
        "institution": str(organisation.institution_id),
        "version": str(organisation.version),
        "name": organisation.name,
        "kind": organisation.kind.value,
        "legal_form": legal_form.value if legal_form else None,
        "city": organisation.city or "",
        "has_paid_staff": organisation.has_paid_staff,
        "can_sign_hours": organisation.can_sign_hours,
        "is_medical": _ANSWERS[organisation.is_medical],
        "observation_only": bool(organisation.observation_only),
        "siret": organisation.siret or "",
        "finess": organisation.finess or "",
        "notes": organisation.notes or "",
        **{part.value: str(body.id) for part, body in bodies.items()},
    }


def service_values(row: HostService) -> dict[str, Any]:
    """Return what the form shows of a service."""
    return {
        "version": str(row.version),
        "name": row.name,
        "place": row.place or "",
        "is_active": row.is_active,
    }
