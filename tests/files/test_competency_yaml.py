"""The competency file: the one shipped, each fault with its path, one text for one framework."""

import re
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import msp_du
from msp_du.domain.competencies import SCALE, Framework, Wording
from msp_du.domain.vocabulary import Language
from msp_du.files.competency_yaml import CompetencyFaults, FaultKind, digest, read, write

SHIPPED = Path(msp_du.__file__).parent / "data" / "competencies" / "referentiel-2026.yaml"
SMALL = """\
format: msp-du/competencies@1
code: COMPETENCES
version: 2026
title: {fr: Référentiel, en: Framework}
levels:
  novice: {fr: Novice, en: New, descriptor: {fr: Un, en: One}}
  beginner: {fr: Débutant, en: Beginner, descriptor: {fr: Deux, en: Two}}
  competent: {fr: Compétent, en: Competent, descriptor: {fr: Trois, en: Three}}
  autonomous: {fr: Autonome, en: Autonomous, descriptor: {fr: Quatre, en: Four}}
domains:
  - code: A
    title: {fr: Écoute, en: Listening}
    competencies:
      - {code: A1, core: true, fr: Écoute, en: Listens, source: Essai}
      - {code: A2, core: false, fr: Vérifie, en: Checks}
  - code: B
    title: {fr: Cadre, en: Limits}
    competencies:
      - {code: B1, core: true, fr: Refuse, en: Declines}
"""
A1 = "domains[0].competencies[0]"
A2 = "domains[0].competencies[1]"
LEVELS = SMALL[SMALL.index("  novice") : SMALL.index("domains:")]


def edited(*changes: tuple[str, str]) -> str:
    """Return the small file with each first text replaced once by the second."""
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def faults_of(text: str | bytes) -> list[str]:
    """Return what the reader refuses, in English."""
    with pytest.raises(CompetencyFaults) as refusal:
        read(text if isinstance(text, bytes) else text.encode())
    assert str(refusal.value) == "\n".join(map(str, refusal.value.faults))
    return [str(fault) for fault in refusal.value.faults]


def loaded(data: bytes, version: tuple[int, int]) -> Any:
    """Return the values another reader makes of a file, by the given version of YAML."""
    reader = YAML(typ="safe", pure=True)
    reader.version = version
    return reader.load(StringIO(data.decode()))


def wordings(framework: Framework) -> list[Wording]:
    """Return every text in two languages that a framework has."""
    return [
        framework.title,
        *(words.title for words in framework.levels),
        *(words.descriptor for words in framework.levels),
        *(domain.title for domain in framework.domains),
        *(item.title for item in framework.competencies),
    ]


def test_the_shipped_framework_has_eight_domains_of_five_items() -> None:
    framework = read(SHIPPED.read_bytes())
    assert framework.reference == "COMPETENCES@2026"
    assert {
        domain.code: [item.code for item in domain.competencies] for domain in framework.domains
    } == {letter: [f"{letter}{number}" for number in range(1, 6)] for letter in "ABCDEFGH"}


def test_half_of_the_shipped_items_are_core_and_every_domain_has_some() -> None:
    framework = read(SHIPPED.read_bytes())
    assert Counter(item.code[0] for item in framework.core) == Counter(
        A=3, B=3, C=2, D=2, E=3, F=2, G=3, H=2
    )
    assert len(framework.core) == 20


def test_the_shipped_framework_is_an_export() -> None:
    data = SHIPPED.read_bytes()
    assert write(read(data)) == data


def test_the_shipped_words_are_written_in_both_languages() -> None:
    words = wordings(read(SHIPPED.read_bytes()))
    assert len(words) == 1 + 4 + 4 + 8 + 40
    assert [text for text in words if not text.fr or not text.en] == []
    assert [text.fr for text in words if re.search(r"'| [:;!?]|« ", text.fr)] == []
    assert [text.en for text in words if "'" in text.en] == []
    for language in Language:
        said = [text.wording(language) for text in words]
        assert len(set(said)) == len(said)


def test_the_shipped_levels_have_their_usual_names() -> None:
    levels = read(SHIPPED.read_bytes()).levels
    assert [words.level for words in levels] == list(SCALE)
    assert [words.title.fr for words in levels] == ["Novice", "Débutant", "Compétent", "Autonome"]


def test_every_shipped_item_names_what_inspired_it() -> None:
    assert all(item.source for item in read(SHIPPED.read_bytes()).competencies)


def test_a_small_file_is_read_as_it_stands() -> None:
    framework = read(SMALL.encode())
    assert (framework.version, framework.title) == ("2026", Wording("Référentiel", "Framework"))
    assert framework.levels[1].descriptor == Wording("Deux", "Two")
    assert [(item.code, item.is_core, item.source) for item in framework.competencies] == [
        ("A1", True, "Essai"),
        ("A2", False, None),
        ("B1", True, None),
    ]


