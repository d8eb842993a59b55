"""A day with all its versions: correcting it, cancelling it, erasing its text, opening it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.hours.forms import HoursForm, values_of
from msp_du.blueprints.hours.opening_form import OpeningForm
from msp_du.blueprints.hours.routes import bp
from msp_du.domain import calendar
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, HoursEntry
from msp_du.services import hours, hours_corrections, hours_openings, logbook, redactions
from msp_du.web import hours_lines
from msp_du.web.access import authorise, get_or_404, log_read, requires
from msp_du.web.forms import render_form
from msp_du.web.hours_lines import HoursLine, line
from msp_du.web.i18n import _
from msp_du.web.labels import caution, sentence


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a day; ``signed`` is who signed it, what that is worth, the kind of its tag."""

    line: HoursLine
    noted: str
    signed: tuple[str, str, str] | None
    counts: bool


@bp.get("/saisies/<uuid:entry_id>")
@requires(Role.TRAINEE, Role.TUTOR, Role.COORDINATOR)
def show_entry(entry_id: UUID) -> ResponseReturnValue:
    """Show every version of a day, who signed it, and what may still be done."""
    entry = get_or_404(HoursEntry, entry_id)
    placement = entry.placement
    actor = authorise(policies.can_read_entry, placement)
    session, may_follow = db.session(), policies.can_follow_log(actor, placement)
    if may_follow:
        log_read(actor, entry)
    versions = hours_corrections.versions(session, entry)
    current, is_closed = versions[-1], hours_openings.is_closed(session, placement)
    openings = hours_openings.of_entries(session, [version.id for version in versions])
    is_open = not is_closed or any(row.entry_id == current.id for row in openings)
    return render_template(
        "hours/show_entry.html",
        entry_id=current.id,
        day=hours_lines.short_day(entry.worked_on),
        host=placement.organisation.name,
        versions=_version_views(versions, entry),
        openings=openings,
        is_closed=is_closed and not is_open,
        may_correct=policies.can_log_hours(actor, placement) and is_open,
        may_erase=may_follow and redactions.has_text(versions, openings),
        may_open=policies.can_open_entry(actor, placement) and not is_open,
        back=_back(actor, entry),
    )


@bp.route("/saisies/<uuid:entry_id>/corriger", methods=["GET", "POST"])
@requires(Role.TRAINEE)
def correct(entry_id: UUID) -> ResponseReturnValue:
    """Let the trainee replace a signed day; the host signs it again."""
    entry = get_or_404(HoursEntry, entry_id)
    actor = authorise(policies.can_log_hours, entry.placement)
    now, zone = datetime.now(UTC), hours.zone_of(entry.placement)
    today, habits = calendar.today(now, zone), logbook.habits(db.session(), entry.placement)
    values = dict(values_of(entry, today=today, zone=zone, habits=habits))
    form = HoursForm(data=values | {"client_id": str(uuid4())})
    form.open_for(today=today, zone=zone, habits=habits)
    if form.validate_on_submit():
        client_id = form.client_uuid
        try:
            with transaction() as session:
                hours_corrections.correct(
                    session,
                    entry,
                    form.logged_day,
                    actor=actor,
                    client_id=client_id,
                    confirmed=form.confirmed_warnings,
                    now=now,
                )
        except RuleViolation as violation:
            entry = get_or_404(HoursEntry, entry_id)
            form.refuse(violation)
        else:
            flash(_("La correction est envoyée, à signer de nouveau."), "success")
            return redirect(url_for(".show_entry", entry_id=entry_id))
    return render_form(
        "hours/correct.html",
        form,
        entry=line(entry, zone, host=entry.placement.organisation.name),
        contact=entry.placement.contact.name,
        cautions=[caution(given) for given in form.cautions],
    )


@bp.post("/saisies/<uuid:entry_id>/annuler")
@requires(Role.TRAINEE)
def cancel(entry_id: UUID) -> ResponseReturnValue:
    """Let the trainee say that a signed day did not take place; the host signs that too."""
    entry = get_or_404(HoursEntry, entry_id)
    actor = authorise(policies.can_log_hours, entry.placement)

    def act() -> None:
        with transaction() as session:
            hours_corrections.cancel(
                session, entry, actor=actor, client_id=uuid4(), now=datetime.now(UTC)
            )

    return _done(act, entry_id, _("L’annulation est envoyée, à signer de nouveau."))


@bp.post("/saisies/<uuid:entry_id>/effacer-texte")
@requires(Role.TUTOR, Role.COORDINATOR)
def redact(entry_id: UUID) -> ResponseReturnValue:
    """Erase what should not have been written about somebody; hours and signatures stay."""
    entry = get_or_404(HoursEntry, entry_id)
    actor = authorise(policies.can_follow_log, entry.placement)

    def act() -> None:
        with transaction() as session:
            redactions.redact(session, entry, actor=actor, now=datetime.now(UTC))

    return _done(act, entry_id, _("Le texte est effacé. Les heures restent."))


@bp.route("/saisies/<uuid:entry_id>/rouvrir", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def open_entry(entry_id: UUID) -> ResponseReturnValue:
    """Let a day be changed although the placement's certificate was received."""
    entry = get_or_404(HoursEntry, entry_id)
    actor = authorise(policies.can_open_entry, entry.placement)
    form = OpeningForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                hours_openings.open_entry(
                    session,
                    entry,
                    actor=actor,
                    reason=form.reason.data,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            entry = get_or_404(HoursEntry, entry_id)
            form.add_violation(violation)
        else:
            flash(_("Ce jour est rouvert."), "success")
            return redirect(url_for(".show_entry", entry_id=entry_id))
    shown = line(entry, hours.zone_of(entry.placement), host=entry.placement.organisation.name)
    return render_form("hours/open_entry.html", form, entry=shown)


def _version_views(versions: Sequence[HoursEntry], entry: HoursEntry) -> list[VersionView]:
    """Put versions in words, the latest first."""
    zone = hours.zone_of(entry.placement)
    rows = [version.signature for version in versions if version.signature is not None]
    signed = dict(
        zip([row.id for row in rows], hours_lines.signed_all(db.session(), rows), strict=True)
    )
    return [
        VersionView(
            line=line(version, zone),
            noted=hours_lines.noted(version),
            signed=signed[version.signature_id] if version.signature_id else None,
            counts=version is versions[-1],
        )
        for version in reversed(versions)
    ]


def _done(act: Callable[[], None], entry_id: UUID, said: str) -> ResponseReturnValue:
    try:
        act()
    except RuleViolation as violation:
        flash(sentence(violation.rule, **violation.details), "error")
    else:
        flash(said, "success")
    return redirect(url_for(".show_entry", entry_id=entry_id))


def _back(actor: Account, entry: HoursEntry) -> tuple[str, str]:
    if policies.is_trainee_of(actor, entry.placement):
        return url_for(".show_log"), _("Retour à mes heures")
    month = f"{entry.worked_on:%Y-%m}"
    url = url_for(".show_journal", placement_id=entry.placement_id, mois=month)
    return url, _("Retour aux heures du stage")
