"""The trainee's log: what is noted, and noting a day."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.hours.forms import HoursForm, new_values, values_of
from msp_du.blueprints.hours.kinds import offer_kinds
from msp_du.blueprints.hours.log_words import LogView, week_lines
from msp_du.domain import calendar
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, HoursEntry, Placement
from msp_du.services import hours, logbook
from msp_du.web import formatting, locale, phone
from msp_du.web.access import authorise, current_account, get_or_404, requires
from msp_du.web.agreement_bars import agreement_bars
from msp_du.web.forms import render_form
from msp_du.web.hours_lines import day_in_sentence, line
from msp_du.web.i18n import _
from msp_du.web.labels import caution
from msp_du.web.placement_words import interrupted, is_open, names_of, running

bp = Blueprint("hours", __name__, url_prefix="/heures")

MINUTES_A_DAY = 1440


@bp.route("/")
@requires(Role.TRAINEE)
def show_log() -> ResponseReturnValue:
    """Show what was noted, week by week, and where each day stands."""
    actor = current_account()
    page = logbook.log_page(
        db.session(), actor.person_id, page=request.args.get("page", 1, type=int)
    )
    return render_template(
        "hours/show_log.html",
        log=LogView.of(page, datetime.now(UTC)),
        bars=agreement_bars([placement.id for placement in page.placements], locale.today()),
        page_url=lambda number: url_for(".show_log", page=number),
    )


@bp.route("/ajouter")
@requires(Role.TRAINEE)
def add() -> ResponseReturnValue:
    """Lead to the form of the placement that is most likely meant; no question asked."""
    found = logbook.placements_of(db.session(), current_account().person_id)
    now = datetime.now(UTC)
    likely = _likely(found, now)
    if likely is None:
        return redirect(url_for(".show_log"))
    minutes = request.args.get("minutes", type=int)
    return redirect(url_for(".log_hours", placement_id=likely.id, minutes=minutes))


@bp.route("/<uuid:placement_id>/ajouter", methods=["GET", "POST"])
@requires(Role.TRAINEE)
def log_hours(placement_id: UUID) -> ResponseReturnValue:
    """Let a trainee note a day."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_log_hours, placement)
    now, zone = datetime.now(UTC), hours.zone_of(placement)
    today, habits = calendar.today(now, zone), logbook.habits(db.session(), placement)
    wanted = _wanted_minutes()
    values = new_values(today=today, habits=habits, is_running=running(placement, today))
    form = HoursForm(data=values | ({"duration": str(wanted)} if wanted else {}))
    form.open_for(today=today, zone=zone, habits=habits, wanted=wanted)
    offer_kinds(form, placement.organisation)
    if form.validate_on_submit():
        client_id = form.client_uuid
        try:
            with transaction() as session:
                entry = hours.log(
                    session,
                    placement,
                    form.logged_day,
                    actor=actor,
                    client_id=client_id,
                    confirmed=form.confirmed_warnings,
                    now=now,
                )
        except RuleViolation as violation:
            form.refuse(violation)
        else:
            _say_noted(entry)
            return redirect(url_for(".show_log"))
    known = logbook.placements_of(db.session(), actor.person_id)
    names = names_of(known, today)
    noted = [other.id for other in known if is_open(other, today)]
    return render_form(
        "hours/log_hours.html",
        form,
        bar=agreement_bars([placement.id], today).get(placement.id, ""),
        name=names[placement.id],
        placement_id=placement.id,
        usual_kind=values["kind"],
        phone=phone.offered(noted, habits.minutes),
        others=[(other_id, names[other_id]) for other_id in noted if other_id != placement.id],
        offered=request.method == "POST" or not interrupted(placement),
        week=week_lines(actor, today, zone),
        cautions=[caution(given) for given in form.cautions],
    )


@bp.route("/saisies/<uuid:entry_id>/modifier", methods=["GET", "POST"])
@requires(Role.TRAINEE)
def edit_hours(entry_id: UUID) -> ResponseReturnValue:
    """Let a trainee change a day that was not sent, or mend one that came back."""
    entry = get_or_404(HoursEntry, entry_id)
    actor = authorise(policies.can_log_hours, entry.placement)
    now, zone = datetime.now(UTC), hours.zone_of(entry.placement)
    today, habits = calendar.today(now, zone), logbook.habits(db.session(), entry.placement)
    form = HoursForm(data=values_of(entry, today=today, zone=zone, habits=habits))
    form.open_for(today=today, zone=zone, habits=habits, wanted=_wanted_minutes())
    offer_kinds(form, entry.placement.organisation)
    if form.validate_on_submit():
        try:
            _edit(entry, form, actor=actor, now=now)
        except RuleViolation as violation:
            entry = get_or_404(HoursEntry, entry_id)
            form.refuse(violation)
        else:
            _say_noted(entry)
            return redirect(url_for(".show_log"))
    shown = line(entry, zone, host=entry.placement.organisation.name)
    cautions = [caution(given) for given in form.cautions]
    return render_form("hours/edit_hours.html", form, entry=shown, cautions=cautions)


def _likely(found: Sequence[Placement], now: datetime) -> Placement | None:
    """Return the placement that runs, else one that just ended, else any; none while away."""
    days = [(one, calendar.today(now, hours.zone_of(one))) for one in found]
    tests: tuple[Callable[[Placement, date], bool], ...] = (running, is_open)
    for test in tests:
        for one, today in days:
            if test(one, today):
                return one
    return next((one for one in found if not interrupted(one)), None)


def _edit(entry: HoursEntry, form: HoursForm, *, actor: Account, now: datetime) -> None:
    with transaction() as session:
        hours.edit(
            session,
            entry,
            form.logged_day,
            actor=actor,
            version=form.seen_version,
            confirmed=form.confirmed_warnings,
            now=now,
        )


def _wanted_minutes() -> int | None:
    """Return the duration a link asks for, or that a tile of the sent form stands for."""
    wanted = request.form.get("duration", type=int) or request.args.get("minutes", type=int)
    return wanted if wanted and 0 < wanted <= MINUTES_A_DAY else None


def _say_noted(entry: HoursEntry) -> None:
    flash(
        _(
            "Noté, à envoyer : %(day)s, %(hours)s.",
            day=day_in_sentence(entry.worked_on),
            hours=formatting.hours(entry.minutes),
        ),
        "success",
    )
