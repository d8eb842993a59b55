"""Cells of a sheet saved as they are left, by the page's script: JSON in, JSON out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from msp_du.blueprints.marks.forms import Veils, read_cell, seen_text
from msp_du.blueprints.marks.reasons import NO_DOUBT, Doubt, doubt
from msp_du.blueprints.marks.routes import bp
from msp_du.blueprints.marks.sheet_view import (
    class_average,
    column_averages,
    conflict_views,
    module_average,
    row_notes,
    score_value,
)
from msp_du.blueprints.marks.sheets import Place, find_place
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.services import marks, sheet_veils
from msp_du.services.mark_reasons import Why
from msp_du.services.mark_sheets import Sheet
from msp_du.services.marks import Entered, TypedCell
from msp_du.web.access import requires
from msp_du.web.labels import sentence
from msp_du.web.problems import problem
from msp_du.web.reading import plain

MOST_BYTES = 400_000
MOST_CELLS = 1000
FIELDS = ("name", "typed", "seen")


@dataclass(slots=True)
class Sent:
    """The cells that came, by name: those that can be read, and why others cannot.

    ``reason`` says why published marks change; empty when it cannot be taken (``doubt``).
    """

    cells: dict[str, TypedCell] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    doubt: Doubt = NO_DOUBT


@bp.post("/<uuid:cohort_id>/<uuid:module_id>/cellules")
@requires(Role.TUTOR, Role.COORDINATOR)
def save_cells(cohort_id: UUID, module_id: UUID) -> ResponseReturnValue:
    """Save some cells, each for itself; say of each what became of it.

    409 when somebody else changed one of them meanwhile, else 422 when one of them is refused:
    the others are saved all the same. One reason goes for all the cells that were sent.
    """
    place = find_place(cohort_id, module_id)
    request.max_content_length = MOST_BYTES
    body = request.get_json(silent=True)
    texts = _texts(body)
    if texts is None:
        title = "Send application/json: cells, each with its name, what is typed, what it held."
        return problem(422, "wrong-cells", title)
    veils = sheet_veils.veils(db.session(), place.cohort, place.module, place.session_number)
    sent = _read(texts, veils, is_marked=bool(place.module.assessments))
    _read_reason(sent, body)
    with transaction() as session:
        entered = marks.enter(
            session,
            place.cohort,
            place.module,
            place.session_number,
            list(sent.cells.values()),
            actor=place.actor,
            now=datetime.now(UTC),
            why=Why(reason=sent.reason),
            each_alone=True,
        )
    return _answer(place, sent, entered)


def _texts(body: Any) -> list[tuple[str, str, str]] | None:
    """Return name, text and former value of each cell; None for anything else."""
    cells = body.get("cells") if isinstance(body, dict) else None
    if not isinstance(cells, list) or not 0 < len(cells) <= MOST_CELLS:
        return None
    found = []
    for cell in cells:
        values = [cell.get(name) for name in FIELDS] if isinstance(cell, dict) else []
        if not values or not all(isinstance(value, str) for value in values):
            return None
        name, typed, seen = map(str, values)
        found.append((name, typed, seen))
    return found


def _read(texts: Collection[tuple[str, str, str]], veils: Veils, *, is_marked: bool) -> Sent:
    sent = Sent()
    for name, typed, seen in texts:
        try:
            sent.cells[name] = read_cell(name, plain(typed), seen, veils, is_marked=is_marked)
        except RuleViolation as violation:
            sent.refused[name] = sentence(violation.rule, **violation.details)
    return sent


def _read_reason(sent: Sent, body: Any) -> None:
    """Take the reason over when it is a text and nothing is wrong with it."""
    text = body.get("reason")
    if not isinstance(text, str):
        return
    sent.doubt = doubt(text, is_checked=body.get("reason_checked") is True)
    sent.reason = "" if sent.doubt.said else text


def _answer(place: Place, sent: Sent, entered: Entered) -> Response:
    after = place.sheet()
    names = {cell.key: name for name, cell in sent.cells.items()}
    refused = sent.refused | {names[key]: sentence(rule) for key, rule in entered.refused.items()}
    told: dict[str, dict[str, str]] = {
        name: {"state": "refused", "said": said} for name, said in refused.items()
    }
    for conflict in conflict_views(after, entered.conflicts):
        told[conflict.name] = {
            "state": "conflict",
            "mine": conflict.mine,
            "theirs": conflict.theirs,
            "value": conflict.theirs_value,
            "seen": conflict.seen,
            "who": conflict.who,
        }
    held = after.cells()
    for key, name in names.items():
        if name not in told and key in held:
            seen = held[key][1]
            told[name] = {
                "state": "saved",
                "value": score_value(seen.score),
                "seen": seen_text(seen),
            }
    response = jsonify(
        {
            "cells": told,
            "rows": _rows(after, {key.year_id for key in names}),
            "columns": column_averages(after),
            "class_average": class_average(after),
            "reason": {"said": sent.doubt.said, "may_pass": sent.doubt.may_pass},
            "open": sum(1 for closed_by in after.closings().values() if closed_by is None),
        }
    )
    response.status_code = 409 if entered.conflicts else 422 if refused else 200
    return response


def _rows(sheet: Sheet, year_ids: Collection[UUID]) -> Mapping[str, Mapping[str, object]]:
    return {
        row.shown_id.hex: {"average": module_average(row.standing), "notes": row_notes(row)}
        for row in sheet.rows
        if row.year_id in year_ids
    }