def test_levels_stand_from_the_lowest_whatever_the_order_of_the_file() -> None:
    turned = edited((LEVELS, "".join(reversed(LEVELS.splitlines(keepends=True)))))
    assert turned != SMALL
    assert write(read(turned.encode())) == write(read(SMALL.encode()))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param("competencies@1", "competencies@2", "format: msp-du/competencies@2 is not a"
                     " format known here (msp-du/competencies@1)", id="format"),
        pytest.param("msp-du/competencies@1", "[a]", "format: must be a single value",
                     id="format-list"),
        pytest.param("format: msp-du/competencies@1\n", "", "format: missing", id="no-format"),
        pytest.param("code: COMPETENCES\n", "", "code: missing", id="no-framework-code"),
        pytest.param("code: COMPETENCES", "code: Compétences", "code: Compétences: only letters"
                     " without accent, digits, '.', '_', '-' make a code", id="framework-code"),
        pytest.param("version: 2026\n", "", "version: missing", id="no-version"),
        pytest.param("version: 2026", f"version: {'1' * 41}",
                     "version: must have 40 characters at most", id="long-version"),
        pytest.param("version: 2026", "version: 2026\ncolour: red", "colour: unknown key",
                     id="unknown-key"),
        pytest.param(", en: Framework", "", "title.en: missing", id="title-without-english"),
        pytest.param("title: {fr: Référentiel, en: Framework}", "title: Référentiel",
                     "title: must be a map of keys and values", id="title-alone"),
        pytest.param("levels:\n" + LEVELS, "", "levels: missing", id="no-levels"),
        pytest.param("levels:\n" + LEVELS, "levels: []\n",
                     "levels: must be a map of keys and values", id="levels-list"),
        pytest.param("  novice: {fr: Novice, en: New, descriptor: {fr: Un, en: One}}\n", "",
                     "levels.novice: missing", id="three-levels"),
        pytest.param("domains:", "  not_observed: {}\ndomains:",
                     "levels.not_observed: unknown key", id="level-that-is-no-judgement"),
        pytest.param("domains:", "  expert: {}\ndomains:", "levels.expert: unknown key",
                     id="fifth-level"),
        pytest.param("domains:", "  novice: {}\ndomains:", "levels.novice: this key stands twice",
                     id="level-twice"),
        pytest.param(", descriptor: {fr: Un, en: One}", "", "levels.novice.descriptor: missing",
                     id="no-descriptor"),
        pytest.param("en: New", "en: ''", "levels.novice.en: must not be empty", id="empty-level"),
        pytest.param("fr: Un,", "", "levels.novice.descriptor.fr: missing",
                     id="descriptor-without-french"),
        pytest.param(SMALL[SMALL.index("domains:") :], "domains: []",
                     "domains: must have one entry at least", id="no-domain"),
        pytest.param(SMALL[SMALL.index("domains:") :], "domains: {}", "domains: must be a list",
                     id="domains-map"),
        pytest.param("  - code: A\n    title", "  - title", "domains[0].code: missing",
                     id="domain-without-code"),
        pytest.param("    title: {fr: Écoute, en: Listening}\n", "", "domains[0].title: missing",
                     id="domain-without-title"),
        pytest.param("\n      - {code: B1, core: true, fr: Refuse, en: Declines}", " []",
                     "domains[1].competencies: must have one entry at least", id="no-item"),
        pytest.param("code: B\n", "code: A\n", "domains[1].code: A is already at domains[0].code",
                     id="domain-twice"),
        pytest.param("code: A2", "code: A1", f"{A2}.code: A1 is already at {A1}.code",
                     id="item-twice"),
        pytest.param("code: B1", "code: A1", f"domains[1].competencies[0].code: A1 is already at"
                     f" {A1}.code", id="item-of-another-domain"),
        pytest.param("code: A2", "code: A", f"{A2}.code: A is already at domains[0].code",
                     id="one-set-of-codes"),
        pytest.param("code: A2", "code: A 2", f"{A2}.code: A 2: only letters without accent,"
                     " digits, '.', '_', '-' make a code", id="space-in-code"),
        pytest.param("code: A2", "code: ''", f"{A2}.code: must not be empty", id="empty-code"),
        pytest.param("code: A2", f"code: {'a' * 41}",
                     f"{A2}.code: must have 40 characters at most", id="long-code"),
        pytest.param(" core: false,", "", f"{A2}.core: missing", id="no-core"),
        pytest.param("core: false", "core: no", f"{A2}.core: no is neither true nor false",
                     id="yaml-1.1-boolean"),
        pytest.param("core: false", "core: 1", f"{A2}.core: 1 is neither true nor false",
                     id="core-number"),
        pytest.param("core: false", "core: []", f"{A2}.core: must be a single value",
                     id="core-list"),
        pytest.param(", en: Checks", "", f"{A2}.en: missing", id="item-without-english"),
        pytest.param("fr: Vérifie", f"fr: {'é' * 301}",
                     f"{A2}.fr: must have 300 characters at most", id="long-item"),
        pytest.param("fr: Vérifie", 'fr: "a\\0b"',
                     f"{A2}.fr: holds a character that cannot be printed", id="nul"),
        pytest.param("en: Checks", "en: Checks, level: 3", f"{A2}.level: unknown key",
                     id="unknown-key-of-an-item"),
        pytest.param("source: Essai", "source: ''", f"{A1}.source: must not be empty",
                     id="empty-source"),
        pytest.param("fr: Vérifie, en: Checks", "fr: &a Vérifie, en: *a",
                     f"{A2}.en: an alias is not read, write the value out", id="alias"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_path(old: str, new: str, fault: str) -> None:
    assert faults_of(edited((old, new))) == [fault]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", "the file is empty", id="empty"),
        pytest.param("bonjour", "must be a map of keys and values", id="not-a-map"),
        pytest.param("a: b: c", "line 1, column 5: not valid YAML", id="not-yaml"),
        pytest.param(b"a: 1\nb: \xe9", "line 2, column 4: not UTF-8", id="windows-1252"),
        pytest.param(b"#" * 1_000_001, "the file is larger than 1 MB", id="too-large"),
    ],
)
def test_what_is_no_competency_file_at_all_is_refused(text: str | bytes, fault: str) -> None:
    assert faults_of(text) == [fault]


