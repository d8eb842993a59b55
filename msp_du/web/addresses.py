"""Addresses of pages as people reach them, for what is read outside the site: mails, papers."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask

from msp_du.config import Config
from msp_du.domain.vocabulary import Language


def public_url(app: Flask, endpoint: str, language: Language, values: Mapping[str, str]) -> str:
    """Return the address of a page as people reach it, in the reader's language."""
    config: Config = app.extensions["msp_du_config"]
    parts = urlsplit(config.public_url)
    query = {} if language is Language.FRENCH else {"lang": language.value}
    adapter = app.url_map.bind(parts.netloc, url_scheme=parts.scheme)
    return adapter.build(endpoint, {**values, **query}, force_external=True)
