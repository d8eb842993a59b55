"""Papers of a placement in words: their name, their state, who signed and who is awaited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msp_du.domain.agreement_text import Block
from msp_du.domain.agreements import AgreementState, SignerCapacity
from msp_du.models import Agreement, AgreementSigner
from msp_du.pdf import agreement_words
from msp_du.services import agreement_rows
from msp_du.web import formatting
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import label

TAG_KINDS = {
    AgreementState.DRAFT: "todo",
    AgreementState.AWAITING_SIGNATURES: "todo",
    AgreementState.SIGNED: "done",
    AgreementState.ACTIVE: "done",
    AgreementState.SUSPENDED: "todo",
    AgreementState.COMPLETED: "done",
    AgreementState.TERMINATED: "info",
    AgreementState.REPLACED: "quiet",
}


@dataclass(frozen=True, slots=True)
class SignerLine:
    """Somebody who signs: every text is ready to be shown."""

    id: UUID
    capacity: str
    name: str
    quality: str
    signed: str
    has_scan: bool
    reminded: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper: every text is ready to be shown."""

    id: UUID
    version: int
    title: str
    state: str
    tag_kind: str
    is_draft: bool
    is_awaiting: bool
    is_signed: bool
    text: str
    signers: list[SignerLine]


def paper(agreement: Agreement, links: Mapping[UUID, datetime] | None = None) -> PaperLine:
    """Put a paper in words; ``links`` are when contacts were last sent theirs."""
    state = agreement.state
    return PaperLine(
        id=agreement.id,
        version=agreement.version,
        title=title(agreement),
        state=label(state),
        tag_kind=TAG_KINDS[state],
        is_draft=state is AgreementState.DRAFT,
        is_awaiting=state is AgreementState.AWAITING_SIGNATURES,
        is_signed=state is AgreementState.SIGNED,
        text=_dated(agreement),
        signers=[_signer(each, links or {}) for each in agreement.signers],
    )


def title(agreement: Agreement) -> str:
    """Return what a paper is called, its version from the second on."""
    if agreement.reference is None and not agreement.number:
        return _("Convention signée avant ce registre")
    reference = agreement.reference or ""
    name = _("Convention %(reference)s", reference=reference)
    if agreement.number:
        name = _(
            "Avenant n° %(number)s, %(reference)s", number=agreement.number, reference=reference
        )
    if agreement.edition > 1:
        return _("%(name)s, version %(edition)s", name=name, edition=agreement.edition)
    return name


def text(agreement: Agreement) -> tuple[Block, ...]:
    """Return the text that is signed, in French; nothing for a paper from before."""
    facts = agreement_rows.facts_of(agreement)
    return agreement_words.filled(facts) if facts else ()


def paper_name(agreement: Agreement) -> str:
    """Return what kind of paper it is, as the paper says it in French."""
    facts = agreement_rows.facts_of(agreement)
    return agreement_words.title(facts) if facts else ""


def awaited(capacities: Iterable[SignerCapacity]) -> str:
    """Say in which capacities signatures are awaited, and nothing more."""
    words = [label(each) for each in dict.fromkeys(capacities)]
    if not words:
        return ""
    return ngettext(
        "Signature attendue : %(who)s.",
        "Signatures attendues : %(who)s.",
        len(words),
        who=", ".join(words),
    )


def awaited_on(agreement: Agreement) -> str:
    """Say the same of one paper."""
    return awaited(each.capacity for each in agreement_rows.awaited(agreement))


def unsigned(signers: Sequence[AgreementSigner]) -> list[tuple[str, str]]:
    """Return the choices of who signed on paper: those who have not signed yet."""
    return [
        (str(each.id), f"{label(each.capacity)} : {each.name}")
        for each in signers
        if each.signed_at is None
    ]


def _dated(agreement: Agreement) -> str:
    if agreement.replaced_at is not None:
        return _("Remplacée le %(day)s.", day=formatting.moment(agreement.replaced_at))
    if agreement.signed_at is not None:
        return _("Signée par tous le %(day)s.", day=formatting.moment(agreement.signed_at))
    if agreement.sent_at is not None:
        return _("Envoyée à signer le %(day)s.", day=formatting.moment(agreement.sent_at))
    return ""


def _signer(signer: AgreementSigner, links: Mapping[UUID, datetime]) -> SignerLine:
    sent = links.get(signer.contact_id) if signer.contact_id else None
    return SignerLine(
        id=signer.id,
        capacity=label(signer.capacity),
        name=signer.name,
        quality=signer.quality,
        signed=_signed(signer),
        has_scan=signer.scan_id is not None,
        reminded=(
            _("Lien envoyé le %(day)s.", day=formatting.moment(sent))
            if sent and signer.signed_at is None
            else ""
        ),
    )


def _signed(signer: AgreementSigner) -> str:
    if signer.signed_at is None or signer.via is None:
        return ""
    if signer.signed_on is not None:
        return _("Signé sur papier le %(day)s", day=formatting.day(signer.signed_on))
    return _(
        "Signé %(via)s le %(moment)s : %(name)s, %(capacity)s",
        via=label(signer.via),
        moment=formatting.moment(signer.signed_at),
        name=signer.declared_name,
        capacity=signer.declared_capacity,
    )
