import pytest

from msp_du.domain.colours import (
    LEAST_FOR_TEXT,
    WHITE,
    check_colours,
    contrast,
    normal_colour,
    palette,
)
from msp_du.domain.errors import Rule, RuleViolation

BRAND = "#1f4e4a"
ACCENT = "#e3a458"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("#1f4e4a", "#1f4e4a", id="as-kept"),
        pytest.param(" 1F4E4A ", "#1f4e4a", id="capitals-spaces-no-sign"),
        pytest.param("#abc", "#aabbcc", id="three-figures"),
        pytest.param("#abcd", None, id="four-figures"),
        pytest.param("#1f4e4g", None, id="not-hexadecimal"),
        pytest.param("vert", None, id="a-word"),
        pytest.param("#1f4e4a;}", None, id="more-css"),
        pytest.param("", None, id="blank"),
    ],
)
def test_a_colour_is_kept_in_one_form(typed: str, kept: str | None) -> None:
    assert normal_colour(typed) == kept


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        pytest.param("#000000", WHITE, 21.0, id="black-on-white"),
        pytest.param(WHITE, WHITE, 1.0, id="white-on-white"),
        pytest.param("#767676", WHITE, 4.54, id="the-lightest-grey-for-text"),
        pytest.param(ACCENT, BRAND, 4.32, id="ours"),
    ],
)
def test_contrast_is_that_of_wcag_both_ways(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("brand", "accent"),
    [
        pytest.param(BRAND, ACCENT, id="ours"),
        pytest.param("#767676", WHITE, id="lightest-grey"),
        pytest.param("#000000", "#5a5a5a", id="darkest-accent-on-black"),
    ],
)
def test_colours_that_can_be_read_are_accepted(brand: str, accent: str) -> None:
    check_colours(brand, accent)


@pytest.mark.parametrize(
    ("brand", "accent", "field", "against", "ratio"),
    [
        pytest.param("#777777", WHITE, "brand_colour", WHITE, 4.47, id="grey-too-light"),
        pytest.param("#e3a458", "#000000", "brand_colour", WHITE, 2.16, id="ochre-brand"),
        pytest.param("#000000", "#595959", "accent_colour", "#000000", 2.99, id="accent-too-dark"),
        pytest.param(BRAND, BRAND, "accent_colour", BRAND, 1.0, id="accent-is-brand"),
    ],
)
def test_colours_that_cannot_be_read_are_refused(
    brand: str, accent: str, field: str, against: str, ratio: float
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        check_colours(brand, accent)
    assert refusal.value.rule is Rule.COLOUR_CONTRAST
    assert refusal.value.field == field
    assert refusal.value.details["against"] == against
    assert refusal.value.details["ratio"] == ratio


@pytest.mark.parametrize("brand", [BRAND, "#767676", "#d4145a", "#8a4b00", "#000000"])
def test_text_in_the_brand_is_readable_on_its_soft_shade(brand: str) -> None:
    colours = palette(brand, ACCENT)
    assert colours.header == brand
    assert contrast(colours.brand, colours.soft) >= LEAST_FOR_TEXT
    assert contrast(colours.deep, WHITE) >= contrast(colours.brand, WHITE)
