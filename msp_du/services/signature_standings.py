"""What the approvals of hours are worth today: valid, void until signed again, or replaced."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from msp_du.domain.corrections import SignatureState, signature_state
from msp_du.domain.vocabulary import HoursState
from msp_du.models import HoursEntry, HoursSignature
from msp_du.services import approvals

_later = aliased(HoursEntry)


def holds(session: Session, signature: HoursSignature) -> bool:
    """Tell whether what was signed still counts, in every digit, and nothing corrects it."""
    return standings(session, [signature])[signature.id] is SignatureState.HOLDS


def standings(session: Session, signatures: Iterable[HoursSignature]) -> dict[UUID, SignatureState]:
    """Return what signatures are worth today; two statements whatever their number."""
    known = {signature.id: signature for signature in signatures}
    signed = select(HoursEntry.signature_id, HoursEntry).where(HoursEntry.signature_id.in_(known))
    lines: dict[UUID | None, list[HoursEntry]] = {one: [] for one in known}
    for one, entry in session.execute(signed):
        lines[one].append(entry)
    corrected = (
        select(HoursEntry.signature_id, _later.state)
        .join(_later, _later.replaces_id == HoursEntry.id)
        .where(HoursEntry.signature_id.in_(known))
    )
    states: dict[UUID | None, list[HoursState]] = {one: [] for one in known}
    for one, state in session.execute(corrected):
        states[one].append(state)
    return {
        one: signature_state(
            states[one], is_intact=approvals.digest_of(lines[one]) == signature.digest
        )
        for one, signature in known.items()
    }
