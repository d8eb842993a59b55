"""The shipped list of common passwords."""

import pytest

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.passwords import SHORTEST, check_password
from msp_du.files.common_passwords import common_passwords


def test_list_holds_hundreds_of_long_passwords_in_small_letters() -> None:
    listed = common_passwords()
    assert len(listed) > 300
    assert all(len(password) >= SHORTEST for password in listed)
    assert all(password == password.lower() for password in listed)


@pytest.mark.parametrize(
    "password",
    ["motdepasse1234", "Azertyuiop12", "Bienvenue2027!", "P@ssw0rd-1234", "Université2026"],
)
def test_what_everyone_tries_first_is_refused(password: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_password(password, own_words=[], common=common_passwords())
    assert refusal.value.rule is Rule.PASSWORD_COMMON


@pytest.mark.parametrize(
    "password", ["soleil moufle granite", "trois-ours-bleus-nagent", "vR8mqzL0hTx2"]
)
def test_words_of_the_list_may_stand_in_a_longer_password(password: str) -> None:
    check_password(password, own_words=[], common=common_passwords())
