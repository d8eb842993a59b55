"""The editor of a version on screen: what is typed is saved, or kept with what is wrong with it."""

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Cohort
from tests.factories import make_account, make_cohort, make_marker, module_of
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.curriculum_desk import content, module_url, spaced, unit_url
from tests.support.statements import statements


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as writing:
        return make_cohort(writing, code="P2026")


@pytest.fixture
def coordinator(session: Session, cohort: Cohort, client: PageClient) -> PageClient:
    with transaction() as writing:
        account = make_account(writing, Role.COORDINATOR)
    sign_in(client, account)
    return client


def test_a_unit_is_edited_with_the_numbers_of_its_modules_and_its_sums_follow(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = unit_url(session, cohort, "UE1.1")
    assert "Unité UE1.1 6 56 h 0 h 3 Année 1 30 210 h 280 h 15" in spaced(coordinator.page(url))
    typed = {
        "code": "UE1.A",
        "title_fr": "Fondements",
        "ects": "6,5",
        "coefficient": "3",
        "modules-0-taught_hours": "14.25",
        "modules-1-coefficient": "0,125",
    }
    page = coordinator.submit(url, typed, follow=True)
    assert "Le programme est enregistré." in main_text(page.text)
    assert "Unité UE1.A 6,5 56,25 h 0 h 3 Année 1 30,5 210,25 h" in spaced(page)
    assert form_values(find_form(page.text))["modules-1-coefficient"] == "0,125"
    unit = content(session, cohort).place_of("UE1.A").unit
    assert (unit.title.fr, str(unit.ects), str(unit.modules[1].coefficient)) == (
        "Fondements",
        "6.5",
        "0.125",
    )
    assert str(unit.modules[0].taught_hours) == "14.25"


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    before = content(session, cohort)
    typed = {
        "code": "UE1.2",
        "ects": "-1",
        "modules-1-coefficient": "0",
        "modules-2-taught_hours": "deux",
    }
    url = unit_url(session, cohort, "UE1.1")
    refused = coordinator.submit(url, typed)
    assert refused.status_code == 422
    assert "Écrivez un nombre, par exemple 12,5." in main_text(refused.text)
    assert form_values(find_form(refused.text))["modules-2-taught_hours"] == "deux"
    refused = coordinator.submit(url, typed | {"modules-2-taught_hours": "2"})
    assert refused.status_code == 422
    words = spaced(refused)
    assert "« UE1.2 » est déjà pris : voir UE1.2." in words
    assert "Le nombre ne peut pas être négatif." in words
    assert "Le nombre doit être supérieur à 0." in words
    for name in ("ects", "modules-1-coefficient"):
        assert f'href="#{name}"' in refused.text
        assert f'aria-describedby="{name}-error"' in refused.text
    kept = form_values(find_form(refused.text))
    assert {name: kept[name] for name in ("code", "ects")} == {"code": "UE1.2", "ects": "-1"}
    assert content(session, cohort) == before


def test_assessments_are_added_put_in_order_and_saved_only_at_the_end(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = module_url(session, cohort, "M111")
    before = content(session, cohort)
    page = coordinator.submit(url, {"title_fr": "Histoire", "act": "add"})
    assert page.status_code == 200
    typed = form_values(find_form(page.text)) | {
        "assessments-1-code": "M111-O",
        "assessments-1-kind": "oral",
        "assessments-1-weight": "deux",
        "act": "up-1",
    }
    page = coordinator.post(url, data=typed)
    held = form_values(find_form(page.text))
    assert (held["assessments-0-code"], held["assessments-0-weight"]) == ("M111-O", "deux")
    assert (held["assessments-1-code"], held["title_fr"]) == ("M111-CC", "Histoire")
    assert content(session, cohort) == before
    saved = coordinator.post(url, data=held | {"assessments-0-weight": "2"}, follow_redirects=True)
    assert "Le programme est enregistré." in main_text(saved.text)
    module = content(session, cohort).place_of("M111").module
    assert module is not None
    assert [(each.code, str(each.weight)) for each in module.assessments] == [
        ("M111-O", "2"),
        ("M111-CC", "1"),
    ]
    session.expire_all()
    row = module_of(session, cohort, "M111")
    assert [each.code for each in row.assessments] == ["M111-O", "M111-CC"]


def test_a_marked_module_without_assessment_is_refused_in_words(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = module_url(session, cohort, "M111")
    page = coordinator.submit(url, {"act": "drop-0"})
    held = form_values(find_form(page.text))
    assert "assessments-0-code" not in held
    refused = coordinator.post(url, data=held | {"coefficient": ""})
    assert refused.status_code == 422
    assert "UE1.1 › M111 : Remplissez ce champ." in spaced(refused)
    assert 'href="#coefficient"' in refused.text


def test_units_and_modules_are_added_moved_and_removed(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    version = f"/formation/{cohort.curriculum_version_id}"
    new = {
        "code": "UE3.1",
        "title_fr": "Ouverture",
        "year": "3",
        "ects": "2",
        "coefficient": "1",
        "module_code": "M311",
        "module_title": "Séminaire",
    }
    coordinator.submit(f"{version}/modifier/unites/nouvelle", new)
    assert content(session, cohort).year(3).units[0].modules[0].code == "M311"
    added = unit_url(session, cohort, "UE3.1", "modules/nouveau")
    coordinator.submit(
        added,
        {
            "code": "M312",
            "title_fr": "Projet",
            "assessments-0-code": "M312-P",
            "assessments-0-kind": "project",
        },
    )
    assert [m.code for m in content(session, cohort).year(3).units[0].modules] == ["M311", "M312"]
    up = module_url(session, cohort, "M312", "deplacer")
    coordinator.submit(f"{version}/modifier", {"direction": "up"}, action=up)
    assert [m.code for m in content(session, cohort).year(3).units[0].modules] == ["M312", "M311"]
    coordinator.submit(unit_url(session, cohort, "UE3.1", "retirer"))
    assert [year.number for year in content(session, cohort).years] == [1, 2]


def test_a_module_in_use_stays_and_the_page_says_why(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as writing:
        here = writing.get_one(Cohort, cohort.id)
        make_marker(writing, here, module_of(writing, here, "M111"))
    refused = coordinator.submit(module_url(session, cohort, "M111", "retirer"))
    assert refused.status_code == 422
    assert (
        "M111 ne peut être ni retiré ni changé d’année : une personne est nommée pour en saisir "
        "les notes." in spaced(refused)
    )


def test_the_outline_asks_as_much_for_many_modules_as_for_few(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = f"/formation/{cohort.curriculum_version_id}/modifier"
    with statements(db.engine) as many:
        coordinator.page(url)
    for code in ("UE2.1", "UE2.2", "UE2.3"):
        coordinator.submit(unit_url(session, cohort, code, "retirer"))
        session.rollback()
    with statements(db.engine) as few:
        words = coordinator.page(url)
    assert "UE2.1" not in words
    assert len(many) == len(few)
