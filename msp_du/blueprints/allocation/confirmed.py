"""What is told once places are confirmed, or when the law stands against one of them."""

from collections import Counter
from collections.abc import Iterable
from typing import cast

from flask import flash

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.placement_limits import Finding
from msp_du.services.allocations import Confirmed
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import sentence
from msp_du.web.law_words import FindingLine, finding_line


def forbidden(violation: RuleViolation) -> list[FindingLine]:
    """Return what the law forbids of the placement at fault, in words; nothing for other rules."""
    refusal = violation.details.get("refusal")
    if not isinstance(refusal, RuleViolation) or refusal.rule is not Rule.PLACEMENT_FORBIDDEN:
        return []
    findings = cast("Iterable[Finding]", refusal.details["findings"])
    return [finding_line(one) for one in findings]


def tell_confirmed(done: Confirmed) -> None:
    """Say how many placements are open, and of how many the agreement is still to be prepared."""
    if not done.placements:
        flash(_("C’était déjà fait : rien n’a changé."), "success")
        return
    drafts = done.placements - len(done.undrafted)
    opened = ngettext("Un stage est ouvert.", "%(num)s stages sont ouverts.", done.placements)
    drafted = ngettext(
        "Un brouillon de convention est à relire.",
        "%(num)s brouillons de convention sont à relire.",
        drafts,
    )
    flash(f"{opened} {drafted}" if drafts else opened, "success")
    reasons = Counter(sentence(one.rule, **one.details) for one in done.undrafted)
    for reason, count in reasons.items():
        missing = ngettext(
            "Un stage n’a pas de brouillon de convention : %(reason)s",
            "%(num)s stages n’ont pas de brouillon de convention : %(reason)s",
            count,
            reason=reason,
        )
        flash(missing, "error")
