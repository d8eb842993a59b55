"""Who signs for an institution."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account, Institution, Signatory
from msp_du.services import institutions
from tests.factories import make_account, make_institution
from tests.support.client import PageClient, sign_in

NBSP = "\u00a0"


@pytest.fixture
def institution(session: Session) -> Institution:
    with transaction() as s:
        return make_institution(s, name="Université de Provence")


@pytest.fixture
def administrator(session: Session, institution: Institution) -> Account:
    with transaction() as s:
        return make_account(s, Role.ADMINISTRATOR, institution=institution)


@pytest.fixture
def admin(client: PageClient, administrator: Account) -> PageClient:
    sign_in(client, administrator)
    return client


def test_signatories_are_added_changed_moved_and_removed(
    admin: PageClient, session: Session, institution: Institution
) -> None:
    add = f"/etablissement/{institution.id}/signataires/ajouter"
    admin.submit(add, {"name": "Ada Roy", "capacity": "Présidence"})
    admin.submit(add, {"name": "Noé Petit", "capacity": "Direction"})
    first, second = [row.id for row in institutions.signatories(session, institution)]
    session.rollback()
    base = "/etablissement/signataires"
    admin.submit(f"{base}/{first}/modifier", {"name": "Ada Leroy"})
    admin.submit("/etablissement/", action=f"{base}/{second}/monter")
    text = admin.page("/etablissement/")
    assert text.index("Noé Petit") < text.index("Ada Leroy")
    answer = admin.submit("/etablissement/", action=f"{base}/{second}/retirer", follow=True)
    assert "Noé Petit" not in answer.text
    rows = session.execute(select(Signatory.name, Signatory.position)).all()
    assert [tuple(row) for row in rows] == [("Ada Leroy", 1)]


def test_the_first_signatory_cannot_go_higher(
    admin: PageClient, session: Session, institution: Institution
) -> None:
    add = f"/etablissement/{institution.id}/signataires/ajouter"
    admin.submit(add, {"name": "Ada Roy", "capacity": "Présidence"})
    (only,) = institutions.signatories(session, institution)
    session.rollback()
    assert "Monter" not in admin.page("/etablissement/")
    with transaction() as s:
        row = s.get_one(Signatory, only.id)
        actor = s.execute(select(Account)).scalar_one()
        institutions.raise_signatory(s, row, actor=actor)
        assert row.position == 1


def test_a_signatory_without_capacity_is_refused(
    admin: PageClient, session: Session, institution: Institution
) -> None:
    answer = admin.submit(f"/etablissement/{institution.id}/signataires/ajouter", {"name": "Ada"})
    assert answer.status_code == 422
    assert "Remplissez « Qualité »" in answer.text.replace(NBSP, " ")
    assert session.execute(select(func.count(Signatory.id))).scalar_one() == 0
