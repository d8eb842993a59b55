"""How an institution presents itself: names, colours, limits, logo, and who signs for it."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from msp_du.domain.colours import check_colours, normal_colour
from msp_du.domain.confidentiality import neutral_name_faults
from msp_du.domain.email_address import normal_address
from msp_du.domain.errors import Rule, RuleViolation
from msp_du.domain.vocabulary import FileState
from msp_du.models import Account, Institution, Signatory, StoredFile
from msp_du.services import audit, stored_files

NEUTRAL_FIELDS = ("product_name", "host_name", "sender_name", "sender_address")
"""What stands in titles, mails and addresses, and so reveals nothing (ux T13)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the settings page holds; durations in minutes, colours as typed."""

    name: str
    department: str | None
    product_name: str
    host_name: str | None
    sender_name: str
    sender_address: str
    contact_address: str | None
    time_zone: str
    appeal_text: str | None
    brand_colour: str
    accent_colour: str
    warn_day_minutes: int
    warn_week_minutes: int
    refuse_day_minutes: int
    refuse_week_minutes: int
    observation_minutes: int | None = None

    def checked(self) -> "Settings":
        """Return it with addresses and colours in their one form, or raise RuleViolation.

        NAME_NOT_NEUTRAL (detail ``words``), ADDRESS_NOT_VALID, COLOUR_NOT_VALID, COLOUR_CONTRAST,
        LIMITS_ORDER (details ``warn``, ``limit``), each under its field.
        """
        for field in NEUTRAL_FIELDS:
            check_neutral(getattr(self, field), field=field)
        kept = replace(
            self,
            department=self.department or None,
            host_name=self.host_name or None,
            appeal_text=self.appeal_text or None,
            sender_address=_address(self.sender_address, "sender_address"),
            contact_address=_address(self.contact_address, "contact_address")
            if self.contact_address
            else None,
            brand_colour=_colour(self.brand_colour, "brand_colour"),
            accent_colour=_colour(self.accent_colour, "accent_colour"),
        )
        check_colours(kept.brand_colour, kept.accent_colour)
        _check_limits(kept)
        return kept


def check_neutral(text: str | None, *, field: str) -> None:
    """Refuse a name that says too much: NAME_NOT_NEUTRAL, detail ``words``."""
    if faults := neutral_name_faults(text or ""):
        raise RuleViolation(Rule.NAME_NOT_NEUTRAL, field=field, words=", ".join(faults))


def create(
    session: Session, *, code: str, name: str, sender_address: str, actor: Account | None
) -> Institution:
    """Add an institution; RuleViolation INSTITUTION_CODE_TAKEN, or as for ``Settings``."""
    check_neutral(code, field="code")
    check_neutral(sender_address, field="sender_address")
    if find(session, code) is not None:
        raise RuleViolation(Rule.INSTITUTION_CODE_TAKEN, field="code")
    institution = Institution(
        code=code, name=name, sender_address=_address(sender_address, "sender_address")
    )
    session.add(institution)
    session.flush()
    audit.record(
        session, "institutions:create", institution, actor=actor, institution_id=institution.id
    )
    return institution


def find(session: Session, code: str) -> Institution | None:
    """Return the institution of a code."""
    return session.execute(select(Institution).where(Institution.code == code)).scalar_one_or_none()


def every(session: Session) -> list[Institution]:
    """List all institutions of the instance by code; for the command line only."""
    return list(session.execute(select(Institution).order_by(Institution.code)).scalars())


def change(
    session: Session, institution: Institution, settings: Settings, *, version: int, actor: Account
) -> None:
    """Write the settings; STALE_VERSION when another page wrote since ``version`` was read."""
    kept = settings.checked()
    _lock(session, institution)
    if institution.version != version:
        raise RuleViolation(Rule.STALE_VERSION)
    changed = [name for name, value in asdict(kept).items() if getattr(institution, name) != value]
    for name in changed:
        setattr(institution, name, getattr(kept, name))
    _record(session, "institutions:change", institution, actor, fields=sorted(changed))


def keep_logo(session: Session, institution: Institution, png: bytes, *, actor: Account) -> None:
    """Make a PNG that ``files.images`` drew the logo; the same bytes are stored once."""
    _lock(session, institution)
    logo = stored_files.keep(session, institution.id, png, "image/png", now=datetime.now(UTC))
    _withdraw_logo(session, institution)
    logo.state = FileState.READY
    institution.logo_id = logo.id
    _record(session, "institutions:keep-logo", institution, actor, file=logo.id)


def remove_logo(session: Session, institution: Institution, *, actor: Account) -> None:
    """Take the logo away; its bytes stay, withdrawn, for what was already made with them."""
    _lock(session, institution)
    _withdraw_logo(session, institution)
    institution.logo_id = None
    _record(session, "institutions:remove-logo", institution, actor)


def logo(session: Session, institution: Institution) -> StoredFile | None:
    """Return the logo, its bytes not yet loaded."""
    if institution.logo_id is None:
        return None
    found = session.get(StoredFile, institution.logo_id)
    return found if found and found.state is FileState.READY else None


def add_signatory(
    session: Session, institution: Institution, *, name: str, capacity: str, actor: Account
) -> Signatory:
    """Add somebody who signs, after the others."""
    _lock(session, institution)
    statement = select(func.max(Signatory.position)).where(
        Signatory.institution_id == institution.id
    )
    last = session.execute(statement).scalar_one() or 0
    signatory = Signatory(
        institution_id=institution.id, position=last + 1, name=name, capacity=capacity
    )
    session.add(signatory)
    session.flush()
    _record(session, "institutions:add-signatory", institution, actor, signatory=signatory.id)
    return signatory


def change_signatory(
    session: Session, signatory: Signatory, *, name: str, capacity: str, actor: Account
) -> None:
    """Write a signatory's name and capacity anew; documents already made keep the old ones."""
    institution = _institution_of(session, signatory)
    signatory.name, signatory.capacity = name, capacity
    _record(session, "institutions:change-signatory", institution, actor, signatory=signatory.id)


