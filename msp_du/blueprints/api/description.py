"""The description of the interface that programs read: OpenAPI 3.1."""

from functools import cache
from pathlib import Path

from flask import Response
from flask.typing import ResponseReturnValue

from msp_du.blueprints.api.routes import bp
from msp_du.web.access import public

FILE = Path(__file__).parents[2] / "data" / "openapi.json"


@bp.get("/openapi.json")
@public
def describe() -> ResponseReturnValue:
    """Give the description of every route of the interface."""
    return Response(_description(), mimetype="application/json")


@cache
def _description() -> str:
    return FILE.read_text("utf-8")
