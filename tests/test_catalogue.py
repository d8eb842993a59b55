"""Every French sentence has its English one, complete, compiled, and saying as much."""

import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ROOT / "msp_du/translations"
KEYWORDS = ("-k", "lazy", "-k", "lazy_gettext", "-k", "lazy_ngettext:1,2")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
FRENCH_SIGNS = re.compile("[éèêàùçœ«»]|\u00a0[:;!?]")
SAME_WORD_FAMILY = {"Clubhouse", "GEM Le Relais", "Français"}


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def forms(message: Message) -> tuple[str, ...]:
    text = message.string or ""
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the code and the templates say today."""
    target = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F"]
    subprocess.run(
        [*command, "pyproject.toml", *KEYWORDS, "-o", str(target), "."], cwd=ROOT, check=True
    )
    return catalogue(target)


@pytest.fixture(scope="module")
def english() -> Catalog:
    return catalogue(TRANSLATIONS / "en/LC_MESSAGES/messages.po")


def test_every_sentence_has_its_english_one(source: Catalog, english: Catalog) -> None:
    missing = [
        message.id
        for message in messages(source)
        if (known := english.get(message.id)) is None or known.fuzzy or not all(forms(known))
    ]
    assert missing == []


def test_the_english_catalogue_holds_nothing_else(source: Catalog, english: Catalog) -> None:
    known = {str(message.id) for message in messages(source)}
    assert [m.id for m in messages(english) if str(m.id) not in known] == []
    assert not english.obsolete


def test_a_translation_keeps_every_placeholder(english: Catalog) -> None:
    for message in messages(english):
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        named = {name for text in ids for name in PLACEHOLDER.findall(text)}
        for text in forms(message):
            assert set(PLACEHOLDER.findall(text)) <= named, message.id
            assert named - {"num"} <= set(PLACEHOLDER.findall(text)), message.id


def test_no_french_is_left_in_english(english: Catalog) -> None:
    left = [
        text
        for message in messages(english)
        for text in forms(message)
        if FRENCH_SIGNS.search(text) and text not in SAME_WORD_FAMILY
    ]
    assert left == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_compiled_catalogue_is_that_of_its_text(language: str) -> None:
    folder = TRANSLATIONS / language / "LC_MESSAGES"
    compiled = BytesIO()
    write_mo(compiled, catalogue(folder / "messages.po"))
    assert compiled.getvalue() == (folder / "messages.mo").read_bytes()
