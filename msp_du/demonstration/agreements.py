"""Agreements of the demonstration: each state on a placement of this year, the others signed."""

import io
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.demonstration.story import Pace
from msp_du.domain.agreements import AgreementState, SignedVia, SignerCapacity
from msp_du.domain.vocabulary import Role
from msp_du.models import Account, Agreement, Placement
from msp_du.services import (
    agreement_rows,
    agreement_sheets,
    agreement_signing,
    agreements,
    placement_life,
)
from msp_du.services.agreement_sheets import AgreementSheet
from msp_du.services.agreement_signing import Declaration, Scan
from msp_du.services.agreements import Edition

SENT_BEFORE: Final = timedelta(days=20)
AMENDED_AGO: Final = timedelta(days=2)
ACTIVITIES: Final = "- Accueil et écoute\n- Animation d’un groupe\n- Réunions d’équipe"


def agree(work: Setting, files: Iterable[File]) -> None:
    """Have every placement agreed on; a few of this year show what can happen."""
    known = list(files)
    running = [file for file in known if 0 in file.placements and not file.has_left]
    silent = next((file for file in running if file.trainee.pace is Pace.SILENT), None)
    away = next((file for file in running if file.trainee.suspended), None)
    others = [file for file in running if file not in (silent, away)]
    others.sort(key=lambda file: not file.trainee.has_account)
    told = {file.key for file in (silent, away, *others[:3]) if file is not None}
    for file in known:
        for ago, placement in file.placements.items():
            if ago > 0 or file.key not in told:
                _signed_before(work, placement)
    if silent is not None:
        _send(work, silent.placements[0], work.today - AMENDED_AGO)
    if away is not None:
        _sign_all(work, _send_first(work, away.placements[0]))
        _rest(work, away)
    for file, tell in zip(others[:3], (_amended, _drafted, _handed_over), strict=False):
        tell(work, file.placements[0])


def _amended(work: Setting, placement: Placement) -> None:
    """One signer on paper, then an amendment that awaits the trainee and the host."""
    paper = _send_first(work, placement)
    _sign_on_paper(work, paper, SignerCapacity.HOST_SIGNATORY)
    _sign_all(work, paper)
    amendment = _send(
        work, placement, work.today - AMENDED_AGO, unusual_hours="Un samedi par mois."
    )
    for signer in amendment.signers:
        if signer.capacity is SignerCapacity.UNIVERSITY:
            _sign(work, amendment, signer.position, at(work.today - timedelta(days=1)))


def _drafted(work: Setting, placement: Placement) -> None:
    """Signed, corrected once for its title, and an amendment that is being written."""
    paper = _send_first(work, placement)
    _sign_all(work, paper)
    sheet = _sheet(work, placement, course_title="Diplôme d’université en deux ans")
    fixed = agreements.correct(
        work.session,
        paper,
        sheet,
        actor=work.first(Role.COORDINATOR),
        edition=_edition(_sent_on(placement) + timedelta(days=3)),
        version=paper.version,
    )
    _sign_all(work, fixed)
    _prepare(work, placement, work.today, benefits="Repas pris sur place.")


def _handed_over(work: Setting, placement: Placement) -> None:
    """Signed; another academic tutor follows since last week, and an amendment says so."""
    _sign_all(work, _send_first(work, placement))
    tutors = [work.staff[name] for name in sorted(work.staff) if _is_other(work, name, placement)]
    placement_life.hand_over(
        work.session,
        placement,
        placement_life.Handover(work.today - timedelta(days=7), tutor=tutors[0]),
        actor=work.first(Role.COORDINATOR),
        version=placement.version,
        now=at(work.today - timedelta(days=7)),
    )
    _sign_all(work, _send(work, placement, work.today - timedelta(days=5)))


def _is_other(work: Setting, name: str, placement: Placement) -> bool:
    account = work.staff[name]
    is_tutor = any(grant.role is Role.TUTOR for grant in account.grants)
    return is_tutor and account.id != placement.academic_tutor_id


