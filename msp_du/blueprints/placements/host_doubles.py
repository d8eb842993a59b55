"""Two records of one structure: found, looked at side by side, made one."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.placements.routes import bp
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Organisation
from msp_du.services import host_merges, host_names
from msp_du.services.host_merges import HostPreview
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.fields import HiddenField, SelectField
from msp_du.web.forms import BaseForm, render_form
from msp_du.web.host_import_words import COLUMNS
from msp_du.web.i18n import _, lazy
from msp_du.web.validators import required


class MergeHostForm(BaseForm):
    """The other record of a structure; ``meaning`` is what its preview said."""

    other = SelectField(
        lazy("Fiche qui disparaîtra"), [required()], blank=lazy("Choisir…"), width=20
    )
    meaning = HiddenField()


@bp.route("/structures/<uuid:organisation_id>/doublon", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def merge_host(organisation_id: UUID) -> ResponseReturnValue:
    """Ask for the other record of a structure, show what would move, then make the two one."""
    kept = get_or_404(Organisation, organisation_id)
    actor = authorise(policies.can_merge_hosts, kept)
    form = MergeHostForm()
    form.other.offer(
        [
            (str(identity), name)
            for identity, name in host_names.names(
                db.session(), {kept.institution_id}, but=organisation_id
            )
        ]
    )
    if not form.validate_on_submit():
        return _page(form, kept)
    gone = get_or_404(Organisation, UUID(form.other.data))
    authorise(policies.can_merge_hosts, gone)
    if request.form.get("step") != "record":
        return _page(form, kept, gone)
    gone_id = gone.id
    try:
        with transaction() as session:
            host_merges.merge(session, kept, gone, meaning=form.meaning.data or "", actor=actor)
    except RuleViolation as violation:
        form.add_violation(violation)
        kept, gone = get_or_404(Organisation, organisation_id), get_or_404(Organisation, gone_id)
        return _page(form, kept, gone)
    flash(_("Les deux fiches n’en font plus qu’une."), "success")
    return redirect(url_for(".show_organisation", organisation_id=organisation_id))


def _page(
    form: MergeHostForm, kept: Organisation, gone: Organisation | None = None
) -> ResponseReturnValue:
    session = db.session()
    found: HostPreview | None = None
    if gone is not None:
        found = host_merges.preview(session, kept, gone)
        form.meaning.data = found.meaning
    return render_form(
        "placements/merge_host.html",
        form,
        organisation=kept,
        found=found,
        filled=[_column(name) for name in found.filled] if found else [],
        doubles=host_merges.doubles(session, kept),
    )


def _column(name: str) -> str:
    words = {column.value: str(text) for column, text in COLUMNS.items()}
    return words.get(name, _("À savoir sur la structure"))
