"""A new password: checked against what is known of its owner, then hashed, in no transaction."""

from msp_du.domain.passwords import check_password
from msp_du.files.common_passwords import common_passwords
from msp_du.models import Account
from msp_du.services import passwords


def make_hash(password: str, *, owner: Account) -> str:
    """Return the hash to keep; RuleViolation PASSWORD_… when the password is easily guessed."""
    check_password(password, own_words=_own_words(owner), common=common_passwords())
    return passwords.hash_password(password)


def _own_words(owner: Account) -> list[str]:
    """List what somebody who knows the owner and the place would try first."""
    places = [
        word
        for grant in owner.grants
        for word in (grant.institution.product_name, grant.institution.code)
    ]
    return ["suivi", owner.display_name, owner.email, *owner.email.split("@"), *places]
