"""Forms of agreements: what they say, who signs, what happens to a placement."""

from typing import Any
from uuid import UUID

from wtforms.validators import ValidationError

from msp_du.domain.agreement_terms import Terms
from msp_du.domain.agreement_text import LONGEST_TEXT
from msp_du.services.agreement_sheets import TYPED, AgreementSheet
from msp_du.web.fields import (
    CheckboxesField,
    DateField,
    DurationField,
    HiddenField,
    SelectField,
    TextAreaField,
    TextField,
    UploadField,
    VersionField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import length, optional, required

LONGEST_CLAUSE = 4000


def clause(label: str, hint: str = "", rows: int = 3) -> TextAreaField:
    """Return the field of one clause."""
    return TextAreaField(label, [optional(), length(maximum=LONGEST_CLAUSE)], hint=hint, rows=rows)


class AgreementForm(BaseForm):
    """What an agreement says beside the register, and who signs it."""

    version = VersionField()
    course_title = TextField(
        lazy("Intitulé de la formation"), [required(), length(maximum=300)], autocomplete="off"
    )
    course_minutes = DurationField(
        lazy("Heures d’enseignement dans l’année"), [required()], most_hours=3000
    )
    competences = clause(
        lazy("Compétences à acquérir"), lazy("Une par ligne, précédée d’un tiret"), 6
    )
    activities = clause(lazy("Activités confiées"), lazy("Une par ligne, précédée d’un tiret"), 6)
    weekly_minutes = DurationField(
        lazy("Durée habituelle de la semaine"), [optional()], most_hours=60
    )
    unusual_hours = clause(lazy("Présence de nuit, le dimanche ou un jour férié"))
    interruptions = clause(lazy("Interruptions prévues"), lazy("Par exemple des fermetures"))
    leave_days = clause(lazy("Congés et autorisations d’absence"))
    follow_up = clause(lazy("Modalités du suivi par les deux tutrices ou tuteurs"))
    allowance = clause(lazy("Gratification : montant et mode de versement"))
    benefits = clause(lazy("Avantages"))
    social_protection = clause(lazy("Protection sociale, accidents compris"))
    absences = clause(lazy("Absences"))
    suspension = clause(lazy("Suspension et fin anticipée"))
    validation = clause(lazy("Validation en cas d’interruption"))
    host_rules = clause(lazy("Règles de la structure"))
    certificate = clause(lazy("Conditions de l’attestation"))
    confidentiality = clause(lazy("Confidentialité"))
    signers = CheckboxesField(lazy("Qui signe"))
    others = TextAreaField(
        lazy("Autres signataires, sur papier"),
        [optional(), length(maximum=1000)],
        hint=lazy("Un par ligne : « Nom, qualité »"),
        rows=2,
    )

    @property
    def seen_version(self) -> int:
        """The version of the draft, or of what is corrected, when the form was first shown."""
        return self.version.seen

    @property
    def sheet(self) -> AgreementSheet:
        """What a valid form says."""
        typed = {name: self[name].data or "" for name in TYPED}
        typed["course_minutes"] = self.course_minutes.data
        typed["weekly_minutes"] = self.weekly_minutes.data or 0
        return AgreementSheet(typed, self.signers.data, _others(self.others.data or ""))

    def validate_others(self, field: Any) -> None:
        """Refuse a name or a quality that no line of a paper holds."""
        for name, quality in _others(field.data or ""):
            if len(name) > 160 or len(quality) > 120:
                raise ValidationError(_("Raccourcissez : « %(name)s… »", name=name[:30]))


class SendForm(BaseForm):
    """A button, and nothing to fill in."""


class PaperForm(BaseForm):
    """Who signed by hand, when, and the scan that shows it."""

    signers = CheckboxesField(lazy("Qui a signé sur papier"))
    signed_on = DateField(lazy("Date de la signature"), [required()])
    scan = UploadField(
        lazy("Exemplaire signé"),
        validators=[required()],
        hint=lazy("PDF, PNG ou JPEG, 10 Mo au plus"),
        accept="application/pdf,image/png,image/jpeg",
    )

    @property
    def signer_ids(self) -> list[UUID]:
        return [UUID(one) for one in self.signers.data]


class SignatureForm(BaseForm):
    """A signature on screen; the hidden field says which text was shown."""

    digest = HiddenField()
    declared_name = TextField(
        lazy("Votre nom"),
        [required(), length(maximum=160)],
        hint=lazy("Écrivez-le pour signer"),
        autocomplete="name",
    )
    declared_capacity = TextField(
        lazy("En quelle qualité"), [required(), length(maximum=120)], autocomplete="off"
    )


class SuspendForm(BaseForm):
    """The first day of rest."""

    starts_on = DateField(lazy("Premier jour de suspension"), [required()])


class ResumeForm(BaseForm):
    """The first day back."""

    resumes_on = DateField(lazy("Jour de la reprise"), [required()])


class EndForm(BaseForm):
    """The last day, and perhaps the minutes planned in all."""

    ended_on = DateField(lazy("Dernier jour"), [required()])
    planned_minutes = DurationField(
        lazy("Heures prévues en tout"),
        [optional()],
        hint=lazy("Laissez vide : elles sont recalculées selon les jours qui restent."),
        most_hours=3000,
    )


class PeopleForm(BaseForm):
    """Who follows the placement from a day on."""

    version = VersionField()
    contact = SelectField(
        lazy("Tutorat de stage"), [optional()], blank=lazy("Ne change pas"), width=20
    )
    tutor = SelectField(
        lazy("Suivi pédagogique"), [optional()], blank=lazy("Ne change pas"), width=20
    )
    since = DateField(lazy("À partir du"), [required()])


class TextForm(BaseForm):
    """The text that agreements are made of."""

    version = VersionField()
    text = TextAreaField(
        lazy("Texte de la convention"), [required(), length(maximum=LONGEST_TEXT)], rows=24
    )


def agreement_values(terms: Terms) -> dict[str, Any]:
    """Return what the form shows of a paper's terms."""
    return {name: getattr(terms, name) for name in TYPED}


def _others(text: str) -> list[tuple[str, str]]:
    lines = [line.partition(",") for line in text.splitlines() if line.strip()]
    return [(name.strip(), quality.strip()) for name, _comma, quality in lines if name.strip()]
