"""Somebody with a password."""

import pytest
from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account
from tests.factories import PASSWORD, make_account
from tests.support.signing_in import ADDRESS


@pytest.fixture
def account(session: Session) -> Account:
    with transaction() as s:
        return make_account(s, Role.COORDINATOR, email=ADDRESS, password=PASSWORD)
