"""Ids slipped into forms and addresses reach no further than the links that a page offers.

``own`` are the ids of the actors' own cohort, ``other`` those of the cohort next door or of the
other institution; a form is filled as it should be, then one answer is swapped for a foreign one.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import HoursState, OrganisationKind, Regime
from msp_du.extensions import db, transaction
from msp_du.models import (
    HoursEntry,
    Organisation,
    Placement,
)
from msp_du.services import approvals
from tests.factories import TODAY
from tests.support.client import (
    PageClient,
    csrf_token,
    find_form,
    form_values,
    main_text,
    sign_in,
)
from tests.support.rows import rows_digest
from tests.support.world import Scope, World, build_world
from tests.support.world_extras import free

Ids = Mapping[str, Any]
FAR = [Scope.OTHER_INSTITUTION]
BOTH = [Scope.OTHER_COHORT, Scope.OTHER_INSTITUTION]


@pytest.fixture
def world(app: Flask) -> World:
    """The three cohorts, with the digest of what each host sees."""
    with app.app_context():
        with transaction() as session:
            built = build_world(session)
            for ids in built.ids.values():
                free(session, ids)
                extra: dict[str, Any] = ids
                placement = session.get_one(Placement, ids["placement"])
                extra["digest"] = approvals.digest_of(approvals.to_sign(session, placement))
                extra["placement_module"] = placement.module_id
        db.session.remove()
    return built


def period() -> dict[str, str]:
    first, last = TODAY + timedelta(days=400), TODAY + timedelta(days=410)
    return {
        f"periods-0-{name}-{part}": str(getattr(day, part))
        for name, day in (("starts_on", first), ("ends_on", last))
        for part in ("day", "month", "year")
    } | {"periods-0-planned_minutes": "35"}


def placement_form(own: Ids) -> dict[str, Any]:
    return period() | {
        "contact": own["contact"],
        "module": f"{own['enrolment_year']} {own['placement_module']}",
        "regime": Regime.CONTINUING_EDUCATION.value,
        "academic_tutor": own["account"],
    }


OPEN = "/stages/nouveau/{enrolment}/{organisation}"
EDIT = "/stages/{placement}/modifier"
INVITE = "/etablissement/{institution}/comptes/inviter"
ROLES = "/etablissement/{institution}/comptes/{account}/roles"
COHORT = "/promotions/etablissements/{institution}/ouvrir"
SEND = "/heures/{placement}/envoyer"
SIGN = "/bureau/stages/{placement}/valider"
STRUCTURE = "/stages/structures/nouvelle"
SIGNED = {"declared_name": "Paule", "declared_capacity": "Cadre"}
PERSON = {"display_name": "Noé", "email": "noe@example.org", "roles": "tutor"}

YEAR = {"module": "{other[enrolment_year]} {own[placement_module]}"}
MODULE = {"module": "{own[enrolment_year]} {other[placement_module]}"}
CONTACT = {"contact": "{other[contact]}"}
TUTOR = {"academic_tutor": "{other[account]}"}
FAR_VERSION = {
    "code": "B1",
    "curriculum_version_id": "{other[version]}",
    "academic_year_id": "{own[year]}",
}
FAR_YEAR = {
    "code": "B1",
    "curriculum_version_id": "{own[version]}",
    "academic_year_id": "{other[year]}",
}
FAR_COHORT = {"cohort_id": "{other[cohort]}"}
FAR_HOST = {
    "institution": "{other[institution]}",
    "name": "CMP",
    "kind": OrganisationKind.CLUBHOUSE.value,
}

BODIES: list[tuple[str, str, str, list[Scope], dict[str, str]]] = [
    ("contact", "coordinator", OPEN, BOTH, CONTACT),
    ("year", "coordinator", OPEN, BOTH, YEAR),
    ("module", "coordinator", OPEN, FAR, MODULE),
    ("tutor", "coordinator", OPEN, FAR, TUTOR),
    ("contact", "cohort_coordinator", EDIT, BOTH, CONTACT),
    ("year", "cohort_coordinator", EDIT, BOTH, YEAR),
    ("module", "cohort_coordinator", EDIT, FAR, MODULE),
    ("tutor", "cohort_coordinator", EDIT, FAR, TUTOR),
    ("curriculum", "coordinator", COHORT, FAR, FAR_VERSION),
    ("academic year", "coordinator", COHORT, FAR, FAR_YEAR),
    ("cohort", "administrator", INVITE, FAR, PERSON | FAR_COHORT),
    ("cohort", "administrator", ROLES, FAR, {"role": "coordinator"} | FAR_COHORT),
    ("role of trainee", "administrator", ROLES, FAR, {"role": "trainee"}),
    ("entries", "trainee", SEND, BOTH, {"entries": "{other[entry]}"}),
]


def filled(fields: Mapping[str, Any], own: Ids, other: Ids) -> dict[str, str]:
    return {name: str(text).format(own=own, other=other) for name, text in fields.items()}


@pytest.mark.parametrize(
    ("actor", "path", "scopes", "swap"),
    [case[1:] for case in BODIES],
    ids=[f"{case[0]} {case[1]} {case[2]}" for case in BODIES],
)
def test_a_foreign_id_in_a_form_is_refused_and_nothing_is_written(
    app: Flask,
    client: PageClient,
    world: World,
    *,
    actor: str,
    path: str,
    scopes: list[Scope],
    swap: dict[str, str],
) -> None:
    own = world.ids[Scope.OWN]
    sign_in(client, world.actors[actor])
    base = placement_form(own) if path in {OPEN, EDIT} else {}
    version = {"version": "1"} if path == EDIT else {}
    with app.app_context():
        before = rows_digest()
    for scope in scopes:
        data = (
            base
            | version
            | filled(swap, own, world.ids[scope])
            | {"csrf_token": csrf_token(client)}
        )
        answer = client.post(path.format(**own), data=data)
        assert answer.status_code == 422, (scope, answer.text)
    with app.app_context():
        assert rows_digest() == before


def test_a_structure_is_added_to_ones_own_institution_whatever_is_posted(
    client: PageClient, session: Session, world: World
) -> None:
    own, other = world.ids[Scope.OWN], world.ids[Scope.OTHER_INSTITUTION]
    sign_in(client, world.actors["cohort_coordinator"])
    client.submit(STRUCTURE, filled(FAR_HOST, own, other))
    session.rollback()
    added = session.execute(select(Organisation).where(Organisation.name == "CMP")).scalar_one()
    assert added.institution_id == own["institution"]


@pytest.mark.parametrize("scope", BOTH)
@pytest.mark.parametrize("entries", ["{other}", "{own} {other}"])
def test_a_foreign_entry_in_a_list_is_refused_and_stays_unsigned(
    client: PageClient, session: Session, world: World, *, scope: Scope, entries: str
) -> None:
    own, other = world.ids[Scope.OWN], world.ids[scope]
    sign_in(client, world.actors["supervisor"])
    name = f"list_{own['placement'].hex}"
    page = client.get(SIGN.format(**own).removesuffix("/valider"))
    token, digest, *_ids = form_values(find_form(page.text))[name].split()
    ids = entries.format(own=own["sent_entry"], other=other["sent_entry"])
    for shown in (digest, other["digest"]):
        data = SIGNED | {name: f"{token} {shown} {ids}", f"sign_{own['placement'].hex}": "y"}
        answer = client.post(SIGN.format(**own), data=data | {"csrf_token": csrf_token(client)})
        assert answer.status_code == 422
        assert "Les heures ont changé" in main_text(answer.text)
    session.rollback()
    foreign = session.get_one(HoursEntry, other["sent_entry"])
    assert (foreign.state, foreign.signature_id) == (HoursState.SUBMITTED, None)


def test_the_same_form_is_taken_with_ids_of_ones_own(client: PageClient, world: World) -> None:
    own = world.ids[Scope.OWN]
    sign_in(client, world.actors["coordinator"])
    data = placement_form(own) | {"csrf_token": csrf_token(client)}
    answer = client.post(OPEN.format(**own), data=data)
    assert answer.status_code == 302, main_text(answer.text)


PAIRS = [
    ("coordinator", "/stages/nouveau/{enrolment}/{organisation}", "organisation", FAR),
    ("supervisor", "/bureau/stages/{placement}/signaler/{sent_entry}", "sent_entry", BOTH),
    ("administrator", "/etablissement/{institution}/comptes/{account}/fermer", "account", FAR),
    (
        "administrator",
        "/etablissement/{institution}/comptes/{account}/roles/{grant}/retirer",
        "grant",
        BOTH,
    ),
    ("administrator", "/etablissement/annees/{year}/semaines/{week}/retirer", "week", FAR),
    ("administrator", "/etablissement/annees/{year}/echeances/{deadline}/retirer", "deadline", FAR),
]


@pytest.mark.parametrize(("actor", "path", "name", "scopes"), PAIRS, ids=[p[1] for p in PAIRS])
def test_a_foreign_id_behind_ones_own_in_an_address_answers_404(
    app: Flask,
    client: PageClient,
    world: World,
    *,
    actor: str,
    path: str,
    name: str,
    scopes: list[Scope],
) -> None:
    sign_in(client, world.actors[actor])
    with app.app_context():
        before = rows_digest()
    for scope in scopes:
        mixed = world.ids[Scope.OWN] | {name: world.ids[scope][name]}
        data = {"csrf_token": csrf_token(client), "reason": "La fin était à 16 h.", "version": "1"}
        assert client.post(path.format(**mixed), data=data).status_code == 404, scope
    with app.app_context():
        assert rows_digest() == before
