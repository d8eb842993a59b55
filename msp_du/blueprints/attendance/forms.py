"""Forms of this area: a class, classes over weeks, an arrangement, the code, a period."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from msp_du.blueprints.attendance.words import module_title
from msp_du.domain.arrangements import LONGEST_PRECISION, Arrangement, ArrangementKind, Audience
from msp_du.domain.attendance import HalfDay
from msp_du.domain.class_sessions import USUAL_TIMES, Pattern
from msp_du.models import Account, ClassSession, Module, StudyArrangement
from msp_du.services.arrangements import TOLD, Wanted
from msp_du.services.class_sessions import Plan
from msp_du.services.session_patterns import Times, Weekly
from msp_du.web import formatting
from msp_du.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    GuardedTextField,
    IntegerField,
    RadioField,
    SelectField,
    TextField,
    TimeField,
    VersionField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import length, number_range, optional, required

WEEKDAYS = (
    lazy("Lundi"),
    lazy("Mardi"),
    lazy("Mercredi"),
    lazy("Jeudi"),
    lazy("Vendredi"),
    lazy("Samedi"),
)
_MORNING, _AFTERNOON = (USUAL_TIMES[half_day] for half_day in HalfDay)


class _ClassForm(BaseForm):
    """What a class and a series of classes have in common."""

    module_id = SelectField(lazy("Module"), [required()], blank=lazy("Choisir…"))
    instructor_id = SelectField(
        lazy("Personne qui anime"), [optional()], blank=lazy("Une autre personne, à écrire")
    )
    instructor_name = TextField(
        lazy("Son nom, si elle n’est pas dans la liste"), [optional(), length(maximum=120)]
    )
    room = TextField(lazy("Salle"), [optional(), length(maximum=60)], width=20)
    in_groups = CheckboxField(
        lazy("En groupes"),
        hint=lazy("Plusieurs séances en même temps ; chaque personne suit l’une d’elles."),
    )

    def offer(self, modules: Iterable[Module], tutors: Iterable[Account]) -> None:
        """Set which modules and which instructors may be chosen."""
        self["module_id"].offer([(str(each.id), module_words(each)) for each in modules])
        self["instructor_id"].offer([(str(each.id), each.display_name) for each in tutors])

    @property
    def given_by(self) -> dict[str, Any]:
        """Module, instructor, room and groups, as the services take them."""
        chosen = self["instructor_id"].data
        return {
            "module_id": UUID(self["module_id"].data),
            "instructor_id": UUID(chosen) if chosen else None,
            "instructor_name": self["instructor_name"].data or "",
            "room": self["room"].data or "",
            "in_groups": self["in_groups"].data,
        }


class ClassForm(_ClassForm):
    """One class."""

    version = VersionField()
    held_on = DateField(lazy("Date"), [required()])
    half_day = RadioField(lazy("Demi-journée"), [required()], choices=HalfDay, look="segmented")
    starts_at = TimeField(lazy("Début"), [required()])
    ends_at = TimeField(lazy("Fin"), [required()])

    @property
    def plan(self) -> Plan:
        """What was typed, as the service takes it."""
        return Plan(
            held_on=self.held_on.data,
            half_day=self.half_day.data,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            **self.given_by,
        )


class WeeksForm(_ClassForm):
    """A class that comes again over the weeks of a year."""

    weeks = CheckboxesField(lazy("Semaines de cours"), [required()])
    weekdays = CheckboxesField(
        lazy("Jours"), [required()], choices=[(str(n), day) for n, day in enumerate(WEEKDAYS)]
    )
    half_days = CheckboxesField(lazy("Demi-journées"), [required()], choices=HalfDay)
    morning_starts_at = TimeField(lazy("Début, le matin"), [required()], default=_MORNING[0])
    morning_ends_at = TimeField(lazy("Fin, le matin"), [required()], default=_MORNING[1])
    afternoon_starts_at = TimeField(
        lazy("Début, l’après-midi"), [required()], default=_AFTERNOON[0]
    )
    afternoon_ends_at = TimeField(lazy("Fin, l’après-midi"), [required()], default=_AFTERNOON[1])

    def offer_weeks(self, mondays: Iterable[date]) -> None:
        """Set which weeks may be chosen."""
        self.weeks.offer(
            [(day.isoformat(), _("Du %(day)s", day=formatting.day(day))) for day in mondays]
        )

    @property
    def weekly(self) -> Weekly:
        """What was typed, as the service takes it."""
        pattern = Pattern(
            mondays=[date.fromisoformat(monday) for monday in self.weeks.data],
            weekdays=[int(number) for number in self.weekdays.data],
            half_days=list(self.half_days.data),
        )
        return Weekly(pattern=pattern, times=self._times, **self.given_by)

    @property
    def _times(self) -> Times:
        return {
            half_day: (
                self[f"{half_day.value}_starts_at"].data,
                self[f"{half_day.value}_ends_at"].data,
            )
            for half_day in HalfDay
        }


class ArrangementForm(BaseForm):
    """What is arranged for somebody; there is no field for why."""

    version = VersionField()
    kind = SelectField(lazy("Aménagement"), [required()], choices=ArrangementKind)
    percent = IntegerField(
        lazy("Pourcentage de temps en plus"),
        [optional(), number_range(minimum=1, maximum=100)],
        hint=lazy("Pour un temps majoré seulement."),
        suffix="%",
    )
    starts_on = DateField(lazy("Premier jour"), [required()])
    ends_on = DateField(lazy("Dernier jour"), [required()])
    audiences = CheckboxesField(lazy("Qui doit le savoir"), [optional()], choices=Audience)
    precision = GuardedTextField(
        lazy("Précision"),
        [optional()],
        max_length=LONGEST_PRECISION,
        hint=lazy("Ce qui est à prévoir, en quelques mots. Jamais pourquoi."),
        rows=2,
    )

    @property
    def wanted(self) -> Wanted:
        """What was typed, as the service takes it."""
        arrangement = Arrangement(
            kind=self.kind.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            percent=self.percent.data,
            precision=self.precision.data or None,
        )
        return Wanted(arrangement, frozenset(self.audiences.data))


class CodeForm(BaseForm):
    """The code shown in the room."""

    code = TextField(
        lazy("Code affiché dans la salle"),
        [required(), length(maximum=20)],
        hint=lazy("Six lettres et chiffres."),
        autocomplete="off",
        spellcheck=False,
        width=10,
        classes="code-input",
    )


class PeriodForm(BaseForm):
    """The days that a certificate covers."""

    starts_on = DateField(lazy("Premier jour"), [required()])
    ends_on = DateField(lazy("Dernier jour"), [required()])


def class_values(row: ClassSession) -> dict[str, Any]:
    """Return what the form of a class first shows."""
    return {
        "version": row.version,
        "held_on": row.held_on,
        "half_day": row.half_day,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "module_id": row.module_id,
        "instructor_id": row.instructor_id,
        "instructor_name": row.instructor_name,
        "room": row.room,
        "in_groups": row.in_groups,
    }


def arrangement_values(row: StudyArrangement) -> dict[str, Any]:
    """Return what the form of an arrangement first shows."""
    told: Sequence[Audience] = [
        audience for audience, column in TOLD.items() if getattr(row, column.key)
    ]
    return {
        "version": row.version,
        "kind": row.kind,
        "percent": row.percent,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "audiences": told,
        "precision": row.precision,
    }


def module_words(module: Module) -> str:
    """Return a module's code and name."""
    return _("%(code)s : %(title)s", code=module.code, title=module_title(module))
