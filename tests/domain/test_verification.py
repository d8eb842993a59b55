"""A printed code is forgiven how it is typed, and refused at any slip of the hand."""

import pytest

from msp_du.domain.verification import ALPHABET, LENGTH, MalformedCode, new_code, normalise, printed

CODE = "7KQM2XZB9HTRC4WNE"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("7KQM-2XZB-9HTR-C4WN-E", id="as-printed"),
        pytest.param("7kqm 2xzb 9htr c4wn e", id="small-and-spaced"),
        pytest.param("\u00a07KQM–2XZB—9HTR−C4WN‑E\n", id="other-dashes-and-spaces"),
    ],
)
def test_case_spaces_and_dashes_do_not_count(typed: str) -> None:
    assert normalise(typed) == CODE


def test_letters_that_look_like_figures_are_read_as_these() -> None:
    code = new_code(lambda _bits: 33)  # 1100…
    assert code.startswith("1100")
    assert normalise(code.replace("1", "l", 1).replace("1", "I").replace("0", "o")) == code


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("0" * (LENGTH - 1), id="a-sign-short"),
        pytest.param("0" * (LENGTH + 1), id="a-sign-too-many"),
        pytest.param("U" + "0" * (LENGTH - 1), id="a-letter-of-no-code"),
        pytest.param("٠" * LENGTH, id="figures-of-another-script"),
        pytest.param("7KQM/2XZB/9HTR/C4WN/E", id="another-sign-between"),
        pytest.param(CODE[:-1] + "F", id="another-check-character"),
    ],
)
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(MalformedCode):
        normalise(typed)


@pytest.mark.parametrize("place", range(LENGTH))
def test_any_single_wrong_sign_is_found(place: int) -> None:
    for sign in set(ALPHABET) - {CODE[place]}:
        with pytest.raises(MalformedCode):
            normalise(CODE[:place] + sign + CODE[place + 1 :])


@pytest.mark.parametrize("place", range(LENGTH - 1))
def test_neighbours_that_change_places_are_found(place: int) -> None:
    swapped = CODE[:place] + CODE[place + 1] + CODE[place] + CODE[place + 2 :]
    with pytest.raises(MalformedCode):
        normalise(swapped)


def test_new_codes_differ_and_are_read_back_as_printed() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {normalise(printed(code)) for code in codes} == codes
