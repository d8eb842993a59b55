"""The stored form of e-mail addresses."""

import pytest

from msp_du.domain.email_address import normal_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anne@example.org", "anne@example.org"),
        ("  Anne.LE-BIHAN@Example.ORG\u00a0", "anne.le-bihan@example.org"),
        ("mailto:anne@example.org", "anne@example.org"),
        ("<anne@example.org>", "anne@example.org"),
        ("anne+du@sub.example.org", "anne+du@sub.example.org"),
        ("o'neill@example.org", "o'neill@example.org"),
        ("anne@Hôpital.example", "anne@hôpital.example"),
        ("a" * 64 + "@example.org", "a" * 64 + "@example.org"),
        ("a@" + "b" * 63 + ".org", "a@" + "b" * 63 + ".org"),
        ("a@" + "b." * 125 + "cd", "a@" + "b." * 125 + "cd"),
    ],
)
def test_address_is_brought_to_its_stored_form(text: str, address: str) -> None:
    assert normal_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anne",
        "@example.org",
        "anne@",
        "anne@localhost",
        "anne@@example.org",
        "anne le@example.org",
        ".anne@example.org",
        "anne.@example.org",
        "an..ne@example.org",
        "éloïse@example.org",
        "anne@example..org",
        "anne@-example.org",
        "anne@example-.org",
        "anne@exam_ple.org",
        "anne@192.0.2.1",
        "anne@example.org; luc@example.org",
        "anne@example.org\nBcc: luc@example.org",
        "Anne <anne@example.org>",
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + "b." * 125 + "cde",
    ],
)
def test_what_cannot_be_an_address_is_none(text: str) -> None:
    assert normal_address(text) is None
