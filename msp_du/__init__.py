"""Suivi: a two-year university diploma, from enrolment to hire."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from msp_du.config import Config


def create_app(config: "Config | None" = None) -> "Flask":
    """Build the application from settings, read from the environment when none are given.

    Raises ConfigError when a setting is missing or cannot be. The application is imported here so
    that commands which do not need it start at once.
    """
    from msp_du.application import build  # noqa: PLC0415 - see the docstring

    return build(config)
