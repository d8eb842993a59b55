"""Fields that no form offers, posted all the same, change nothing."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import HoursState, Role
from msp_du.extensions import transaction
from msp_du.models import (
    Account,
    Base,
    Enrolment,
    HoursEntry,
    Institution,
    Organisation,
    Placement,
)
from tests.support.client import PageClient, main_text, sign_in
from tests.support.world import Scope, World, build_world
from tests.support.world_extras import free


@pytest.fixture
def world(session: Session) -> World:
    with transaction() as s:
        built = build_world(s)
        free(s, built.ids[Scope.OWN])
    return built


EXTRA = {
    "id": "00000000-0000-4000-8000-000000000000",
    "institution_id": "00000000-0000-4000-8000-000000000000",
    "person_id": "00000000-0000-4000-8000-000000000000",
    "account_id": "00000000-0000-4000-8000-000000000000",
    "cohort_id": "",
    "role": "administrator",
    "roles": "administrator",
    "state": "approved",
    "signature_id": "00000000-0000-4000-8000-000000000000",
    "password_hash": "x",
    "code": "autre",
    "submitted_at": "2020-01-01",
    "sort_key": "0",
    "is_admin": "1",
}
FORMS: list[tuple[str, str, type[Base], str, dict[str, str]]] = [
    ("trainee", "/heures/saisies/{entry}/modifier", HoursEntry, "entry", {}),
    ("coordinator", "/promotions/inscriptions/{enrolment}/identite", Enrolment, "enrolment", {}),
    ("coordinator", "/stages/{placement}/modifier", Placement, "placement", {}),
    (
        "coordinator",
        "/stages/structures/{organisation}/modifier",
        Organisation,
        "organisation",
        {},
    ),
    ("administrator", "/etablissement/{institution}/modifier", Institution, "institution", {}),
]
GUARDED = set(EXTRA) - {"sort_key", "submitted_at"}


def columns(session: Session, model: type[Base], identity: UUID) -> dict[str, Any]:
    row = session.get_one(model, identity, populate_existing=True)
    return {name: getattr(row, name) for name in GUARDED if hasattr(row, name)}


@pytest.mark.parametrize(
    ("actor", "path", "model", "name", "fields"), FORMS, ids=[form[1] for form in FORMS]
)
def test_fields_that_a_form_does_not_hold_change_nothing(
    client: PageClient,
    session: Session,
    world: World,
    *,
    actor: str,
    path: str,
    model: type[Base],
    name: str,
    fields: dict[str, str],
) -> None:
    own = world.ids[Scope.OWN]
    before = columns(session, model, own[name])
    grants = grants_of(session, world)
    sign_in(client, world.actors[actor])
    answer = client.submit(path.format(**own), EXTRA | fields)
    assert answer.status_code == 302, main_text(answer.text)
    session.rollback()
    assert columns(session, model, own[name]) == before
    assert grants_of(session, world) == grants
    assert session.get_one(HoursEntry, own["entry"]).state is HoursState.DRAFT


def grants_of(session: Session, world: World) -> set[tuple[UUID, Role]]:
    rows = [session.get_one(Account, account.id) for account in world.actors.values()]
    return {(row.id, grant.role) for row in rows for grant in row.grants}
