"""Titles, rules and presets of a version on screen; its freeze, its duplicate, its differences."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.rule_presets import PRESETS, RulePreset
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Cohort, TeachingWeek
from msp_du.services import curricula
from tests.factories import TODAY, make_account, make_cohort
from tests.support.client import PageClient, find_form, form_values, main_text, sign_in
from tests.support.curriculum_desk import content, spaced


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


def test_the_second_of_two_editors_keeps_what_was_typed(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = f"/formation/{cohort.curriculum_version_id}/modifier/titre"
    page = coordinator.get(url)
    coordinator.submit(url, {"title_fr": "Premier"})
    mine = form_values(find_form(page.text)) | {"title_fr": "Second"}
    refused = coordinator.post(url, data=mine)
    assert refused.status_code == 422
    assert form_values(find_form(refused.text))["title_fr"] == "Second"
    assert content(session, cohort).title.fr == "Premier"


def test_settings_that_the_form_does_not_know_stay(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = f"/formation/{cohort.curriculum_version_id}/modifier/titre"
    coordinator.submit(url, {"attendance_min": "80", "max_years": "", "institution": "Université"})
    settings = content(session, cohort).settings
    assert (str(settings.get("attendance_min")), settings.get("max_years")) == ("80", None)
    assert settings.get("late_counts_as") == "present"
    assert content(session, cohort).institution == "Université"


def test_rules_are_edited_and_their_faults_shown(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = f"/formation/{cohort.curriculum_version_id}/modifier/regles"
    typed = {"pass_mark": "21", "weights-0-weight": "40", "honours-4-code": "TB"}
    refused = coordinator.submit(url, typed)
    assert "Remplissez ce champ." in main_text(refused.text)
    refused = coordinator.submit(url, typed | {"honours-4-starts_at": "18"})
    assert refused.status_code == 422
    words = spaced(refused)
    assert "Le nombre doit être compris entre 0 et 20." in words
    assert "« TB » est déjà pris" in words
    for name in ("pass_mark", "weights-1-weight", "honours-4-code"):
        assert f'href="#{name}"' in refused.text
    good = {"pass_mark": "12", "weights-0-weight": "40", "weights-1-weight": "60", "unit_floor": ""}
    page = coordinator.submit(url, good, follow=True)
    assert "pondérée ainsi : année 1 : 40 ; année 2 : 60." in spaced(page)
    rules = content(session, cohort).rules
    assert (str(rules.pass_mark), rules.unit_floor) == ("12", None)


def test_a_preset_is_seen_before_it_is_taken(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = f"/formation/{cohort.curriculum_version_id}/modifier/regles/modele?modele=strict"
    words = spaced(coordinator.page(url))
    assert "Les unités ne se compensent pas entre elles." in words
    assert "Le résultat de la seconde session remplace celui de la première." in words
    coordinator.submit(url)
    assert content(session, cohort).rules == PRESETS[RulePreset.STRICT]
    assert "ce sont déjà les règles" in coordinator.page(url)
    coordinator.page(url.replace("strict", "autre"), status=404)


def test_a_frozen_version_offers_its_duplicate_and_keeps_what_was_typed(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    version = f"/formation/{cohort.curriculum_version_id}"
    page = coordinator.get(f"{version}/modifier/titre")
    monday = TODAY - timedelta(days=TODAY.weekday() + 70)
    with transaction() as writing:
        writing.add(TeachingWeek(academic_year_id=cohort.academic_year_id, monday=monday))
    typed = form_values(find_form(page.text)) | {"title_fr": "Trop tard"}
    refused = coordinator.post(f"{version}/modifier/titre", data=typed)
    assert refused.status_code == 422
    assert "a servi et ne change plus" in main_text(refused.text)
    assert form_values(find_form(refused.text))["title_fr"] == "Trop tard"
    closed = coordinator.page(f"{version}/modifier")
    assert "après le premier mois de cours" in closed
    assert "Modifier" not in coordinator.page(version)
    exists = coordinator.submit(f"{version}/dupliquer", {"label": "2026"})
    assert exists.status_code == 422
    assert "existe déjà" in main_text(exists.text)
    made = coordinator.submit(f"{version}/dupliquer", {"label": "2027"}, follow=True)
    assert "La version 2027 est prête à être modifiée." in main_text(made.text)


def test_two_versions_stand_side_by_side(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    first = cohort.curriculum_version_id
    coordinator.submit(f"/formation/{first}/dupliquer", {"label": "2027"})
    with transaction() as writing:
        made = curricula.find(writing, cohort.institution_id, "DU-MSP", "2027")
        assert made is not None
        module_id = curricula.module_ids(writing, made.id)["M111"]
        other_id = curricula.module_ids(writing, made.id)["M112"]
    url = f"/formation/{made.id}/comparer"
    assert "Ces deux versions disent la même chose." in coordinator.page(url)
    coordinator.submit(f"/formation/modules/{module_id}/modifier", {"taught_hours": "20"})
    coordinator.submit(f"/formation/modules/{other_id}/retirer")
    coordinator.submit(f"/formation/{made.id}/modifier/regles", {"debts_allowed": "0"})
    words = spaced(coordinator.page(f"{url}?avec={first}"))
    assert "Module M111 Changement heures d’enseignement : 14 heures d’enseignement : 20" in words
    assert "Module M112 Retrait Rétablissement et pouvoir d’agir –" in words
    assert "Toutes les unités d’une année sont exigées" in words
    back = spaced(coordinator.page(f"/formation/{first}/comparer"))
    assert "Module M112 Ajout – Rétablissement et pouvoir d’agir" in back
    coordinator.page(f"{url}?avec={made.id}", status=404)
