"""Numbers of the register of health establishments, real ones among them."""

import pytest

from msp_du.domain.finess import normal_finess


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        pytest.param("010000024", "010000024", id="hospital"),
        pytest.param("010780054", "010780054", id="its-legal-entity"),
        pytest.param(" 75 071 218-4 ", "750712184", id="spaces"),
        pytest.param("750\u00a0100\u202f125", "750100125", id="no-break-spaces"),
        pytest.param("2A0000014", "2A0000014", id="letter-as-rank"),
        pytest.param("2b0000020", "2B0000020", id="small-letter"),
        pytest.param("2A0000005", None, id="letter-neither-way"),
        pytest.param("2A0000016", "2A0000016", id="letter-as-nothing"),
        pytest.param("750712185", None, id="wrong-key"),
        pytest.param("75071218", None, id="too-short"),
        pytest.param("7507121842", None, id="too-long"),
        pytest.param("2C0000014", None, id="other-letter"),
        pytest.param("A20000014", None, id="letter-first"),
        pytest.param("000000000", None, id="zeros"),
        pytest.param("", None, id="nothing"),
        pytest.param("٠١٠٠٠٠٠٢٤", None, id="other-digits"),
    ],
)
def test_a_number_is_read_or_not(typed: str, number: str | None) -> None:
    assert normal_finess(typed) == number


@pytest.mark.parametrize("place", range(8))
def test_one_wrong_digit_is_seen(place: int) -> None:
    digits = list("010780054")
    digits[place] = str((int(digits[place]) + 1) % 10)
    assert normal_finess("".join(digits)) is None
