"""Hashes: today's costs, for everybody and for nobody."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from msp_du.services import passwords
from msp_du.services.passwords import HASH_OF_NOBODY

PASSWORD = "une phrase assez longue"
FORMER = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)


def test_the_hash_of_nobody_costs_as_much_as_a_new_one() -> None:
    assert extract_parameters(HASH_OF_NOBODY) == extract_parameters(
        passwords.hash_password(PASSWORD)
    )
    assert passwords.renewed(HASH_OF_NOBODY, PASSWORD) is None


@pytest.mark.parametrize("password", ["", PASSWORD, "the password of nobody"])
def test_no_password_is_nobodys(password: str) -> None:
    assert not passwords.matches(None, password)


def test_a_hash_of_former_costs_is_renewed_and_one_of_today_is_not() -> None:
    renewed = passwords.renewed(FORMER, PASSWORD)
    assert renewed is not None
    assert passwords.matches(renewed, PASSWORD)
    assert passwords.renewed(renewed, PASSWORD) is None
