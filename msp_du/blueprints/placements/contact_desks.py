"""A contact's desk as the coordination sees it: its links, who stands in, who takes over."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.desk_forms import DeputyForm, HandoverForm
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account, Contact, ContactDeputy
from msp_du.services import desk_deputies, desk_flags, desk_links, host_handover
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _, ngettext
from msp_du.web.locale import today

SEE_OTHER = 303


@bp.route("/structures/contacts/<uuid:contact_id>/bureau")
@requires(Role.COORDINATOR)
def show_contact_desk(contact_id: UUID) -> ResponseReturnValue:
    """Show what a contact's desk stands on."""
    contact, _actor = _managed(contact_id)
    session = db.session()
    return render_template(
        "placements/show_contact_desk.html",
        contact=contact,
        is_flagged=desk_flags.open_flag(session, contact) is not None,
        link=desk_links.latest(session, contact),
        deputies=desk_deputies.of_contact(session, contact),
        handovers=host_handover.of_contact(session, contact),
        today=today(),
    )


@bp.route("/structures/contacts/<uuid:contact_id>/bureau/envoyer", methods=["POST"])
@requires(Role.COORDINATOR)
def send_desk_link(contact_id: UUID) -> ResponseReturnValue:
    """Send a new link to the contact's address."""
    contact, _actor = _managed(contact_id)
    with transaction() as session:
        is_sent = desk_links.is_reachable(session, contact)
        if is_sent:
            desk_links.queue(session, contact, now=datetime.now(UTC))
    if is_sent:
        flash(_("Un lien part vers ce contact. Les précédents ne servent plus."), "success")
    else:
        flash(_("Aucun lien ne part : vérifiez l’adresse de ce contact."), "error")
    return _back(contact_id)


@bp.route("/structures/contacts/<uuid:contact_id>/bureau/fermer", methods=["POST"])
@requires(Role.COORDINATOR)
def revoke_desk_links(contact_id: UUID) -> ResponseReturnValue:
    """End every link of a contact, and the pages they opened."""
    contact, actor = _managed(contact_id)
    with transaction() as session:
        desk_links.revoke(session, contact, now=datetime.now(UTC), actor=actor)
    flash(_("Les liens de ce contact n’ouvrent plus rien."), "success")
    return _back(contact_id)


@bp.route("/structures/contacts/<uuid:contact_id>/bureau/adresse-verifiee", methods=["POST"])
@requires(Role.COORDINATOR)
def clear_contact_flag(contact_id: UUID) -> ResponseReturnValue:
    """Say that the address is right: links may go there again."""
    contact, actor = _managed(contact_id)
    with transaction() as session:
        desk_flags.clear(session, contact, actor=actor, now=datetime.now(UTC))
    flash(_("L’adresse est vérifiée : les liens peuvent repartir."), "success")
    return _back(contact_id)


@bp.route("/structures/contacts/<uuid:contact_id>/remplacer", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def name_deputy(contact_id: UUID) -> ResponseReturnValue:
    """Let a colleague see and sign in the contact's place between two days."""
    contact, actor = _managed(contact_id)
    form = DeputyForm()
    form.deputy.offer(_colleagues(contact))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                desk_deputies.name(
                    session,
                    contact,
                    session.get_one(Contact, UUID(form.deputy.data)),
                    starts_on=form.starts_on.data,
                    ends_on=form.ends_on.data,
                    actor=actor,
                )
        except RuleViolation as violation:
            contact = get_or_404(Contact, contact_id)
            form.add_violation(violation)
        else:
            flash(_("Le remplacement est enregistré."), "success")
            return _back(contact_id)
    return render_form("placements/name_deputy.html", form, contact=contact)


@bp.route("/structures/remplacements/<uuid:deputy_id>/terminer", methods=["POST"])
@requires(Role.COORDINATOR)
def end_deputy(deputy_id: UUID) -> ResponseReturnValue:
    """End a replacement at once."""
    row = get_or_404(ContactDeputy, deputy_id)
    actor = authorise(policies.can_end_deputy, row)
    contact_id = row.contact_id
    with transaction() as session:
        desk_deputies.end(session, row, actor=actor, last_day=today() - timedelta(days=1))
    flash(_("Le remplacement est terminé."), "success")
    return _back(contact_id)


@bp.route("/structures/contacts/<uuid:contact_id>/passer-le-relais", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def hand_over(contact_id: UUID) -> ResponseReturnValue:
    """Pass what a contact supervises to a colleague from a day."""
    contact, actor = _managed(contact_id)
    form = HandoverForm()
    form.successor.offer(_colleagues(contact))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                passed = host_handover.hand_over(
                    session,
                    contact,
                    session.get_one(Contact, UUID(form.successor.data)),
                    effective_on=form.effective_on.data,
                    actor=actor,
                    now=datetime.now(UTC),
                )
        except RuleViolation as violation:
            contact = get_or_404(Contact, contact_id)
            form.add_violation(violation)
        else:
            flash(
                ngettext("Un stage passe le relais.", "%(num)s stages passent le relais.", passed),
                "success",
            )
            return _back(contact_id)
    return render_form("placements/hand_over.html", form, contact=contact)


def _managed(contact_id: UUID) -> tuple[Contact, Account]:
    contact = get_or_404(Contact, contact_id)
    return contact, authorise(policies.can_manage_contact, contact)


def _colleagues(contact: Contact) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in desk_deputies.colleagues(db.session(), contact)]


def _back(contact_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".show_contact_desk", contact_id=contact_id), SEE_OTHER)
