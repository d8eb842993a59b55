"""What the pages of the register say of structures: items of the list, the card."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from msp_du.domain.hosts import KINDS, Hosting, Readiness, hosting_bar
from msp_du.domain.vocabulary import OrganisationKind
from msp_du.models import HostService, Organisation
from msp_du.services import host_checks, host_links, host_register
from msp_du.web import formatting
from msp_du.web.i18n import _
from msp_du.web.labels import label

READY, NOT_READY = "oui", "non"
LONGEST_SEARCH = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to."""

    wanted: str = ""
    kind: OrganisationKind | None = None
    is_ready: bool | None = None

    @property
    def readiness(self) -> str:
        """The answer about readiness, as the address has it."""
        return {None: "", True: READY, False: NOT_READY}[self.is_ready]

    @property
    def arguments(self) -> dict[str, Any]:
        """The address's arguments that ask for the same."""
        given = {"q": self.wanted, "type": self.kind or "", "pretes": self.readiness}
        return {name: str(value) for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Card:
    """A structure in words: why it hosts none, rows of a summary, what is ready."""

    bar: str | None
    rows: list[dict[str, Any]]
    notes: list[str]
    services: list[HostService]
    readiness: list[tuple[str, str]]
    """Each point of the checklist with the day it was checked, or nothing."""

    @property
    def ready(self) -> int:
        """How many points are ready."""
        return sum(1 for _point, day in self.readiness if day)


def asked(arguments: Mapping[str, str]) -> Asked:
    """Read what a list is asked for; what means nothing is left aside."""
    kind = None
    with suppress(ValueError):
        kind = OrganisationKind(arguments.get("type", ""))
    answers = {READY: True, NOT_READY: False}
    wanted = arguments.get("q", "").strip()[:LONGEST_SEARCH]
    return Asked(wanted, kind, answers.get(arguments.get("pretes", "")))


def item(organisation: Organisation, ready: int) -> dict[str, Any]:
    """Return a structure as an item of the list, with how much is ready there."""
    place = f", {organisation.city}" if organisation.city else ""
    hosting = host_checks.hosting_of(organisation)
    shown = {
        Hosting.NEVER: (_("Sans stage"), "quiet"),
        Hosting.OBSERVATION: (_("Observation"), "info"),
        Hosting.PLACEMENTS: _ready_tag(ready),
    }
    tag, kind = shown[hosting]
    return {
        "title": organisation.name,
        "url": url_for(".show_organisation", organisation_id=organisation.id),
        "text": f"{label(organisation.kind)}{place}",
        "tag": tag,
        "tag_kind": kind,
    }


def _ready_tag(ready: int) -> tuple[str, str]:
    whole = len(Readiness)
    if ready == whole:
        return _("Prête"), "done"
    if ready == 0:
        return _("À préparer"), "quiet"
    return _("Prête à %(ready)s sur %(whole)s", ready=ready, whole=whole), "todo"


def card(session: Session, organisation: Organisation) -> Card:
    """Gather what the page of a structure shows, its contacts apart."""
    bar = hosting_bar(organisation.kind, can_sign_hours=organisation.can_sign_hours)
    checked = host_register.readiness(session, organisation.id)
    return Card(
        bar=label(bar) if bar else None,
        rows=_rows(organisation),
        notes=[label(note) for note in host_register.reminders(session, organisation)],
        services=host_register.services_of(session, organisation.id),
        readiness=[
            (label(point), formatting.day(checked[point]) if point in checked else "")
            for point in Readiness
        ],
    )


def bodies(session: Session, organisation: Organisation) -> list[dict[str, Any]]:
    """Return the structures that one is linked with, as rows of a summary."""
    found = host_links.of(session, organisation.id)
    rows = [_linked(label(part), body) for part, body in sorted(found.items())]
    depending = host_links.depending_on(session, organisation.id)
    return rows + [_linked(_("Dépend de celle-ci"), one) for one in depending]


def _linked(part: str, body: Organisation) -> dict[str, Any]:
    return {
        "key": part,
        "value": body.name,
        "typed": True,
        "url": url_for(".show_organisation", organisation_id=body.id),
        "action": _("Voir"),
        "about": body.name,
    }


def _rows(organisation: Organisation) -> list[dict[str, Any]]:
    kind = KINDS[organisation.kind]
    is_medical = kind.is_medical if organisation.is_medical is None else organisation.is_medical
    unknown = _("Non précisée")
    rows = [
        (_("Type de structure"), label(organisation.kind)),
        (_("Stages"), label(host_checks.hosting_of(organisation))),
        (_("Emploi"), label(kind.employing)),
        (_("Ville"), organisation.city or unknown),
        (
            _("Forme juridique"),
            label(organisation.legal_form) if organisation.legal_form else unknown,
        ),
        (_("Établissement de soins"), _answer(is_so=is_medical)),
        (_("Personnes salariées"), _answer(is_so=organisation.has_paid_staff)),
        (_("Signe les heures"), _answer(is_so=organisation.can_sign_hours)),
        (_("Numéro SIRET"), organisation.siret or _("Non précisé")),
        (_("Numéro FINESS"), organisation.finess or _("Non précisé")),
    ]
    if organisation.category_label:
        words = f"{organisation.category_code}, {organisation.category_label}"
        rows.append((_("Catégorie du répertoire"), words))
    return [{"key": key, "value": value} for key, value in rows]


def _answer(*, is_so: bool) -> str:
    return _("Oui") if is_so else _("Non")
