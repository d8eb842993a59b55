"""A placement's papers and what happened to it; one paper; its files."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from msp_du import policies
from msp_du.blueprints.agreements.area import READERS, agreement_or_404, bp, named
from msp_du.domain import agreement_terms
from msp_du.domain.agreement_terms import AgreementFacts
from msp_du.domain.agreement_text import Placeholder
from msp_du.domain.agreements import hours_bar, state_on
from msp_du.extensions import db
from msp_du.models import Account, Agreement, AgreementSigner, Placement, StoredFile
from msp_du.services import (
    agreement_days,
    agreement_lists,
    agreement_rows,
    agreement_sheets,
    hours,
    placement_life,
)
from msp_du.services.agreement_sheets import TYPED
from msp_du.services.cohorts import today_in
from msp_du.web import agreement_lines, hours_lines
from msp_du.web.access import authorise, get_or_404, requires
from msp_du.web.downloads import stored_download
from msp_du.web.handover_lines import handover_lines
from msp_du.web.labels import label
from msp_du.web.recalled import reminder_lines

_EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


@bp.get("/stages/<uuid:placement_id>")
@requires(*READERS)
def show_placement(placement_id: UUID) -> ResponseReturnValue:
    """Show the papers of a placement, who is awaited, and what happened to it."""
    placement = get_or_404(Placement, placement_id)
    actor = authorise(policies.can_read_placement, placement)
    session = db.session()
    papers = agreement_rows.of_placement(session, placement)
    readable = [each for each in papers if policies.can_read_agreement(actor, each)]
    standing = agreement_days.standings(session, [placement.id])[placement.id]
    today = today_in(hours.institution_of(placement), datetime.now(UTC))
    bar = hours_bar(standing, today)
    may_prepare = policies.can_prepare_agreement(actor, placement)
    events = placement_life.events(session, placement.id)
    open_paper = agreement_rows.under_way(papers)
    return render_template(
        "agreements/show_placement.html",
        placement=placement,
        state=state_on(standing, today),
        bar=label(bar) if bar else "",
        awaited=agreement_lines.awaited_on(open_paper) if open_paper and open_paper.sent_at else "",
        papers=[agreement_lines.paper(each) for each in readable],
        periods=hours_lines.periods(placement.periods),
        events=events,
        changes=handover_lines(events.changes),
        may_prepare=may_prepare,
        differs=may_prepare and _differs(placement, papers),
        has_draft=open_paper is not None and open_paper.sent_at is None,
        is_awaiting=open_paper is not None and open_paper.sent_at is not None,
        is_signed=standing.signed is not None,
        is_suspended=any(each.resumes_on is None for each in standing.suspensions),
        tags=agreement_lines.TAG_KINDS,
        **named(placement),
    )


@bp.get("/<uuid:agreement_id>")
@requires(*READERS)
def show_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Show what a paper says, who signed it and who is awaited."""
    agreement = agreement_or_404(agreement_id)
    actor = authorise(policies.can_read_agreement, agreement)
    session = db.session()
    may_manage = policies.can_manage_agreement(actor, agreement)
    contacts = [each.contact_id for each in agreement.signers if each.contact_id]
    links = agreement_lists.links_sent(session, contacts) if may_manage else {}
    facts = agreement_rows.facts_of(agreement)
    return render_template(
        "agreements/show_agreement.html",
        agreement=agreement,
        paper=agreement_lines.paper(agreement, links),
        blocks=agreement_lines.text(agreement),
        missing=_missing(facts) if facts and may_manage else [],
        own=_own_signer(actor, agreement),
        may_manage=may_manage,
        recalled=reminder_lines(agreement.id) if may_manage else [],
        may_note_paper=policies.can_note_paper(actor, agreement),
        is_last=agreement_rows.of_placement(session, agreement.placement)[0].id == agreement.id,
        **named(agreement.placement),
    )


@bp.get("/<uuid:agreement_id>/fichier")
@requires(*READERS)
def download_agreement(agreement_id: UUID) -> ResponseReturnValue:
    """Give the PDF: with its signatures once all have signed, else to be signed."""
    agreement = agreement_or_404(agreement_id)
    authorise(policies.can_read_agreement, agreement)
    return paper_file(agreement)


@bp.get("/exemplaires/<uuid:signer_id>")
@requires(*READERS)
def download_scan(signer_id: UUID) -> ResponseReturnValue:
    """Give a paper as it was signed by hand."""
    signer = get_or_404(AgreementSigner, signer_id)
    authorise(policies.can_read_scan, signer)
    return _sent(signer.scan, "convention-signee")


def paper_file(agreement: Agreement) -> Response:
    """Return the file of a paper, or answer 404 while there is none."""
    return _sent(agreement.signed_file or agreement.sent_file, f"{agreement.reference}")


def _sent(file: StoredFile | None, name: str) -> Response:
    if file is None:
        abort(404)
    return stored_download(file, f"{name}.{_EXTENSIONS[file.media_type]}")


def _missing(facts: AgreementFacts) -> list[str]:
    return [label(Placeholder(name)) for name in agreement_terms.missing(facts.terms)]


def _own_signer(actor: Account, agreement: Agreement) -> AgreementSigner | None:
    """Return the place at which the actor may sign now."""
    waiting = agreement_rows.awaited(agreement) if agreement.sent_at else []
    if agreement.replaced_at is not None:
        return None
    return next((one for one in waiting if policies.can_sign_agreement(actor, one)), None)


def _differs(placement: Placement, papers: list[Agreement]) -> bool:
    """Tell whether the register says something else than the last paper."""
    facts = agreement_rows.facts_of(papers[0]) if papers else None
    if facts is None:
        return False
    typed = {name: getattr(facts.terms, name) for name in TYPED}
    return agreement_sheets.terms(placement, typed) != facts.terms