def _rest(work: Setting, file: File) -> None:
    first = max(first for first, _back in file.away(work))
    placement = file.placements[0]
    period = placement.periods[0]
    placement_life.suspend(
        work.session,
        placement,
        starts_on=min(max(first, period.starts_on), period.ends_on),
        actor=work.first(Role.COORDINATOR),
    )


def _signed_before(work: Setting, placement: Placement) -> None:
    work.session.add(
        Agreement(
            institution_id=placement.institution_id,
            placement_id=placement.id,
            number=0,
            state=AgreementState.SIGNED,
            created_at=at(placement.periods[0].starts_on),
        )
    )
    work.session.flush()


def _sent_on(placement: Placement) -> date:
    return placement.periods[0].starts_on - SENT_BEFORE


def _send_first(work: Setting, placement: Placement) -> Agreement:
    return _send(work, placement, _sent_on(placement))


def _send(work: Setting, placement: Placement, day: date, **typed: str) -> Agreement:
    draft = _prepare(work, placement, day, **typed)
    actor = work.first(Role.COORDINATOR)
    agreements.send(work.session, draft, actor=actor, edition=_edition(day))
    return agreement_rows.lock(work.session, draft)


def _prepare(work: Setting, placement: Placement, day: date, **typed: str) -> Agreement:
    sheet = _sheet(work, placement, **typed)
    actor = work.first(Role.COORDINATOR)
    edition = _edition(day)
    return agreements.prepare(work.session, placement, sheet, actor=actor, edition=edition)


def _sheet(work: Setting, placement: Placement, **typed: str) -> AgreementSheet:
    among = agreement_sheets.candidates(work.session, placement)
    first = agreement_sheets.first_terms(work.session, placement)
    return AgreementSheet(
        {**first, "activities": ACTIVITIES, **typed},
        agreement_sheets.usual_keys(placement, among),
    )


def _edition(day: date) -> Edition:
    return Edition(at(day), day, is_specimen=True)


def _sign_all(work: Setting, paper: Agreement) -> None:
    """Let whoever has not signed do so, a day after the other."""
    sent = paper.sent_at or at(work.today)
    for signer in agreement_rows.awaited(paper):
        _sign(work, paper, signer.position, sent + timedelta(days=signer.position))


def _sign(work: Setting, paper: Agreement, position: int, moment: datetime) -> None:
    signer = next(each for each in paper.signers if each.position == position)
    via = SignedVia.PERSONAL_LINK if signer.contact_id else SignedVia.SCREEN
    quality = signer.quality or "en mon nom"
    said = Declaration(signer.name, quality, paper.facts_digest or "")
    actor = _account(work, signer.capacity)
    agreement_signing.sign(
        work.session,
        signer,
        said,
        via=via,
        actor=actor,
        now=moment,
    )


def _account(work: Setting, capacity: SignerCapacity) -> Account | None:
    is_university = capacity is SignerCapacity.UNIVERSITY
    return work.first(Role.COORDINATOR) if is_university else None


def _sign_on_paper(work: Setting, paper: Agreement, capacity: SignerCapacity) -> None:
    sent = paper.sent_at or at(work.today)
    day = sent.date() + timedelta(days=4)
    wanted = [each.id for each in paper.signers if each.capacity is capacity]
    if wanted:
        agreement_signing.sign_on_paper(
            work.session,
            paper,
            wanted,
            Scan(_page(), "image/jpeg", day),
            actor=work.first(Role.REGISTRAR),
            now=at(day),
            today=day,
        )


def _page() -> bytes:
    """Draw an empty page, as a scan of an invented paper would be."""
    from PIL import Image  # noqa: PLC0415 - long to import

    out = io.BytesIO()
    Image.new("RGB", (420, 594), "white").save(out, "JPEG")
    return out.getvalue()
