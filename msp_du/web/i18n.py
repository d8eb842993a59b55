"""Words for people: gettext with plain ``str`` types, and the language of the page."""

from dataclasses import dataclass
from gettext import NullTranslations
from typing import cast
from urllib.parse import urlencode

import flask_babel
from flask import Flask, request
from flask_babel.speaklater import LazyString

from msp_du.domain.vocabulary import Language

_NAMES = {Language.FRENCH: "Français", Language.ENGLISH: "English"}
_texts: dict[str, NullTranslations] = {}
"""The texts of each language, as they were read first: asked for fifty times a page."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in one language; ``name`` is written in that language."""

    code: str
    name: str
    url: str
    is_current: bool


def _(message: str, **details: object) -> str:
    """Return the message in the reader's language, its named placeholders filled."""
    text = _catalogue().gettext(message)
    return text % details if details else text


def ngettext(singular: str, plural: str, count: int, **details: object) -> str:
    """Return the form that fits ``count``; ``%(num)s`` is the count."""
    return _catalogue().ngettext(singular, plural, count) % {"num": count, **details}


def lazy(message: str, **details: object) -> str:
    """Return a message that is translated when it is shown: for texts of classes and modules."""
    return cast("str", LazyString(_, message, **details))


def current_language() -> Language:
    """Return the language this page is written in; French outside a request."""
    locale = flask_babel.get_locale()
    return Language(locale.language) if locale else Language.FRENCH


def language_links() -> list[LanguageLink]:
    """Return links to the page being shown in each language, its other arguments kept."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return [
        LanguageLink(
            code=language.value,
            name=name,
            url=f"{request.path}?{urlencode([*kept, ('lang', language.value)])}",
            is_current=language is current_language(),
        )
        for language, name in _NAMES.items()
    ]


def _catalogue() -> NullTranslations:
    """Return the texts of the page's language; the source texts outside a request."""
    locale = flask_babel.get_locale()
    language = str(locale.language) if locale else ""
    if language not in _texts:
        _texts[language] = flask_babel.get_translations()
    return _texts[language]


def register(app: Flask) -> None:
    """Give templates the texts, ``current_language()`` and ``language_links()``."""
    # What Flask-Babel installs asks for the domain, the context and the locale at every text.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # by the extension
        gettext=lambda text: _catalogue().gettext(text),
        ngettext=lambda one, many, count: _catalogue().ngettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals["current_language"] = current_language
    app.jinja_env.globals["language_links"] = language_links
