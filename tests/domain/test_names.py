"""Names as shown, printed and sorted."""

import pytest

from msp_du.domain.names import LONGEST_SORT_KEY, Name, fold


def name(
    birth: str = "Le Bihan",
    usage: str | None = None,
    given: str = "Marie Claire",
    chosen: str | None = None,
) -> Name:
    return Name(birth, usage, given, chosen)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Éloïse", "eloise", id="accents"),
        pytest.param("E\u0301loise", "eloise", id="combining accents"),
        pytest.param("Œuvrard", "oeuvrard", id="oe"),
        pytest.param("Lætitia", "laetitia", id="ae"),
        pytest.param("Weiß", "weiss", id="sharp s"),
        pytest.param("Łukasz", "lukasz", id="Polish l"),
        pytest.param("Đặng", "dang", id="Vietnamese"),
        pytest.param("İnce Işık", "ince isik", id="Turkish i with and without dot"),
        pytest.param("D’Almeida", "d almeida", id="typographic apostrophe"),
        pytest.param("D'Almeida", "d almeida", id="straight apostrophe"),
        pytest.param("Anne-Marie", "anne marie", id="hyphen"),
        pytest.param("Anne\u2011Marie", "anne marie", id="no-break hyphen"),
        pytest.param(" Le\u00a0 Bihan\u202f", "le bihan", id="no-break spaces"),
        pytest.param("Le\u200bBihan", "lebihan", id="invisible sign"),
        pytest.param("Prénom(s) *", "prenom s", id="signs"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_text_is_folded_to_plain_words(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        pytest.param(name(), "Marie Le Bihan", id="first given and birth name"),
        pytest.param(name(usage="Dupont"), "Marie Dupont", id="usage name"),
        pytest.param(name(chosen="Maël"), "Maël Le Bihan", id="chosen name"),
        pytest.param(name(usage="", chosen=""), "Marie Le Bihan", id="empty is none"),
        pytest.param(name(given="Jean Noël, Luc"), "Jean Noël Le Bihan", id="commas part names"),
        pytest.param(name(given="Jean-Luc Yves"), "Jean-Luc Le Bihan", id="hyphen joins names"),
        pytest.param(name(given=""), "Le Bihan", id="no given name"),
    ],
)
def test_screens_show_the_name_of_every_day(person: Name, shown: str) -> None:
    assert person.display == shown


@pytest.mark.parametrize(
    ("person", "printed"),
    [
        pytest.param(name(), "Marie Claire LE BIHAN", id="birth name"),
        pytest.param(name(chosen="Maël"), "Marie Claire LE BIHAN", id="chosen name unseen"),
        pytest.param(
            name(usage="Dupont"),
            "Marie Claire LE BIHAN, nom d’usage DUPONT",
            id="usage name",
        ),
        pytest.param(name(usage="LE BIHAN"), "Marie Claire LE BIHAN", id="same usage name"),
    ],
)
def test_documents_print_the_official_name(person: Name, printed: str) -> None:
    assert person.official == printed


def test_civil_identity_leaves_the_usage_name_out() -> None:
    assert name(usage="Dupont", chosen="Maël").civil == "Marie Claire LE BIHAN"


def test_list_sorts_without_accents_by_the_names_shown() -> None:
    people = [
        name("Étienne", given="Zoé"),
        name("Martin Dupont", given="Anna"),
        name("Martin", given="Zoé"),
        name("Łazarz", given="Ewa"),
        name("Zeller", "Abel", "Yves"),
        name("Œuvrard", given="Luc"),
        name("L'Helgouac'h", given="Nolwenn"),
        name("Martin", given="Émile"),
        name("Ezan", given="Paul"),
    ]
    shown = [person.display for person in sorted(people, key=lambda person: person.sort_key)]
    assert shown == [
        "Yves Abel",
        "Zoé Étienne",
        "Paul Ezan",
        "Nolwenn L'Helgouac'h",
        "Ewa Łazarz",
        "Émile Martin",
        "Zoé Martin",
        "Anna Martin Dupont",
        "Luc Œuvrard",
    ]


def test_sort_key_of_latin_names_is_ascii() -> None:
    assert name("Đặng-Łęcki", given="Ørjan").sort_key == "dang lecki  orjan"


def test_sort_key_stays_within_its_length() -> None:
    assert name("œ" * 148, given="Zo").sort_key == "oe" * 148 + "  zo"
    assert len(name("œ" * 148, given="Zoé").sort_key) == LONGEST_SORT_KEY
