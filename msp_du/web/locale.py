"""Which language a page speaks: ``?lang=``, else the account's, else French; no cookie."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, has_request_context, request

from msp_du.domain import calendar
from msp_du.domain.vocabulary import Language
from msp_du.extensions import babel
from msp_du.web.access import actor_or_none, declared_access

TIME_ZONE = "Europe/Paris"
_LANGUAGES = frozenset(Language)
_LOCALES = {language: Locale.parse(language.value) for language in Language}


def register(app: Flask) -> None:
    """Choose the language of each page, and carry ``?lang=`` from one public page to the next."""
    app.config["BABEL_DEFAULT_LOCALE"] = Language.FRENCH.value
    app.config["BABEL_DEFAULT_TIMEZONE"] = TIME_ZONE
    babel.init_app(app, locale_selector=_choose, timezone_selector=_zone)

    def carry(endpoint: str, values: dict[str, Any]) -> None:
        language = asked()
        if language is None or "lang" in values or endpoint not in app.view_functions:
            return
        access = declared_access(app, endpoint)
        if access is not None and (access.anonymous or access.gate is not None):
            values["lang"] = language.value

    app.url_defaults(carry)


def asked() -> Language | None:
    """Return the language that the address asks for."""
    if not has_request_context():
        return None
    word = request.args.get("lang")
    return Language(word) if word in _LANGUAGES else None


def today() -> date:
    """Return the day it is where the reader's institution is."""
    return calendar.today(datetime.now(UTC), ZoneInfo(_zone()))


def _choose() -> Locale:
    language = asked()
    if language is not None:
        return _LOCALES[language]
    actor = actor_or_none() if has_request_context() else None
    return _LOCALES[actor.language if actor else Language.FRENCH]


def _zone() -> str:
    actor = actor_or_none() if has_request_context() else None
    return actor.grants[0].institution.time_zone if actor and actor.grants else TIME_ZONE
