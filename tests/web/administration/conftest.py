"""An institution, its administrator signed in, and a tutor of theirs."""

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account, Institution
from tests.factories import PASSWORD, make_account, make_institution
from tests.support.client import PageClient, sign_in


@pytest.fixture
def institution(session: Session) -> Institution:
    with transaction() as s:
        return make_institution(s)


@pytest.fixture
def administrator(session: Session, institution: Institution) -> Account:
    with transaction() as s:
        return make_account(s, Role.ADMINISTRATOR, institution=institution, display_name="Ada Roy")


@pytest.fixture
def admin(client: PageClient, administrator: Account) -> PageClient:
    sign_in(client, administrator)
    return client


@pytest.fixture
def tutor(session: Session, institution: Institution) -> Account:
    with transaction() as s:
        return make_account(
            s, Role.TUTOR, institution=institution, display_name="Élie Zola", password=PASSWORD
        )
