"""The mails of accounts: each makes its one-time link when it is written, and not before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.config import Config
from msp_du.domain.vocabulary import JobKind, Language, LinkPurpose
from msp_du.extensions import transaction
from msp_du.jobs import transport
from msp_du.jobs.letters import Letter, compose, sender_of
from msp_du.jobs.task import Task
from msp_du.models import Account, Institution, Job, LinkToken
from msp_du.policies import active_grants
from msp_du.services import links
from msp_du.web.addresses import public_url
from msp_du.web.i18n import lazy

__all__ = ["KINDS", "deliver", "public_url", "send_test"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a kind of mail is made of; ``endpoint`` is the page its link opens."""

    template: str
    subject: str
    purpose: LinkPurpose | None = None
    endpoint: str = "accounts.ask_password"


KINDS: Mapping[JobKind, _Kind] = {
    JobKind.MAIL_INVITATION: _Kind(
        "invitation",
        lazy("%(product)s : ouvrez votre compte"),
        LinkPurpose.INVITATION,
        "accounts.accept_invitation",
    ),
    JobKind.MAIL_PASSWORD_RESET: _Kind(
        "password_reset",
        lazy("%(product)s : choisissez un nouveau mot de passe"),
        LinkPurpose.PASSWORD_RESET,
        "accounts.reset_password",
    ),
    JobKind.MAIL_ADDRESS_CHANGE: _Kind(
        "address_change",
        lazy("%(product)s : confirmez votre adresse"),
        LinkPurpose.ADDRESS_CHANGE,
        "accounts.confirm_address",
    ),
    JobKind.MAIL_ADDRESS_CHANGED: _Kind(
        "address_changed", lazy("%(product)s : votre adresse a changé")
    ),
    JobKind.MAIL_PASSWORD_CHANGED: _Kind(
        "password_changed", lazy("%(product)s : votre mot de passe a changé")
    ),
    JobKind.MAIL_FAILED_SIGN_INS: _Kind(
        "failed_sign_ins", lazy("%(product)s : des essais de connexion ont échoué")
    ),
}


def deliver(app: Flask, task: Task) -> None:
    """Make the link, write the mail and send it; an account that is gone or closed gets none."""
    kind = KINDS[task.kind]
    config: Config = app.extensions["msp_du_config"]
    with app.app_context(), transaction() as session:
        letter = _prepare(session, app, task, kind)
    if letter is not None:
        transport.send(config, compose(app, letter))


def send_test(app: Flask, address: str) -> None:
    """Send a mail that only says that mail works; JobFailure when it did not leave."""
    config: Config = app.extensions["msp_du_config"]
    letter = Letter(
        id=uuid4(),
        recipient=address,
        language=Language.FRENCH,
        sender=sender_of(config, None),
        subject=lazy("%(product)s : essai d’envoi"),
        template="test",
        context={},
    )
    transport.send(config, compose(app, letter))


def _prepare(session: Session, app: Flask, task: Task, kind: _Kind) -> Letter | None:
    account = session.get(Account, UUID(task.payload["account_id"]), with_for_update=True)
    if account is None or not account.is_active:
        return None
    now = datetime.now(UTC)
    config: Config = app.extensions["msp_du_config"]
    institution = _institution(session, task, account)
    recipient, subject = account.email, None
    if kind.purpose is LinkPurpose.ADDRESS_CHANGE:
        subject = _asked_address(session, account, now=now)
        if subject is None:
            return None
        recipient = subject
    if task.kind is JobKind.MAIL_ADDRESS_CHANGED:
        recipient = _former_address(session, task) or account.email
    values: dict[str, str] = {}
    if kind.purpose is not None:
        values["secret"] = links.make(session, account, kind.purpose, now=now, subject=subject)
    return Letter(
        id=task.id,
        recipient=recipient,
        language=account.language,
        sender=sender_of(config, institution),
        subject=kind.subject,
        template=kind.template,
        context={"url": public_url(app, kind.endpoint, account.language, values)},
    )


def _institution(session: Session, task: Task, account: Account) -> Institution | None:
    """Return who signs the mail, and note it on the job so that its administrators see it fail."""
    if task.institution_id is not None:
        return session.get(Institution, task.institution_id)
    grants = active_grants(account)
    if not grants:
        return None
    session.get_one(Job, task.id).institution_id = grants[0].institution_id
    return grants[0].institution


def _asked_address(session: Session, account: Account, *, now: datetime) -> str | None:
    """Return the address whose confirmation is open; the mail's own link takes its place."""
    statement = (
        select(LinkToken.subject)
        .where(
            LinkToken.account_id == account.id,
            LinkToken.purpose == LinkPurpose.ADDRESS_CHANGE,
            LinkToken.used_at.is_(None),
            LinkToken.revoked_at.is_(None),
            LinkToken.expires_at > now,
        )
        .order_by(LinkToken.created_at.desc())
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()


def _former_address(session: Session, task: Task) -> str | None:
    link = session.get(LinkToken, UUID(task.payload["link_id"]))
    return link.subject if link else None
