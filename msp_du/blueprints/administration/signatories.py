"""Who signs for the institution, in which order."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.administration.area import bp
from msp_du.blueprints.administration.forms import SignatoryForm
from msp_du.domain.vocabulary import Role
from msp_du.extensions import transaction
from msp_du.models import Account, Institution, Signatory
from msp_du.services import institutions
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _


@bp.route("/<uuid:institution_id>/signataires/ajouter", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def add_signatory(institution_id: UUID) -> ResponseReturnValue:
    """Add somebody who signs, after the others."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_administer_institution, institution)
    form = SignatoryForm()
    if form.validate_on_submit():
        with transaction() as session:
            institutions.add_signatory(session, institution, actor=actor, **form.values)
        flash(_("Le ou la signataire est sur la liste."), "success")
        return _back(institution)
    return render_form(
        "administration/edit_signatory.html", form, institution=institution, signatory=None
    )


@bp.route("/signataires/<uuid:signatory_id>/modifier", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def edit_signatory(signatory_id: UUID) -> ResponseReturnValue:
    """Change a signatory's name or capacity."""
    signatory, institution, actor = _signatory(signatory_id)
    form = SignatoryForm(obj=signatory)
    if form.validate_on_submit():
        with transaction() as session:
            institutions.change_signatory(session, signatory, actor=actor, **form.values)
        flash(_("Les changements sont enregistrés."), "success")
        return _back(institution)
    return render_form(
        "administration/edit_signatory.html", form, institution=institution, signatory=signatory
    )


@bp.post("/signataires/<uuid:signatory_id>/monter")
@requires(Role.ADMINISTRATOR)
def raise_signatory(signatory_id: UUID) -> ResponseReturnValue:
    """Move a signatory one place up."""
    signatory, institution, actor = _signatory(signatory_id)
    with transaction() as session:
        institutions.raise_signatory(session, signatory, actor=actor)
    return _back(institution)


@bp.post("/signataires/<uuid:signatory_id>/retirer")
@requires(Role.ADMINISTRATOR)
def remove_signatory(signatory_id: UUID) -> ResponseReturnValue:
    """Take somebody off the list."""
    signatory, institution, actor = _signatory(signatory_id)
    with transaction() as session:
        institutions.remove_signatory(session, signatory, actor=actor)
    flash(_("Le ou la signataire n’est plus sur la liste."), "success")
    return _back(institution)


def _signatory(signatory_id: UUID) -> tuple[Signatory, Institution, Account]:
    signatory = get_or_404(Signatory, signatory_id)
    institution = get_or_404(Institution, signatory.institution_id)
    return signatory, institution, authorise(policies.can_administer_institution, institution)


def _back(institution: Institution) -> ResponseReturnValue:
    return redirect(url_for(".show_institution", institution=institution.id))