def raise_signatory(session: Session, signatory: Signatory, *, actor: Account) -> None:
    """Move a signatory one place up; the first one stays."""
    institution = _institution_of(session, signatory)
    others = signatories(session, institution)
    place = others.index(signatory)
    if place:
        others[place - 1], others[place] = others[place], others[place - 1]
    _number(others)
    _record(session, "institutions:move-signatory", institution, actor, signatory=signatory.id)


def remove_signatory(session: Session, signatory: Signatory, *, actor: Account) -> None:
    """Take somebody off the list of those who sign."""
    institution = _institution_of(session, signatory)
    gone = signatory.id
    session.delete(signatory)
    session.flush()
    _number(signatories(session, institution))
    _record(session, "institutions:remove-signatory", institution, actor, signatory=gone)


def signatories(session: Session, institution: Institution) -> list[Signatory]:
    """List those who sign for the institution, in their order."""
    statement = (
        select(Signatory)
        .where(Signatory.institution_id == institution.id)
        .order_by(Signatory.position)
    )
    return list(session.execute(statement).scalars())


def _number(ordered: list[Signatory]) -> None:
    for position, signatory in enumerate(ordered, start=1):
        signatory.position = position


def _lock(session: Session, institution: Institution) -> None:
    session.refresh(institution, with_for_update=True)


def _institution_of(session: Session, signatory: Signatory) -> Institution:
    institution = session.get_one(Institution, signatory.institution_id)
    _lock(session, institution)
    return institution


def _withdraw_logo(session: Session, institution: Institution) -> None:
    former = logo(session, institution)
    if former is not None:
        former.state = FileState.WITHDRAWN


def _record(
    session: Session, act: str, institution: Institution, actor: Account, **details: object
) -> None:
    audit.record(
        session, act, institution, actor=actor, institution_id=institution.id, details=details
    )


def _address(text: str, field: str) -> str:
    address = normal_address(text)
    if address is None:
        raise RuleViolation(Rule.ADDRESS_NOT_VALID, field=field)
    return address


def _colour(text: str, field: str) -> str:
    colour = normal_colour(text)
    if colour is None:
        raise RuleViolation(Rule.COLOUR_NOT_VALID, field=field)
    return colour


def _check_limits(settings: Settings) -> None:
    for span in ("day", "week"):
        warn = getattr(settings, f"warn_{span}_minutes")
        limit = getattr(settings, f"refuse_{span}_minutes")
        if warn > limit:
            raise RuleViolation(
                Rule.LIMITS_ORDER, field=f"warn_{span}_minutes", warn=warn, limit=limit
            )
