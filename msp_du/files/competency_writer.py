"""Writer of the competency file: one framework, one text, its free words in double quotes."""

import hashlib
from collections.abc import Iterator

from msp_du.domain.competencies import CompetencyDomain, Framework, LevelWords, Wording
from msp_du.files.yaml_text import flag, quoted, word

FORMAT = "msp-du/competencies@1"


def write(framework: Framework) -> bytes:
    """Return the file of a framework; reading it gives the framework, writing again the bytes."""
    return ("\n".join(_framework(framework)) + "\n").encode()


def digest(framework: Framework) -> str:
    """Return the SHA-256 of the framework's file, in hexadecimal."""
    return hashlib.sha256(write(framework)).hexdigest()


def _framework(framework: Framework) -> Iterator[str]:
    yield f"format: {FORMAT}"
    yield f"code: {word(framework.code)}"
    yield f"version: {quoted(framework.version)}"
    yield "title:"
    yield from _both(framework.title, "  ")
    yield "levels:"
    for words in framework.levels:
        yield from _level(words)
    yield "domains:"
    for domain in framework.domains:
        yield from _domain(domain)


def _level(words: LevelWords) -> Iterator[str]:
    yield f"  {words.level.value}:"
    yield from _both(words.title, "    ")
    yield "    descriptor:"
    yield from _both(words.descriptor, "      ")


def _domain(domain: CompetencyDomain) -> Iterator[str]:
    yield f"  - code: {word(domain.code)}"
    yield "    title:"
    yield from _both(domain.title, "      ")
    yield "    competencies:"
    for item in domain.competencies:
        yield f"      - code: {word(item.code)}"
        yield f"        core: {flag(value=item.is_core)}"
        yield from _both(item.title, " " * 8)
        if item.source is not None:
            yield f"        source: {quoted(item.source)}"


def _both(text: Wording, margin: str) -> Iterator[str]:
    yield f"{margin}fr: {quoted(text.fr)}"
    yield f"{margin}en: {quoted(text.en)}"
