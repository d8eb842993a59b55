"""Who tries too often is one subscriber, whatever address they try from."""

import pytest

from msp_du.services.throttle import Subject

KEY = "k" * 43


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("192.0.2.1", "192.0.2.2", False, id="two IPv4 addresses"),
        pytest.param("2001:db8:1:2::1", "2001:db8:1:2:f::9", True, id="one IPv6 subscriber"),
        pytest.param("2001:db8:1:2::1", "2001:db8:1:3::1", False, id="two IPv6 subscribers"),
        pytest.param("::ffff:192.0.2.1", "::ffff:192.0.2.2", False, id="two IPv4 in IPv6 clothes"),
        pytest.param("::ffff:192.0.2.1", "192.0.2.1", True, id="one IPv4 address in both clothes"),
        pytest.param("unknown", "unknown", True, id="no address at all"),
    ],
)
def test_an_address_stands_for_a_subscriber(one: str, other: str, *, same: bool) -> None:
    assert (Subject.address(KEY, one) == Subject.address(KEY, other)) is same


def test_an_account_is_known_however_its_address_is_typed() -> None:
    assert Subject.account(KEY, " Camille@Example.org ") == Subject.account(
        KEY, "camille@example.org"
    )
