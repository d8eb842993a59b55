"""The texts that agreements are made of: read, tried on invented facts, adapted."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.agreements.area import bp
from msp_du.blueprints.agreements.forms import TextForm
from msp_du.domain.agreement_text import Block, Placeholder, blocks
from msp_du.domain.errors import RuleViolation
from msp_du.domain.vocabulary import Regime, Role
from msp_du.extensions import db, transaction
from msp_du.files import agreement_texts
from msp_du.models import Institution
from msp_du.pdf import agreement_words
from msp_du.services import agreement_templates, document_facts
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.forms import render_form
from msp_du.web.i18n import _
from msp_du.web.labels import label


@bp.route("/textes/<uuid:institution_id>", methods=["GET", "POST"])
@requires(Role.COORDINATOR)
def edit_text(institution_id: UUID) -> ResponseReturnValue:
    """Adapt the text of a regime (``?cadre=``), and see what it gives before keeping it."""
    institution = get_or_404(Institution, institution_id)
    actor = authorise(policies.can_edit_agreement_texts, institution)
    regime = _regime()
    session = db.session()
    known = agreement_templates.versions(session, institution.id, regime)
    form = TextForm(
        data={
            "version": str(known[0].number if known else 0),
            "text": agreement_templates.current(session, institution.id, regime),
        }
    )
    shown: tuple[Block, ...] = ()
    if form.validate_on_submit():
        try:
            agreement_templates.check(form.text.data)
            shown = _preview(institution, regime, form.text.data)
            if "keep" in request.form:
                with transaction() as writing:
                    agreement_templates.save(
                        writing,
                        institution,
                        regime,
                        form.text.data,
                        seen=form.version.seen,
                        actor=actor,
                        now=datetime.now(UTC),
                    )
                flash(_("Le texte est enregistré pour les prochaines conventions."), "success")
                return redirect(url_for(".edit_text", institution_id=institution_id, cadre=regime))
        except RuleViolation as violation:
            form.add_violation(violation)
    return render_form(
        "agreements/edit_text.html",
        form,
        regime=regime,
        regimes=list(Regime),
        institution_id=institution_id,
        versions=known,
        places=[(place.value, label(place)) for place in Placeholder],
        blocks=shown,
    )


def _regime() -> Regime:
    wanted = request.args.get("cadre", "")
    return Regime(wanted) if wanted in set(Regime) else next(iter(Regime))


def _preview(institution: Institution, regime: Regime, text: str) -> tuple[Block, ...]:
    issuer = document_facts.letterhead_of(db.session(), institution)
    clauses = agreement_texts.default_clauses(regime)
    facts = agreement_words.sample(issuer, regime, text, clauses)
    return blocks(text, agreement_words.values(facts))