def test_a_curriculum_is_no_competency_file() -> None:
    curriculum = SHIPPED.parents[1] / "curricula" / "du-msp-2026.yaml"
    assert faults_of(curriculum.read_bytes()) == [
        "levels: missing",
        "domains: missing",
        "format: msp-du/curriculum@1 is not a format known here (msp-du/competencies@1)",
        "rules: unknown key",
        "settings: unknown key",
        "years: unknown key",
    ]


def test_every_fault_is_named_at_once_in_the_order_of_the_file() -> None:
    text = edited(
        ("version: 2026", "colour: red"), ("en: Framework", "de: Rahmen"), ("  novice", "  expert"),
        ("core: false", "core: maybe"), ("code: B\n", "code: A1\n"),
    )  # fmt: skip
    with pytest.raises(CompetencyFaults) as refusal:
        read(text.encode())
    assert [(fault.path, fault.kind, fault.line) for fault in refusal.value.faults] == [
        ("version", FaultKind.MISSING_KEY, 1),
        ("colour", FaultKind.UNKNOWN_KEY, 3),
        ("title.en", FaultKind.MISSING_KEY, 4),
        ("title.de", FaultKind.UNKNOWN_KEY, 4),
        ("levels.expert", FaultKind.UNKNOWN_KEY, 6),
        ("levels.novice", FaultKind.MISSING_KEY, 6),
        (f"{A2}.core", FaultKind.NOT_A_FLAG, 15),
        ("domains[1].code", FaultKind.DUPLICATE, 16),
    ]


@pytest.mark.parametrize("word", ["no", "1:30", "2026", "~", 'a "b" \\ c', "a: b", "#", "é\u00a0!"])
def test_words_stay_words_for_other_readers(word: str) -> None:
    framework = replace(read(SMALL.encode()), version=word, title=Wording(word, word))
    data = write(framework)
    for version in [(1, 1), (1, 2)]:
        content = loaded(data, version)
        assert (content["version"], content["title"]) == (word, {"fr": word, "en": word})
        assert content["domains"][0]["competencies"][0]["core"] is True
    assert read(data) == framework


def test_equal_frameworks_have_one_digest_and_any_change_shows() -> None:
    framework = read(SMALL.encode())
    assert digest(framework) == digest(read(write(framework)))
    assert re.fullmatch("[0-9a-f]{64}", digest(framework))
    for old, new in [("core: false", "core: true"), ("en: Four", "en: 4"), (", source: Essai", "")]:
        assert digest(read(edited((old, new)).encode())) != digest(framework)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.integers(0, 3), st.text(" \n:-?[]{},#&*!|>'\"%@`~\\e\t"))
def test_a_damaged_file_is_read_or_refused(start: int, cut: int, put: str) -> None:
    damaged = (SMALL[:start] + put + SMALL[start + cut :]).encode()
    with suppress(CompetencyFaults):
        framework = read(damaged)
        assert read(write(framework)) == framework
