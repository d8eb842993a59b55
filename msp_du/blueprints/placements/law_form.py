"""What the form of a placement asks for the law: terms, then findings to confirm or override."""

from collections.abc import Sequence
from typing import Any, cast

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.incidents import IncidentPlace
from msp_du.domain.placement_limits import Finding, Limit, Terms
from msp_du.domain.placement_presence import OddPresence
from msp_du.services.placement_checks import LawAnswers, Seen
from msp_du.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    DurationField,
    GuardedTextField,
    HiddenField,
    RadioField,
    TimeField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.law_words import FindingLine, finding_line
from msp_du.web.validators import number_range, optional, required

HOURS_OF_A_WEEK = 7 * 24
STOPPING = frozenset({Rule.PLACEMENT_FORBIDDEN, Rule.PLACEMENT_WARNING_UNCONFIRMED})
_STATED = {
    OddPresence.NIGHT: "has_nights",
    OddPresence.SUNDAY: "has_sundays",
    OddPresence.HOLIDAY: "has_holidays",
}


class LawFields(BaseForm):
    """Fields of the law in the form of a placement."""

    weekly_minutes = DurationField(
        lazy("Heures par semaine"),
        [optional(), number_range(minimum=1)],
        hint=lazy("Celles de la convention, par exemple 28"),
        most_hours=HOURS_OF_A_WEEK,
    )
    presence = CheckboxesField(
        lazy("Présence prévue"),
        choices=OddPresence,
        hint=lazy("Sans mention dans la convention, ces présences ne sont pas permises."),
    )
    is_same_post = CheckboxField(lazy("Au même poste qu’un stage précédent dans ce service"))
    signed_on = DateField(
        lazy("Date de signature de la convention"),
        [optional()],
        hint=lazy("Elle fixe le taux de la gratification. À défaut, le premier jour du stage."),
    )
    seen_findings = HiddenField()
    confirmed = CheckboxField(lazy("C’est bien cela : enregistrer quand même"))
    override_reason = GuardedTextField(
        lazy("Pourquoi ce stage est maintenu malgré la loi"),
        max_length=300,
        validators=[optional()],
    )

    findings: Sequence[Finding] = ()

    @property
    def law_answers(self) -> LawAnswers:
        """What a valid form says."""
        stated = {_STATED[kind]: True for kind in self.presence.data}
        return LawAnswers(
            terms=Terms(
                weekly_minutes=self.weekly_minutes.data,
                is_same_post=self.is_same_post.data,
                signed_on=self.signed_on.data,
                **stated,
            ),
            seen=_seen(self.seen_findings.data or ""),
            confirmed=self.confirmed.data,
            reason=self.override_reason.data or None,
        )

    @property
    def finding_lines(self) -> list[FindingLine]:
        """The findings in words, what is forbidden first."""
        return [finding_line(one) for one in self.findings]

    @property
    def asks_reason(self) -> bool:
        """Tell whether something forbidden must be overridden."""
        return any(one.is_forbidden for one in self.findings)

    @property
    def asks_to_confirm(self) -> bool:
        """Tell whether something customary must be confirmed."""
        return not all(one.is_forbidden for one in self.findings)

    def show_findings(self, violation: RuleViolation) -> None:
        """Keep what stopped the act, to be read and answered once."""
        if violation.rule in STOPPING:
            self.findings = cast("Sequence[Finding]", violation.details["findings"])
            flags: Any = self.override_reason.flags
            flags.required = self.asks_reason
            self.seen_findings.data = " ".join(f"{one.limit}:{one.figure}" for one in self.findings)


class IncidentForm(BaseForm):
    """When and where something happened; nothing about anybody's state is asked."""

    happened_on = DateField(lazy("Date"), [required()])
    clock = TimeField(lazy("Heure"), [required()], hint=lazy("Par exemple 14:30"))
    place = RadioField(lazy("Où"), [required()], choices=IncidentPlace)


class SendingForm(BaseForm):
    """The day on which a declaration was sent."""

    sent_on = DateField(lazy("Déclaration envoyée le"), [required()])


class AllowanceFileForm(BaseForm):
    """The form of the file that leaves."""

    form = RadioField(
        lazy("Format du fichier"),
        [required()],
        choices=[("xlsx", lazy("Classeur XLSX")), ("csv", lazy("Texte CSV, points-virgules"))],
    )


def law_values(terms: Terms) -> dict[str, Any]:
    """Return what the form shows of what a placement states."""
    return {
        "weekly_minutes": terms.weekly_minutes,
        "presence": [kind.value for kind, name in _STATED.items() if getattr(terms, name)],
        "is_same_post": terms.is_same_post,
        "signed_on": terms.signed_on,
    }


def _seen(text: str) -> frozenset[Seen]:
    """Read what the page showed; words of another make are left out."""
    known = {limit.value: limit for limit in Limit}
    pairs = [part.partition(":") for part in text.split()]
    return frozenset(
        (known[kind], int(figure))
        for kind, _colon, figure in pairs
        if kind in known and figure.isascii() and figure.isdigit()
    )
