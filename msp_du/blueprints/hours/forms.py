"""The form of a day's hours: few taps for the usual day, everything else within reach."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import abort

from msp_du.domain import calendar
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.hours import Caution, HoursWarning
from msp_du.domain.vocabulary import HoursKind, Presence
from msp_du.models import HoursEntry
from msp_du.services.hours import LoggedDay
from msp_du.services.logbook import Habits
from msp_du.web import formatting
from msp_du.web.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    DurationField,
    GuardedTextField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TimeField,
    VersionField,
)
from msp_du.web.forms import BaseForm
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import is_blank, number_range, required

OTHER = "other"
TIMES = "times"
FREE = "free"
SECOND = "second"
_PASSAGES = [
    ("first", lazy("La première fois, à l’heure d’été")),
    (SECOND, lazy("La seconde fois, à l’heure d’hiver")),
]
_ONE_DAY = timedelta(days=1)


class HoursForm(BaseForm):
    """A day: when, how long, what. ``open_for`` must be called before it is validated or shown."""

    client_id = HiddenField()
    version = VersionField()
    warned = HiddenField()
    day = RadioField(
        lazy("Jour"),
        [required()],
        look="segmented",
        reveals={OTHER: ("other_day",)},
        label_size="s govuk-visually-hidden",
    )
    other_day = DateField(lazy("Date"), hint=lazy("Avec « Autre » seulement"))
    duration = RadioField(
        lazy("Durée"),
        [required()],
        look="tiles",
        label_size="m",
        reveals={
            TIMES: ("start", "start_passage", "end", "end_passage", "break_minutes"),
            FREE: ("minutes",),
        },
    )
    start = TimeField(lazy("De"), hint=lazy("Avec « De … à … », par exemple 9:00"))
    start_passage = RadioField(lazy("Cette heure passe deux fois : laquelle ?"), choices=_PASSAGES)
    end = TimeField(lazy("À"), hint=lazy("Le lendemain si c’est plus tôt que le début"))
    end_passage = RadioField(lazy("Cette heure passe deux fois : laquelle ?"), choices=_PASSAGES)
    break_minutes = IntegerField(
        lazy("Pause"),
        [number_range(minimum=0, maximum=720)],
        hint=lazy("En minutes ; rien s’il n’y en a pas eu"),
        width=3,
        suffix=lazy("min"),
    )
    minutes = DurationField(
        lazy("Durée exacte"), hint=lazy("Avec « Autre durée », par exemple 5 h 45")
    )
    kind = SelectField(lazy("Surtout"), [required()], choices=HoursKind)
    presence = RadioField(lazy("Ce jour"), [required()], choices=Presence, look="inline")
    activity = GuardedTextField(lazy("En quelques mots"), max_length=500)
    confirmed = CheckboxField(lazy("C’est bien cela : enregistrer quand même"))

    cautions: Sequence[Caution] = ()
    counted = 0

    def open_for(
        self, *, today: date, zone: ZoneInfo, habits: Habits, wanted: int | None = None
    ) -> None:
        """Offer days and durations; ``wanted`` minutes come first, then the usual ones."""
        self.zone = zone
        self.day.offer(
            [
                (today.isoformat(), _("Aujourd’hui")),
                ((today - _ONE_DAY).isoformat(), _("Hier")),
                (OTHER, _("Autre")),
            ]
        )
        first = [wanted] if wanted else []
        tiles = list(dict.fromkeys([*first, *habits.minutes]))
        self.duration.offer(
            [
                *((str(minutes), formatting.hours(minutes)) for minutes in tiles),
                (TIMES, _("De … à …")),
                (FREE, _("Autre durée")),
            ]
        )
        flask_form: Any = self
        self._show_passages((False, False) if flask_form.is_submitted() else self._asked())

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each answer, then that the answers of a choice stand under that choice."""
        parent: Any = super()
        parent.validate(extra_validators)
        self._check_day()
        self._check_duration()
        self._check_passages()
        return not self.errors

    @property
    def worked_on(self) -> date | None:
        """The day that was chosen or typed."""
        if self.day.data == OTHER:
            typed: date | None = self.other_day.data
            return typed
        return date.fromisoformat(self.day.data) if self.day.data else None

    @property
    def logged_day(self) -> LoggedDay:
        """What a valid form says."""
        worked_on = self.worked_on
        if worked_on is None:
            raise ValueError("the form was not validated")
        by_clock = self.duration.data == TIMES
        return LoggedDay(
            worked_on=worked_on,
            kind=self.kind.data,
            presence=self.presence.data,
            activity=self.activity.data or None,
            minutes=None if by_clock else self._minutes(),
            start=self.start.data if by_clock else None,
            end=self.end.data if by_clock else None,
            break_minutes=(self.break_minutes.data or 0) if by_clock else 0,
            second_start=by_clock and self.start_passage.data == SECOND,
            second_end=by_clock and self.end_passage.data == SECOND,
        )

    @property
    def client_uuid(self) -> UUID:
        """The id made when the form was first shown."""
        try:
            return UUID(self.client_id.data or "")
        except ValueError:
            abort(400)

    @property
    def seen_version(self) -> int:
        """The version of the entry when the form was first shown."""
        return self.version.seen

    @property
    def confirmed_warnings(self) -> set[HoursWarning]:
        """The warnings that stood beside the ticked box."""
        known = {kind.value: kind for kind in HoursWarning}
        shown = (self.warned.data or "").split()
        return {known[word] for word in shown if word in known} if self.confirmed.data else set()

    def refuse(self, violation: RuleViolation) -> None:
        """Say why the day was not saved, keeping all that was typed."""
        if violation.rule is Rule.HOURS_WARNING_UNCONFIRMED:
            self.cautions = cast("Sequence[Caution]", violation.details["cautions"])
            self.counted = cast("int", violation.details["counted"])
            self.warned.data = " ".join(caution.kind for caution in self.cautions)
            self.confirmed.data = False
        if violation.rule in {Rule.HOURS_CLIENT_ID_REUSED, Rule.HOURS_REMOVED}:
            self.client_id.data = str(uuid4())
        violation.field = self._field_of(violation.field)
        self.add_violation(violation)

    def _field_of(self, name: str | None) -> str | None:
        if name == "worked_on":
            return "other_day" if self.day.data == OTHER else "day"
        if name in {"minutes", "end"} and self.duration.data not in {TIMES, FREE}:
            return "duration"
        return name

    def _minutes(self) -> int:
        typed = self.minutes.data if self.duration.data == FREE else self.duration.data
        return int(typed or 0)

    def _check_day(self) -> None:
        if self.day.data == OTHER:
            _need(self.other_day)
        elif not is_blank(self.other_day):
            _refuse(self.other_day, _("Choisissez « Autre » pour cette date, ou effacez-la."))

    def _check_duration(self) -> None:
        by_clock, free = self.duration.data == TIMES, self.duration.data == FREE
        if by_clock:
            _need(self.start)
            _need(self.end)
        if free:
            _need(self.minutes)
        for field in (self.start, self.end, self.break_minutes):
            if not by_clock and not is_blank(field):
                _refuse(field, _("Choisissez « De … à … » pour ces heures, ou effacez-les."))
        if not free and not is_blank(self.minutes):
            _refuse(self.minutes, _("Choisissez « Autre durée », ou effacez cette durée."))

    def _asked(self) -> tuple[bool, bool]:
        """Tell whether the start and the end are hours that October doubles."""
        day, start, end = self.worked_on, self.start.data, self.end.data
        if self.duration.data != TIMES or day is None or start is None or end is None:
            return False, False
        return calendar.asks_which(day, start, end, self.zone)

    def _check_passages(self) -> None:
        asked = self._asked()
        for field, is_asked in zip((self.start_passage, self.end_passage), asked, strict=True):
            if is_asked and field.data is None:
                _refuse(field, _("Choisissez laquelle : l’heure change cette nuit-là."))
        self._show_passages(asked)

    def _show_passages(self, asked: tuple[bool, bool]) -> None:
        hidden = [
            field
            for field, is_asked in zip((self.start_passage, self.end_passage), asked, strict=True)
            if not is_asked
        ]
        inside = (self.start, self.start_passage, self.end, self.end_passage, self.break_minutes)
        self.duration.look["inside"][TIMES] = [field for field in inside if field not in hidden]


