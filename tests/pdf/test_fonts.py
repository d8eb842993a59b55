import pytest

from msp_du.pdf.fonts import missing_signs


@pytest.mark.parametrize(
    "name",
    [
        "Łukasz Şahin-Nguyễn",
        "Œuvre",
        "Ňuñes",
        "Nguye\u0302\u0303n",
        "D’Angelo  O\u00a0Brien\n",
        "Þór Æðelstan ẞ",
        "",
    ],
)
def test_a_name_in_latin_letters_prints_whole(name: str) -> None:
    assert missing_signs(name) == ()


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("漢 Zhang", ("漢",)),
        ("ქეთი", ("ქ", "ე", "თ", "ი")),
        ("Анна А", ("А", "н", "а")),
        ("Zoë\u200b😀", ("\u200b", "😀")),
        ("A\u0000", ("\u0000",)),
    ],
    ids=["Chinese", "Georgian", "Cyrillic, each once", "invisible and picture", "control"],
)
def test_what_the_serif_lacks_is_named(name: str, missing: tuple[str, ...]) -> None:
    assert missing_signs(name) == missing
