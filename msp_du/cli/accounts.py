"""``msp-du accounts …``: the first accounts of an instance, and closing one in a hurry."""

from datetime import UTC, datetime
from uuid import UUID

import click
from flask import Flask
from sqlalchemy.orm import Session

from msp_du.cli.application import application
from msp_du.cli.institutions import chosen
from msp_du.domain.email_address import normal_address
from msp_du.domain.vocabulary import AccountState, LinkPurpose, Role
from msp_du.extensions import db, transaction
from msp_du.jobs.mails import public_url
from msp_du.models import Account, Institution
from msp_du.services import accounts as service
from msp_du.services import institutions as institution_service
from msp_du.services import links, members

ROLES = [role.value for role in Role]


@click.group()
def accounts() -> None:
    """Open, list and close accounts."""


@accounts.command("create")
@click.argument("email")
@click.option("--name", "display_name", required=True, help="Name that the person goes by.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES))
@click.option("--institution", "code", help="Code of the institution, if there are several.")
@click.option("--cohort", "cohort_code", help="Code of the only cohort that the roles are for.")
def create_account(
    email: str, display_name: str, roles: tuple[str, ...], code: str | None, cohort_code: str | None
) -> None:
    """Open an account for EMAIL and print its one-time link: no password passes through a shell.

    An account that is there already gets the roles.
    """
    address = normal_address(email)
    if address is None:
        raise click.BadParameter("not an e-mail address", param_hint="EMAIL")
    with application("accounts create") as app, transaction() as session:
        institution = chosen(session, code)
        cohort_id = _cohort_id(session, institution, cohort_code)
        grants = [service.Grant(Role(role), institution.id, cohort_id) for role in roles]
        account = service.open_account(
            session, email=address, display_name=display_name, grants=grants, actor=None
        )
        said = _way_in(app, session, account)
    click.echo(said)


@accounts.command("list")
@click.option("--institution", "code", help="Code of the only institution to list.")
def list_accounts(code: str | None) -> None:
    """List the accounts: institution, address, name, state, roles, separated by tabs."""
    with application("accounts list"):
        session = db.session()
        rows = institution_service.every(session) if code is None else [chosen(session, code)]
        for institution in rows:
            for member in members.of_institution(session, institution):
                click.echo("\t".join(_columns(institution, member)))


@accounts.command("disable")
@click.argument("email")
def disable_account(email: str) -> None:
    """Close the account of EMAIL: its sessions end and its links open nothing."""
    with application("accounts disable"), transaction() as session:
        account = service.find(session, email)
        if account is None:
            raise click.ClickException("no account has this address")
        service.disable(session, account, actor=None)
    click.echo("closed")


def _cohort_id(session: Session, institution: Institution, code: str | None) -> UUID | None:
    if code is None:
        return None
    codes = {known: identity for identity, known in members.cohort_codes(session, institution)}
    if code not in codes:
        raise click.BadParameter("no cohort has this code there", param_hint="--cohort")
    return codes[code]


def _way_in(app: Flask, session: Session, account: Account) -> str:
    if members.state_of(account) is not AccountState.INVITED:
        return "the account was there: it has the roles now"
    secret = links.make(session, account, LinkPurpose.INVITATION, now=datetime.now(UTC))
    return public_url(app, "accounts.accept_invitation", account.language, {"secret": secret})


def _columns(institution: Institution, member: members.Member) -> list[str]:
    roles = [
        f"{held.role}@{held.cohort_code}" if held.cohort_code else str(held.role)
        for held in member.roles
    ]
    return [institution.code, member.email, member.display_name, member.state, ",".join(roles)]