class SendForm(BaseForm):
    """Which days to send to the contact."""

    entries = CheckboxesField(lazy("Jours à envoyer"), [required(lazy("Cochez au moins un jour."))])


def new_values(*, today: date, habits: Habits, is_running: bool) -> dict[str, Any]:
    """Return what the form of a new day shows first: today, for as long as the last time."""
    return {
        "client_id": str(uuid4()),
        "day": today.isoformat() if is_running else OTHER,
        "duration": str(habits.minutes[0]),
        "kind": (habits.kind or HoursKind.DIRECT_SUPPORT).value,
        "presence": Presence.PRESENT.value,
    }


def values_of(
    entry: HoursEntry, *, today: date, zone: ZoneInfo, habits: Habits
) -> Mapping[str, Any]:
    """Return what the form shows of an entry to mend."""
    recent = entry.worked_on in {today, today - _ONE_DAY}
    values: dict[str, Any] = {
        "client_id": str(entry.client_id),
        "version": str(entry.version),
        "day": entry.worked_on.isoformat() if recent else OTHER,
        "other_day": None if recent else entry.worked_on,
        "kind": entry.kind.value,
        "presence": entry.presence.value,
        "activity": entry.activity or "",
    }
    if entry.started_at is not None and entry.ended_at is not None:
        return values | {
            "duration": TIMES,
            "break_minutes": entry.break_minutes or None,
            **_clock_values("start", entry.started_at, zone),
            **_clock_values("end", entry.ended_at, zone),
        }
    if entry.minutes in habits.minutes:
        return values | {"duration": str(entry.minutes)}
    return values | {"duration": FREE, "minutes": entry.minutes}


def _clock_values(name: str, moment: datetime, zone: ZoneInfo) -> dict[str, Any]:
    local = moment.astimezone(zone)
    clock = local.time()
    passage = SECOND if clock.fold else "first"
    doubled = calendar.is_ambiguous(local.date(), clock, zone)
    return {name: clock, f"{name}_passage": passage if doubled else None}


def _need(field: Any) -> None:
    if is_blank(field):
        _refuse(field, str(field.missing))


def _refuse(field: Any, text: str) -> None:
    field.errors = [*field.errors, text]
