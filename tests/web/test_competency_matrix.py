"""Which module assesses what, on screen: ticked in a table or module by module, and taken away."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from msp_du.domain.competency_matrix import Link
from msp_du.domain.curriculum import Title
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files.spreadsheet_writer import write_csv
from msp_du.models import Cohort, CompetencyFramework, CurriculumVersion
from msp_du.services import curricula, frameworks, module_competencies
from msp_du.web.matrix_sheet import matrix_sheet
from tests.factories import (
    make_account,
    make_cohort,
    make_framework,
    make_institution,
    module_of,
)
from tests.support.client import PageClient, csrf_token, main_text, sign_in
from tests.support.statements import statements

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def cohort(session: Session) -> Cohort:
    with transaction() as writing:
        cohort = make_cohort(writing, code="P2026")
        make_framework(writing, cohort=cohort)
        return cohort


@pytest.fixture
def coordinator(session: Session, cohort: Cohort, client: PageClient) -> PageClient:
    with transaction() as writing:
        account = make_account(writing, Role.COORDINATOR)
    sign_in(client, account)
    return client


def pair(session: Session, cohort: Cohort) -> tuple[CurriculumVersion, CompetencyFramework]:
    session.rollback()
    version = session.get_one(CurriculumVersion, cohort.curriculum_version_id)
    (framework,) = module_competencies.frameworks_of(session, cohort.institution_id)
    return version, framework


def link(session: Session, cohort: Cohort, *links: Link) -> None:
    with transaction() as writing:
        version, framework = pair(writing, cohort)
        module_competencies.change(writing, version, framework, seen=(), ticked=links, actor=None)


def test_the_table_flags_what_nothing_assesses_the_core_first(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    framework = frameworks.content_of(pair(session, cohort)[1])
    others = [item.code for item in framework.competencies if item.code not in {"A1", "A3"}]
    link(session, cohort, *(Link("M111", code) for code in others))
    words = coordinator.page(f"/formation/{cohort.curriculum_version_id}/competences")
    words = words.replace("\u00a0", " ")
    core = words.index("Une compétence du socle n’est évaluée par aucun module : A1.")
    assert core < words.index("Une autre compétence n’est évaluée par aucun module : A3.")
    assert "28 modules n’évaluent aucune compétence : M112, M113" in words


def test_boxes_are_ticked_in_the_table_and_one_module_at_a_time(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    link(session, cohort, Link("M111", "A1"), Link("M112", "C1"))
    url = f"/formation/{cohort.curriculum_version_id}/competences"
    token = {"csrf_token": csrf_token(coordinator)}
    sent = {"seen": ["M111 A1", "M112 C1"], "link": ["M112 C1", "M113 A2"]}
    page = coordinator.post(url, data=token | sent, follow_redirects=True)
    assert "2 liens sont changés." in main_text(page.text)
    module = module_of(session, cohort, "M112")
    words = coordinator.page(f"/formation/modules/{module.id}/competences")
    assert "C1. Aide la personne à formuler ses propres buts" in words
    sent = {"seen": ["M112 C1"], "link": ["M112 C2", "M112 C3"]}
    coordinator.post(f"/formation/modules/{module.id}/competences", data=token | sent)
    assert module_competencies.links(session, *pair(session, cohort)) == {
        Link("M113", "A2"),
        Link("M112", "C2"),
        Link("M112", "C3"),
    }
    gone = {"seen": [], "link": ["M999 C2"]}
    refused = coordinator.post(url, data=token | gone)
    assert refused.status_code == 422


def test_a_trainee_reads_the_table_and_changes_nothing(
    client: PageClient, session: Session, cohort: Cohort
) -> None:
    link(session, cohort, Link("M111", "A1"))
    with transaction() as writing:
        account = make_account(writing, Role.TRAINEE)
    sign_in(client, account)
    answer = client.get(f"/formation/{cohort.curriculum_version_id}/competences")
    assert 'type="checkbox"' not in answer.text
    assert "Enregistrer" not in main_text(answer.text)
    assert "M111 – Histoire et modèles de la pair-aidance A1" in main_text(answer.text)


def test_the_table_comes_as_a_workbook_and_as_csv(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    link(session, cohort, Link("M111", "A1"), Link("M112", "A1"))
    url = f"/formation/{cohort.curriculum_version_id}/competences/fichier"
    answer = coordinator.get(url)
    assert answer.headers["Content-Disposition"].endswith('filename="competences-2026.xlsx"')
    page = load_workbook(BytesIO(answer.data)).worksheets[0]
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][:5] == ("Code", "Compétence", "Socle", "M111", "M112")
    assert (rows[1][0], rows[1][2:6], rows[1][-1]) == ("A1", ("oui", "x", "x", None), 2)
    assert (rows[2][0], rows[2][-1]) == ("A2", 0)
    text = coordinator.get(f"{url}?format=csv").data.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text), delimiter=";"))
    assert [line[0] for line in lines[:3]] == ["Code", "A1", "A2"]
    assert lines[-1][3:5] == ["1", "1"]


def test_titles_that_a_spreadsheet_would_run_are_text(session: Session, cohort: Cohort) -> None:
    version, row = pair(session, cohort)
    framework = frameworks.content_of(row)
    domain = framework.domains[0]
    item = domain.competencies[0]
    trap = replace(item, title=replace(item.title, fr="=1+1"))
    traps = replace(framework, domains=(replace(domain, competencies=(trap,)),))
    content = replace(curricula.content_of(version), title=Title("Essai"))
    text = write_csv(matrix_sheet(content, traps, ())).decode("utf-8-sig")
    assert next(csv.reader(StringIO(text.splitlines()[1]), delimiter=";"))[1] == "'=1+1"


def test_the_table_asks_as_much_for_many_links_as_for_none(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    url = f"/formation/{cohort.curriculum_version_id}/competences"
    with statements(db.engine) as none:
        coordinator.page(url)
    link(session, cohort, *(Link("M111", f"{letter}1") for letter in "ABCDEFGH"))
    with statements(db.engine) as many:
        answer = coordinator.get(url)
    assert len(many) == len(none)
    assert answer.text.count(" checked") == 8


def test_a_version_and_a_framework_of_another_institution_are_not_there(
    coordinator: PageClient, session: Session, cohort: Cohort
) -> None:
    with transaction() as writing:
        elsewhere = make_cohort(writing, institution=make_institution(writing))
        foreign = make_framework(writing, cohort=elsewhere)
    here = f"/formation/{cohort.curriculum_version_id}"
    coordinator.page(f"{here}/comparer?avec={elsewhere.curriculum_version_id}", status=404)
    for page in ("competences", "competences/fichier"):
        coordinator.page(f"{here}/{page}?referentiel={foreign.id}", status=404)
    url = f"{here}/competences?referentiel={foreign.id}"
    sent = {"csrf_token": csrf_token(coordinator), "link": "M111 A1"}
    assert coordinator.post(url, data=sent).status_code == 404
    assert module_competencies.links(session, pair(session, cohort)[0], foreign) == frozenset()
