"""Why a day of hours was not taken: the field, the rule, and a sentence in words."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, cast

from flask import Response

from msp_du.domain.confidentiality import Finding
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Caution
from msp_du.domain.hours_requests import IDENTIFYING_TEXT, BodyFault
from msp_du.web.i18n import _
from msp_du.web.labels import caution, label, sentence
from msp_du.web.problems import problem

CONFLICTS: Final = frozenset({Rule.HOURS_CLIENT_ID_REUSED, Rule.HOURS_REMOVED})
"""Refusals because of what the server has: another try of the same body changes nothing."""
FIELDS: Final[Mapping[str, str]] = MappingProxyType({"worked_on": "date"})
"""Fields of a body that rules know by another name."""


def faults(found: Sequence[tuple[str, BodyFault]]) -> Response:
    """Return the refusal of a body that cannot be read, with every field that is wrong."""
    errors = [{"field": name, "rule": fault.value, "detail": label(fault)} for name, fault in found]
    return _refusal(422, "wrong-fields", errors)


def refused(violation: RuleViolation) -> Response:
    """Return the refusal of a rule; warnings to confirm come with the word that confirms each."""
    status = 409 if violation.rule in CONFLICTS else 422
    name = violation.field or "date"
    error = {
        "field": FIELDS.get(name, name),
        "rule": violation.rule.value,
        "detail": sentence(violation.rule, **violation.details),
    }
    if violation.rule is not Rule.HOURS_WARNING_UNCONFIRMED:
        return _refusal(status, violation.rule.value, [error])
    found = cast("Iterable[Caution]", violation.details["cautions"])
    cautions = [{"confirm": one.kind.value, "detail": caution(one)} for one in found]
    return _refusal(status, violation.rule.value, [error], cautions=cautions)


def identifying(found: Iterable[Finding]) -> Response:
    """Ask to read a text again that may point at a person; what was found is not repeated."""
    kinds = dict.fromkeys(label(one.kind) for one in found)
    said = _("Relisez ce texte : il contient peut-être %(kinds)s.", kinds=", ".join(kinds))
    rule = Rule.HOURS_WARNING_UNCONFIRMED
    error = {"field": "activity", "rule": rule.value, "detail": sentence(rule)}
    cautions = [{"confirm": IDENTIFYING_TEXT, "detail": said}]
    return _refusal(422, rule.value, [error], cautions=cautions)


def _refusal(
    status: int,
    kind: str,
    errors: list[dict[str, str]],
    *,
    cautions: list[dict[str, str]] | None = None,
) -> Response:
    """Return a problem that names its first error on top, and each in a list."""
    members: dict[str, object] = {**errors[0], "errors": errors}
    if cautions:
        members["cautions"] = cautions
    title = _("Cette saisie n’est pas enregistrée.")
    return problem(status, kind, title, headers=None, **members)
