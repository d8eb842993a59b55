"""Which new passwords are refused."""

import pytest

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.passwords import check_password

COMMON = ["motdepasse1234", "password1234", "jetaimemonamour", "1qaz2wsx3edc"]
OWN = ["Anne-Sophie Le Bihan", "asb@example.org", "Suivi"]


def check(password: str) -> None:
    check_password(password, own_words=OWN, common=COMMON)


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("k7#vQ2pLx9dT", id="twelve characters"),
        pytest.param("cheval agrafe pile juste", id="passphrase"),
        pytest.param("les crêpes de Sophie brûlent", id="own word among others"),
        pytest.param("sophie-vwkrt", id="five letters beside own word"),
        pytest.param("🌊🐚🦀🌙🔥🍀🎲🧭🪵🧵🫖🪁", id="no letter at all"),
        pytest.param("天地玄黄宇宙洪荒日月盈昃", id="another script"),
        pytest.param("839201847563", id="figures that follow nothing"),
        pytest.param("k7vq2plx9dtr" * 2, id="long piece twice"),
        pytest.param("k7#vQ2pLx9dT" + "é" * 116, id="128 characters"),
        pytest.param("k7#vQ2pLx9dT" * 83 + "zzzz", id="1000 characters"),
        pytest.param("motdepasseoubliette", id="goes on after a listed stem"),
        pytest.param("aaaaaaaabxhyd", id="five unforeseen"),
    ],
)
def test_password_is_accepted(password: str) -> None:
    check(password)


@pytest.mark.parametrize(
    ("password", "broken"),
    [
        pytest.param("", Rule.PASSWORD_TOO_SHORT, id="empty"),
        pytest.param("k7#vQ2pLx9d", Rule.PASSWORD_TOO_SHORT, id="eleven characters"),
        pytest.param("k7#vQ2pLx9dT" * 83 + "zzzzz", Rule.PASSWORD_TOO_LONG, id="1001 characters"),
        pytest.param("motdepasse1234", Rule.PASSWORD_COMMON, id="listed"),
        pytest.param("MotDePasse1234", Rule.PASSWORD_COMMON, id="listed, other case"),
        pytest.param("Mot de passe 1984 !", Rule.PASSWORD_COMMON, id="listed, other digits"),
        pytest.param("2026-mot-de-passe", Rule.PASSWORD_COMMON, id="listed, digits before"),
        pytest.param("P@ssw0rd2026!", Rule.PASSWORD_COMMON, id="listed, look-alikes"),
        pytest.param("Je t’aime mon amour", Rule.PASSWORD_COMMON, id="listed, as a sentence"),
        pytest.param("1qaz2wsx3edc", Rule.PASSWORD_COMMON, id="listed columns of keys"),
        pytest.param("aaaaaaaaaaaa", Rule.PASSWORD_COMMON, id="one character"),
        pytest.param("mwtzmtwzzwmt", Rule.PASSWORD_COMMON, id="four distinct characters"),
        pytest.param("xk4mrbxk4mrb", Rule.PASSWORD_COMMON, id="piece twice"),
        pytest.param("k7vq2plx9dtk7vq2plx9dt", Rule.PASSWORD_COMMON, id="eleven twice"),
        pytest.param("xk4mrxk4mrxk", Rule.PASSWORD_COMMON, id="piece twice and a bit"),
        pytest.param("abcdefghijkl", Rule.PASSWORD_COMMON, id="alphabet"),
        pytest.param("678901234567", Rule.PASSWORD_COMMON, id="figures in order"),
        pytest.param("azertyuiop12", Rule.PASSWORD_COMMON, id="row of French keys"),
        pytest.param("Lkjhgfdsa-09", Rule.PASSWORD_COMMON, id="row of English keys, backwards"),
        pytest.param("aaaaaaaabxhy", Rule.PASSWORD_COMMON, id="four unforeseen"),
        pytest.param("AnneSophieLeBihan", Rule.PASSWORD_COMMON, id="own name"),
        pytest.param("lebihan-anne-1984!", Rule.PASSWORD_COMMON, id="own name and figures"),
        pytest.param("asb@example.org", Rule.PASSWORD_COMMON, id="own address"),
        pytest.param("Suivi2026Suivi!", Rule.PASSWORD_COMMON, id="product"),
        pytest.param("sophie-vwkr-1984", Rule.PASSWORD_COMMON, id="four letters beside own word"),
        pytest.param("5u1v1-b1h4n-s0ph1e", Rule.PASSWORD_COMMON, id="own words, look-alikes"),
    ],
)
def test_password_is_refused(password: str, broken: Rule) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check(password)
    assert refusal.value.rule is broken
    assert refusal.value.field == "password"


def test_short_or_empty_own_words_forbid_nothing() -> None:
    check_password("la tortue de mer", own_words=["", "la", "De"], common=[])
