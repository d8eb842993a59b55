"""Reads ``tests/access.yaml``: for each route and method, who may go how far."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from ruamel.yaml import YAML
from werkzeug.routing import Rule

MATRIX = Path(__file__).parent.parent / "access.yaml"
METHODS = ("GET", "POST")


class Reach(StrEnum):
    """How far an actor gets on a route.

    ``all``: anybody's (the route names no object). ``own``: their own objects. ``cohort`` is not
    needed: a cohort's coordinator owns the cohort. ``institution``: any object of their
    institution. ``never``: the screen is for their role, but that object never is (404).
    ``deny``: not for their role (403), or, for nobody signed in, the sign-in page.
    """

    ALL = "all"
    OWN = "own"
    INSTITUTION = "institution"
    NEVER = "never"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Line:
    """A route and method, and how far each actor gets."""

    endpoint: str
    method: str
    reach: dict[str, Reach]

    @property
    def name(self) -> str:
        return f"{self.method} {self.endpoint}"


@cache
def matrix() -> Mapping[str, Any]:
    """Read the file, once: it takes a second."""
    content: Mapping[str, Any] = YAML(typ="safe").load(MATRIX.read_text("utf-8"))
    return content


def lines() -> list[Line]:
    """Read the whole matrix."""
    content = matrix()
    return [
        Line(endpoint, method, with_desk_holder(reach))
        for endpoint, methods in content["routes"].items()
        for method, reach in methods.items()
    ]


def with_desk_holder(words: dict[str, str]) -> dict[str, Reach]:
    """Whoever holds an open desk is nobody in particular elsewhere, unless a line says more."""
    reach = {actor: Reach(word) for actor, word in words.items()}
    return {"desk_holder": reach["anonymous"]} | reach


def public_reads() -> set[str]:
    """Read which endpoints answer anybody alike, without a cookie or a form token."""
    return set(matrix()["public_read"])


def routes(app: Flask) -> dict[tuple[str, str], Rule]:
    """List what the application serves, by endpoint and method."""
    return {
        (rule.endpoint, method): rule
        for rule in app.url_map.iter_rules()
        for method in METHODS
        if method in (rule.methods or ()) and rule.endpoint != "static"
    }
