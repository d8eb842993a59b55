"""A foreign id in a form about marks, classes, credits, moves or the board is none of its answers.

The page says so in the words for what it does not offer, whatever else would refuse it.
"""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask

from msp_du.extensions import db, transaction
from msp_du.models import Module
from tests.support.client import PageClient, csrf_token, main_text, sign_in
from tests.support.rows import rows_digest
from tests.support.world import Scope, World, build_world

Ids = Mapping[str, Any]
FAR = [Scope.OTHER_INSTITUTION]
BOTH = [Scope.OTHER_COHORT, Scope.OTHER_INSTITUTION]
NOT_OFFERED = "Choisissez une réponse de la liste."
NONE_OFFERED = "Choisissez des réponses de la liste."
MOVED = "La liste a changé depuis"

SEAT = "/jury/seances/{sitting}/membres/nouveau"
TRANSFER = "/promotions/inscriptions/{enrolment}/transfert"
CREDIT = "/promotions/inscriptions/{enrolment}/acquis"
CLASS = "/presences/promotions/{cohort}/seances/nouvelle"
ROLL = "/presences/seances/{class_session}"
SHEET = "/notes/{cohort}/{module}"
DOCUMENTS = "/jury/{cohort}/documents"

ROW = "{other[enrolment_year].hex}"
CELL = ROW + ".{own[assessment].hex}"
NOTED = {f"seen.{ROW}": "0 ", f"state.{ROW}": "present"}
MARKED = {f"seen.{CELL}": "0 ", f"mark.{CELL}": "12"}

CHOICES: list[tuple[str, str, list[Scope], dict[str, str], str]] = [
    ("cohort_coordinator", SEAT, BOTH, {"account_id": "{other[account]}"}, NOT_OFFERED),
    ("cohort_coordinator", SEAT, BOTH, {"deputy_of_id": "{other[seat]}"}, NOT_OFFERED),
    ("cohort_coordinator", TRANSFER, BOTH, {"cohort_id": "{other[cohort]}"}, NOT_OFFERED),
    ("coordinator", CREDIT, BOTH, {"part": "{other[enrolment_year]}:UE1.1"}, NOT_OFFERED),
    ("cohort_coordinator", CLASS, FAR, {"module_id": "{other[module]}"}, NOT_OFFERED),
    ("cohort_coordinator", CLASS, FAR, {"instructor_id": "{other[account]}"}, NOT_OFFERED),
    ("cohort_coordinator", DOCUMENTS, BOTH, {"placements": "{other[placement]}"}, NONE_OFFERED),
    ("cohort_coordinator", ROLL, BOTH, NOTED, MOVED),
    ("tutor", SHEET, BOTH, MARKED, MOVED),
]


@pytest.fixture
def world(app: Flask) -> World:
    """The three cohorts, each with the first assessment of its module."""
    with app.app_context():
        with transaction() as session:
            built = build_world(session)
            for ids in built.ids.values():
                extra: dict[str, Any] = ids
                module = session.get_one(Module, ids["module"])
                extra["assessment"] = module.assessments[0].id
        db.session.remove()
    return built


@pytest.mark.parametrize(
    ("actor", "path", "scopes", "swap", "words"),
    CHOICES,
    ids=[f"{path} {next(iter(swap))}" for _actor, path, _scopes, swap, _words in CHOICES],
)
def test_a_foreign_id_is_none_of_the_answers(
    app: Flask,
    client: PageClient,
    world: World,
    *,
    actor: str,
    path: str,
    scopes: list[Scope],
    swap: dict[str, str],
    words: str,
) -> None:
    own = world.ids[Scope.OWN]
    sign_in(client, world.actors[actor])
    with app.app_context():
        before = rows_digest()
    for scope in scopes:
        ids: dict[str, Ids] = {"own": own, "other": world.ids[scope]}
        data = {name.format(**ids): text.format(**ids) for name, text in swap.items()}
        data |= {"csrf_token": csrf_token(client), "step": "record"}
        answer = client.post(path.format(**own), data=data)
        assert answer.status_code == 422, scope
        assert words in main_text(answer.text), scope
    with app.app_context():
        assert rows_digest() == before
