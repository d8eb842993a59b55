"""Forms of the administration area."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from msp_du.domain.vocabulary import Role
from msp_du.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    DurationField,
    EmailField,
    IntegerField,
    SelectField,
    TextAreaField,
    TextField,
    UploadField,
    VersionField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import lazy
from msp_du.web.validators import email, length, number_range, optional, required

HOURS_OF_A_WEEK = 7 * 24
MOST_WEEKS = 40

TIME_ZONES = (
    ("Europe/Paris", lazy("Paris")),
    ("America/Guadeloupe", lazy("Guadeloupe")),
    ("America/Martinique", lazy("Martinique")),
    ("America/Cayenne", lazy("Guyane")),
    ("America/Miquelon", lazy("Saint-Pierre-et-Miquelon")),
    ("Indian/Reunion", lazy("La Réunion")),
    ("Indian/Mayotte", lazy("Mayotte")),
    ("Pacific/Noumea", lazy("Nouvelle-Calédonie")),
    ("Pacific/Tahiti", lazy("Polynésie française")),
    ("Pacific/Wallis", lazy("Wallis-et-Futuna")),
)


class SettingsForm(BaseForm):
    """How the institution presents itself, and its limits of hours."""

    version = VersionField()
    name = TextField(lazy("Nom de l’établissement"), validators=[required(), length(maximum=200)])
    department = TextField(
        lazy("Composante"),
        validators=[optional(), length(maximum=200)],
        hint=lazy("UFR, école ou service qui porte la formation"),
    )
    product_name = TextField(
        lazy("Nom de l’outil"),
        validators=[required(), length(maximum=40)],
        hint=lazy(
            "Paraît dans l’onglet et les messages\u00a0: un nom neutre, comme «\u00a0Suivi\u00a0»"
        ),
        width=20,
    )
    host_name = TextField(
        lazy("Nom d’hôte du site"),
        validators=[optional(), length(maximum=200)],
        hint=lazy("Neutre lui aussi, par exemple suivi.univ-exemple.fr"),
        spellcheck=False,
    )
    sender_name = TextField(
        lazy("Nom de l’expéditeur des messages"), validators=[required(), length(maximum=80)]
    )
    sender_address = EmailField(lazy("Adresse de l’expéditeur"), validators=[required(), email()])
    contact_address = EmailField(
        lazy("Adresse de contact"),
        validators=[optional(), email()],
        hint=lazy("Donnée sur la page Contact"),
    )
    time_zone = SelectField(lazy("Heure légale"), validators=[required()], choices=TIME_ZONES)
    brand_colour = TextField(
        lazy("Couleur principale"),
        validators=[required()],
        hint=lazy("En hexadécimal\u00a0; le blanc doit s’y lire"),
        width=10,
        spellcheck=False,
    )
    accent_colour = TextField(
        lazy("Couleur d’accent"),
        validators=[required()],
        hint=lazy("En hexadécimal\u00a0; elle doit ressortir sur la couleur principale"),
        width=10,
        spellcheck=False,
    )
    appeal_text = TextAreaField(
        lazy("Voies et délais de recours"),
        validators=[optional(), length(maximum=4000)],
        hint=lazy(
            "Imprimés sur les lettres du jury, qui attendent tant que c’est vide. Une ligne vide "
            "sépare deux paragraphes."
        ),
        rows=8,
    )
    warn_day_minutes = DurationField(
        lazy("Avertir au-delà de, par jour"), validators=[required()], width=5
    )
    refuse_day_minutes = DurationField(
        lazy("Refuser au-delà de, par jour"), validators=[required()], width=5
    )
    warn_week_minutes = DurationField(
        lazy("Avertir au-delà de, par semaine"),
        validators=[required()],
        most_hours=HOURS_OF_A_WEEK,
        width=5,
    )
    refuse_week_minutes = DurationField(
        lazy("Refuser au-delà de, par semaine"),
        validators=[required()],
        most_hours=HOURS_OF_A_WEEK,
        width=5,
    )


class SignatoryForm(BaseForm):
    """Somebody whose name stands under the institution’s documents."""

    name = TextField(lazy("Prénom et nom"), validators=[required(), length(maximum=120)])
    capacity = TextField(
        lazy("Qualité"),
        validators=[required(), length(maximum=120)],
        hint=lazy(
            "Telle qu’elle sera imprimée, par exemple «\u00a0Présidence de l’université\u00a0»"
        ),
    )


class LogoForm(BaseForm):
    """The picture at the head of documents."""

    logo = UploadField(
        lazy("Image du logo"),
        validators=[required()],
        hint=lazy("PNG ou JPEG, 1 Mo et 4 000 pixels de côté au plus"),
        accept="image/png,image/jpeg",
    )


class YearForm(BaseForm):
    """An academic year, both bounds included."""

    version = VersionField()
    label = TextField(
        lazy("Nom de l’année"),
        validators=[required(), length(maximum=20)],
        hint=lazy("Par exemple 2026-2027"),
        width=10,
    )
    starts_on = DateField(lazy("Premier jour"), validators=[required()])
    ends_on = DateField(lazy("Dernier jour"), validators=[required()])


class WeeksForm(BaseForm):
    """Weeks of classes, in a row."""

    first_day = DateField(
        lazy("Lundi de la première semaine"),
        validators=[required()],
        hint=lazy("Un autre jour désigne la semaine où il tombe"),
    )
    weeks = IntegerField(
        lazy("Nombre de semaines qui se suivent"),
        validators=[required(), number_range(minimum=1, maximum=MOST_WEEKS)],
        width=3,
    )


class DeadlineForm(BaseForm):
    """A date by which something is due."""

    label = TextField(
        lazy("Échéance"),
        validators=[required(), length(maximum=120)],
        hint=lazy("Par exemple «\u00a0Dépôt des mémoires\u00a0»"),
    )
    due_on = DateField(lazy("Date"), validators=[required()])


class _CohortForm(BaseForm):
    cohort_id = SelectField(
        lazy("Promotion"),
        validators=[optional()],
        blank=lazy("Tout l’établissement"),
        hint=lazy("Ne compte pas pour l’administration et le tutorat de stage"),
    )

    def __init__(self, *args: Any, cohorts: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort_id.offer([(str(identity), code) for identity, code in cohorts])
        self.cohort_id.coerce = UUID


def _offer_staff_roles(field: Any) -> None:
    """Offer every role but the trainee's, which comes with an enrolment."""
    field.offer(Role)
    field.choices = [choice for choice in field.choices if choice[0] != Role.TRAINEE]


class InvitationForm(_CohortForm):
    """A new account, or an existing one that gets roles here."""

    display_name = TextField(lazy("Prénom et nom"), validators=[required(), length(maximum=160)])
    email = EmailField(
        lazy("Adresse électronique"), validators=[required(), email()], autocomplete="off"
    )
    roles = CheckboxesField(lazy("Rôles"), validators=[required()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_staff_roles(self.roles)


class RoleForm(_CohortForm):
    """One more role for an account."""

    role = SelectField(lazy("Rôle"), validators=[required()], blank=lazy("Choisir…"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_staff_roles(self.role)


class DeskForm(BaseForm):
    """What is asked of hosts before they sign."""

    asks_code = CheckboxField(lazy("Demander un code par e-mail avant la première signature"))
