"""How the institution presents itself: settings, logo, style."""

from dataclasses import asdict
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from msp_du import policies
from msp_du.blueprints.administration.area import bp, chosen_institution
from msp_du.blueprints.administration.forms import TIME_ZONES, LogoForm, SettingsForm
from msp_du.domain.colours import palette
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.files import images
from msp_du.models import Institution
from msp_du.services import institutions
from msp_du.web.access import authorise, current_account, get_or_404, requires, signed_in
from msp_du.web.forms import render_form
from msp_du.web.i18n import _

STYLE = """\
:root {{ --header: {header}; }}
@media print, (prefers-color-scheme: light) {{
  :root {{
    --brand: {brand};
    --brand-deep: {deep};
    --brand-soft: {soft};
    --ochre: {accent};
  }}
}}
"""


@bp.route("/")
@requires(Role.ADMINISTRATOR, Role.COORDINATOR)
def show_institution() -> ResponseReturnValue:
    """Show what is set; its administrators find here how to change it."""
    institution = chosen_institution(Role.ADMINISTRATOR, Role.COORDINATOR)
    actor = current_account()
    return render_template(
        "administration/show_institution.html",
        institution=institution,
        signatories=institutions.signatories(db.session(), institution),
        time_zone=dict(TIME_ZONES).get(institution.time_zone, institution.time_zone),
        others=[row for row in _institutions_of_actor() if row.id != institution.id],
        may_administer=policies.can_administer_institution(actor, institution),
        may_set_calendar=policies.can_set_calendar(actor, institution),
        may_follow_messages=policies.can_follow_messages(actor, institution),
    )


def _institutions_of_actor() -> list[Institution]:
    grants = policies.active_grants(current_account(), Role.ADMINISTRATOR, Role.COORDINATOR)
    return list({grant.institution_id: grant.institution for grant in grants}.values())


@bp.route("/<uuid:institution_id>/modifier", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def edit_institution(institution_id: UUID) -> ResponseReturnValue:
    """Change names, colours, sender and limits."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_administer_institution, institution)
    form = SettingsForm(obj=institution)
    if form.validate_on_submit():
        answers = form.values
        del answers["version"]
        try:
            with transaction() as session:
                settings = institutions.Settings(**answers)
                institutions.change(
                    session, institution, settings, version=form.version.seen, actor=actor
                )
        except RuleViolation as violation:
            form.add_violation(violation)
        else:
            flash(_("Les réglages sont enregistrés."), "success")
            return redirect(url_for(".show_institution", institution=institution.id))
    return render_form("administration/edit_institution.html", form, institution=institution)


@bp.route("/<uuid:institution_id>/logo/modifier", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def edit_logo(institution_id: UUID) -> ResponseReturnValue:
    """Show the logo, and take another one; what is kept is drawn again from the file."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_administer_institution, institution)
    form = LogoForm()
    if form.validate_on_submit():
        try:
            png = images.read_picture(_content(form.logo.data))
            with transaction() as session:
                institutions.keep_logo(session, institution, png, actor=actor)
        except RuleViolation as violation:
            violation.field = "logo"
            form.add_violation(violation)
        else:
            flash(_("Le logo est enregistré."), "success")
            return redirect(url_for(".edit_logo", institution_id=institution.id))
    return render_form(
        "administration/edit_logo.html",
        form,
        institution=institution,
        current_logo=institutions.logo(db.session(), institution),
    )


def _content(upload: FileStorage) -> bytes:
    """Return what was sent, and no more of it than tells that it is too much."""
    with upload.stream as stream:
        return stream.read(images.MAX_IMAGE_BYTES + 1)


@bp.post("/<uuid:institution_id>/logo/retirer")
@requires(Role.ADMINISTRATOR)
def remove_logo(institution_id: UUID) -> ResponseReturnValue:
    """Take the logo away."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_administer_institution, institution)
    with transaction() as session:
        institutions.remove_logo(session, institution, actor=actor)
    flash(_("Le logo est retiré."), "success")
    return redirect(url_for(".edit_logo", institution_id=institution.id))


@bp.route("/<uuid:institution_id>/logo.png")
@signed_in
def show_logo(institution_id: UUID) -> ResponseReturnValue:
    """Give the logo's bytes to those who belong to the institution."""
    logo = institutions.logo(db.session(), _own_institution(institution_id))
    if logo is None:
        abort(404)
    response = Response(logo.content, mimetype=logo.media_type)
    response.set_etag(logo.sha256)
    return response


@bp.route("/<uuid:institution_id>/style.css")
@signed_in
def show_style(institution_id: UUID) -> ResponseReturnValue:
    """Give the institution's two colours to those who belong to it; ``?version=`` names them."""
    institution = _own_institution(institution_id)
    colours = palette(institution.brand_colour, institution.accent_colour)
    return Response(STYLE.format_map(asdict(colours)), mimetype="text/css")


def _own_institution(institution_id: UUID) -> Institution:
    if institution_id not in policies.institution_ids(current_account()):
        abort(404)
    return get_or_404(Institution, institution_id)
