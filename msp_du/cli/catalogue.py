"""Sentences in the language that a command is asked for, without the application."""

import gettext
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from msp_du.domain.vocabulary import Language

Translate: TypeAlias = Callable[[str], str]

_FOLDER = Path(__file__).parent.parent / "translations"


def translator(language: Language) -> Translate:
    """Return what says a French message in that language."""
    return gettext.translation("messages", _FOLDER, [language.value], fallback=True).gettext
