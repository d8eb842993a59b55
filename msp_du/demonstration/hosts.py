"""The register of the demonstration: bodies, services, what is ready, what a host proposes."""

from datetime import timedelta

from msp_du.demonstration.people import at
from msp_du.demonstration.setting import Setting, address_of
from msp_du.domain.host_proposals import HostField
from msp_du.domain.hosts import HostBody, Readiness
from msp_du.domain.vocabulary import ContactCapacity, LegalForm, OrganisationKind, Role
from msp_du.models import Contact, Organisation
from msp_du.services import host_links, host_proposals, host_register, organisations
from msp_du.services.organisations import ContactSheet, OrganisationSheet

READY = {
    "tilleuls": len(Readiness),
    "relais": 4,
    "atelier": len(Readiness),
    "passerelle": 2,
}
"""How many points of the checklist some structures have ready, the first ones."""
SERVICES = {
    "tilleuls": (("Accueil", "Rez-de-chaussée"), ("Équipe mobile", None)),
    "rives": (("Hôpital de jour", "Bâtiment C"),),
}
SIGNATORIES = {
    "tilleuls": ("Hélène Marchand", ContactCapacity.HUMAN_RESOURCES, "Bureau des stages"),
    "relais": ("Bruno Lefort", ContactCapacity.SIGNATORY, "Présidence"),
    "atelier": ("Salomé Vidal", ContactCapacity.SIGNATORY, "Direction générale"),
}
_CHECKED_BEFORE = timedelta(weeks=20)
_PROPOSED_BEFORE = timedelta(days=3)


def fill_register(work: Setting) -> None:
    """Complete the structures of the story, and add those where no placement is."""
    _number(work)
    manager = _add(work, "Association Val d’Entraide", OrganisationKind.OTHER)
    sponsor = _add(work, "Ville de Blois", OrganisationKind.OTHER)
    _add(work, "Groupe du mardi", OrganisationKind.TWELVE_STEP_GROUP, can_sign=False)
    host_links.keep(
        work.session,
        _host(work, "relais"),
        {HostBody.MANAGER: manager.id, HostBody.SPONSOR: sponsor.id},
    )
    coordinator = work.first(Role.COORDINATOR)
    for key, (name, capacity, job_title) in SIGNATORIES.items():
        sheet = ContactSheet(name, capacity, email=address_of(name), job_title=job_title)
        organisations.add_contact(work.session, _host(work, key), sheet, actor=coordinator)
    for key, services in SERVICES.items():
        for name, place in services:
            host_register.add_service(
                work.session, _host(work, key), name=name, place=place, actor=coordinator
            )
    for key, count in READY.items():
        host = _host(work, key)
        host_register.check_readiness(
            work.session,
            host,
            list(Readiness)[:count],
            checked_on=work.today - _CHECKED_BEFORE,
            today=work.today,
            actor=coordinator,
            version=host.version,
        )
    _propose(work, work.contacts["atelier"])


def _number(work: Setting) -> None:
    """Give a structure its numbers; let the carers' group be observed for a few hours."""
    tilleuls = _host(work, "tilleuls")
    tilleuls.siret, tilleuls.finess = "73282932000074", "010000024"
    tilleuls.category_code, tilleuls.category_label = "156", "Centre médico-psychologique"
    proches = _host(work, "proches")
    proches.can_sign_hours, proches.observation_only = True, True
    proches.notes = "La salle est au premier étage ; sonnez à l’interphone."
    work.session.flush()


def _propose(work: Setting, contact: Contact) -> None:
    wanted = {HostField.CITY: "Saint-Jean-de-la-Ruelle", HostField.CONTACT_PHONE: "02 38 00 00 00"}
    moment = at(work.today - _PROPOSED_BEFORE)
    host_proposals.propose(work.session, contact, wanted, now=moment)


def _host(work: Setting, key: str) -> Organisation:
    return work.session.get_one(Organisation, work.contacts[key].organisation_id)


def _add(
    work: Setting, name: str, kind: OrganisationKind, *, can_sign: bool = True
) -> Organisation:
    sheet = OrganisationSheet(
        name=name,
        kind=kind,
        legal_form=LegalForm.ASSOCIATION_1901 if kind is not OrganisationKind.OTHER else None,
        city="Blois" if kind is OrganisationKind.OTHER else None,
        can_sign_hours=can_sign,
        has_paid_staff=kind is OrganisationKind.OTHER,
    )
    return organisations.create(work.session, work.institution.id, sheet, actor=None)
