"""``msp-du institutions …``: the universities that this instance serves."""

import click
from sqlalchemy.orm import Session

from msp_du.cli.application import application
from msp_du.extensions import db, transaction
from msp_du.models import Institution
from msp_du.services import institutions as service


@click.group()
def institutions() -> None:
    """Add and list institutions."""


@institutions.command("create")
@click.argument("name")
@click.option("--code", required=True, help="Short neutral name, for commands and file names.")
@click.option(
    "--sender", required=True, metavar="ADDRESS", help="Address that its mails come from."
)
def create_institution(name: str, code: str, sender: str) -> None:
    """Add the institution NAME."""
    with application("institutions create"), transaction() as session:
        institution = service.create(
            session, code=code, name=name, sender_address=sender, actor=None
        )
        click.echo(f"{institution.code}\t{institution.name}")


@institutions.command("list")
def list_institutions() -> None:
    """List the institutions: code and name."""
    with application("institutions list"):
        for institution in service.every(db.session()):
            click.echo(f"{institution.code}\t{institution.name}")


def chosen(session: Session, code: str | None) -> Institution:
    """Return the institution of a code, or the only one there is."""
    known = service.every(session)
    found = [row for row in known if code in {None, row.code}]
    if len(found) == 1:
        return found[0]
    if not known:
        raise click.ClickException("there is no institution yet: msp-du institutions create")
    codes = ", ".join(row.code for row in known)
    raise click.BadParameter(f"choose one of {codes}", param_hint="--institution")
