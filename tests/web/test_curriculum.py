"""Versions of the curriculum on screen: read, downloaded, previewed, imported."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.assessment_rules import (
    AbsenceEffect,
    AbsenceRule,
    Compensation,
    ResitPolicy,
    Rounding,
    Rules,
)
from msp_du.domain.vocabulary import Language, Role
from msp_du.extensions import db, transaction
from msp_du.files import curriculum_yaml
from msp_du.models import CurriculumVersion
from msp_du.services import curricula
from msp_du.web.curriculum_rules import changed_texts, rule_texts
from tests.factories import SHIPPED_CURRICULUM, make_account, make_curriculum, make_institution
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.statements import statements

SHIPPED = SHIPPED_CURRICULUM.read_bytes()
LATER = SHIPPED.replace(b'version: "2026"', b'version: "2027"').replace(
    b"coefficient: 3", b"coefficient: 4", 1
)


@pytest.fixture
def institution_id(session: Session) -> UUID:
    with transaction() as writing:
        return make_institution(writing, code="here").id


@pytest.fixture
def coordinator(session: Session, institution_id: UUID, client: PageClient) -> PageClient:
    with transaction() as writing:
        account = make_account(writing, Role.COORDINATOR)
    sign_in(client, account)
    return client


def upload(client: PageClient, institution_id: UUID, data: bytes) -> TestResponse:
    url = f"/formation/etablissements/{institution_id}/importer"
    return client.submit(url, {"file": (BytesIO(data), "fichier.yaml")})


def confirm(client: PageClient, preview: TestResponse, **changes: Any) -> TestResponse:
    form = find_form(preview.text)
    return client.post(form.get("action"), data=form_values(form) | changes, follow_redirects=True)


def versions(session: Session) -> int:
    session.rollback()
    return session.execute(select(func.count(CurriculumVersion.id))).scalar_one()


def test_a_file_is_previewed_then_imported(
    coordinator: PageClient, session: Session, institution_id: UUID
) -> None:
    preview = upload(coordinator, institution_id, SHIPPED)
    words = main_text(preview.text)
    assert preview.status_code == 200
    assert "Modules 29" in words
    assert "Ensemble 60 420\u00a0h 700\u00a0h 30".replace("\u00a0", " ") in words.replace(
        "\u00a0", " "
    )
    assert versions(session) == 0
    page = confirm(coordinator, preview)
    assert "La version 2026 est importée." in main_text(page.text)
    assert versions(session) == 1
    assert "2026" in coordinator.page("/formation/")


def test_a_preview_says_what_changes_from_the_last_version(
    coordinator: PageClient, session: Session, institution_id: UUID
) -> None:
    with transaction() as writing:
        make_curriculum(writing)
    changed = LATER.replace(b"pass_mark: 10", b"pass_mark: 12")
    words = main_text(upload(coordinator, institution_id, changed).text).replace("\u00a0", " ")
    assert "Unité UE1.1 coefficient : 3 → 4" in words
    assert "atteint 10 sur 20" in words
    assert "atteint 12 sur 20" in words


def test_a_faulty_file_has_all_its_faults_on_one_page(
    coordinator: PageClient, session: Session, institution_id: UUID
) -> None:
    data = SHIPPED.replace(b"ects: 6", b"ects: -6", 1).replace(b"rules:", b"colour: red\nrules:")
    answer = upload(coordinator, institution_id, data)
    assert answer.status_code == 422
    assert "<code>years[0].units[0].ects</code>" in answer.text
    assert "<code>colour</code>" in answer.text
    assert "il y a 2 points à corriger" in main_text(answer.text)
    assert versions(session) == 0


def test_a_version_that_exists_is_refused_at_the_preview(
    coordinator: PageClient, session: Session, institution_id: UUID
) -> None:
    with transaction() as writing:
        make_curriculum(writing)
    answer = upload(coordinator, institution_id, SHIPPED)
    assert answer.status_code == 422
    assert "existe déjà" in main_text(answer.text)


def test_a_confirmation_that_means_something_else_by_now_is_previewed_again(
    coordinator: PageClient, session: Session, institution_id: UUID
) -> None:
    preview = upload(coordinator, institution_id, LATER)
    with transaction() as writing:
        make_curriculum(writing)
    again = confirm(coordinator, preview)
    assert again.status_code == 422
    assert "Les données ont changé depuis l’aperçu" in main_text(again.text)
    assert versions(session) == 1
    assert "La version 2027 est importée." in main_text(confirm(coordinator, again).text)


def test_confirming_twice_imports_once(
    coordinator: PageClient, session: Session, institution_id: UUID
) -> None:
    preview = upload(coordinator, institution_id, SHIPPED)
    confirm(coordinator, preview)
    assert "existe déjà" in main_text(confirm(coordinator, preview).text)
    assert versions(session) == 1


def test_what_a_preview_carries_is_of_no_use_elsewhere(
    coordinator: PageClient, session: Session, institution_id: UUID
) -> None:
    preview = upload(coordinator, institution_id, SHIPPED)
    carried = form_values(find_form(preview.text))["staged"]
    changed = confirm(coordinator, preview, staged=f"x{carried}")
    assert "Cet aperçu n’est plus valable" in main_text(changed.text)
    with transaction() as writing:
        other = make_account(writing, Role.COORDINATOR)
    sign_in(coordinator, other)
    page = coordinator.get(f"/formation/etablissements/{institution_id}/importer")
    token = form_values(find_form(page.text))["csrf_token"]
    theirs = confirm(coordinator, preview, csrf_token=token)
    assert "Cet aperçu n’est plus valable" in main_text(theirs.text)
    assert versions(session) == 0


def test_nobody_imports_into_another_institution(coordinator: PageClient, session: Session) -> None:
    with transaction() as writing:
        there = make_institution(writing, code="there")
    coordinator.page(f"/formation/etablissements/{there.id}/importer", status=404)
    answer = coordinator.post(
        f"/formation/etablissements/{there.id}/importer",
        data={"file": (BytesIO(SHIPPED), "fichier.yaml")},
    )
    assert (answer.status_code, versions(session)) in {(404, 0), (400, 0)}


def test_a_version_is_read_by_a_trainee_and_given_back_byte_for_byte(
    client: PageClient, session: Session
) -> None:
    with transaction() as writing:
        version = make_curriculum(writing)
        account = make_account(writing, Role.TRAINEE)
    sign_in(client, account)
    words = client.page(f"/formation/{version.id}").replace("\u00a0", " ")
    for expected in ("UE1.1", "M111", "Année 2", "6 ECTS, coefficient 3", "Contrôle continu écrit"):
        assert expected in words
    assert "Importer" not in client.page("/formation/")
    answer = client.get(f"/formation/{version.id}/fichier")
    assert answer.data == SHIPPED
    assert answer.headers["Content-Disposition"] == 'attachment; filename="formation-2026.yaml"'
    rules = client.page(f"/formation/{version.id}/regles").replace("\u00a0", " ")
    assert "Une unité dont la moyenne est inférieure à 8 sur 20 n’est pas compensée." in rules


@pytest.mark.parametrize("page", ["", "/regles", "/fichier"])
def test_a_version_of_another_institution_is_not_there(
    coordinator: PageClient, session: Session, page: str
) -> None:
    with transaction() as writing:
        there = make_curriculum(writing, institution=make_institution(writing, code="there"))
    assert "UE1.1" not in coordinator.page(f"/formation/{there.id}{page}", status=404)
    assert "Aucune version" in coordinator.page("/formation/")


def test_the_list_asks_as_much_for_three_versions_as_for_one(
    coordinator: PageClient, session: Session, institution_id: UUID
) -> None:
    with transaction() as writing:
        make_curriculum(writing)
    with statements(db.engine) as few:
        coordinator.page("/formation/")
    with transaction() as writing:
        for label in (b"2027", b"2028"):
            content = curriculum_yaml.read(LATER.replace(b'"2027"', b'"%s"' % label))
            curricula.import_version(writing, institution_id, content, actor=None)
    with statements(db.engine) as many:
        words = coordinator.page("/formation/")
    assert "2028" in words
    assert len(many) == len(few)


OTHER_RULES = Rules(
    rounding=Rounding.CASCADE,
    compensation=Compensation.NONE,
    unit_floor=None,
    module_floor=Rules().pass_mark,
    other_absence=AbsenceRule(AbsenceEffect.ZERO, AbsenceEffect.ZERO),
    resit_policy=ResitPolicy.REPLACE,
    resit_cap=Rules().pass_mark,
    year_weights=((1, Rules().pass_mark), (2, Rules().pass_mark)),
    debts_allowed=0,
    honours=(),
    honours_after_resit=False,
    honours_after_board_points=True,
    gates=(),
)


@pytest.mark.parametrize("language", list(Language))
def test_every_parameter_has_its_sentence(app: Flask, language: Language) -> None:
    with app.test_request_context(f"/?lang={language}"):
        usual, other = rule_texts(Rules()), rule_texts(OTHER_RULES)
        changed = changed_texts(Rules(), OTHER_RULES)
    assert [rule.name for rule in usual] == [rule.name for rule in other]
    assert len(usual) == 15
    assert {was.name for was, _now in changed} == {rule.name for rule in usual} - {
        "pass_mark",
        "absence.continuous_assessment",
    }
    assert all(rule.text.endswith(".") for rule in (*usual, *other))
