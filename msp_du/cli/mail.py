"""``msp-du mail …``: whether mail leaves as the settings say."""

import click

from msp_du.cli.application import application
from msp_du.config import Config
from msp_du.domain.email_address import normal_address
from msp_du.jobs.failures import JobFailure
from msp_du.jobs.mails import send_test

LEFT = {
    "console": "printed above: the setting mail is “console”",
    "file": "kept in the folder mails of the instance: the setting mail is “file”",
    "smtp": "the mail server took the message",
}


@click.group()
def mail() -> None:
    """Try the way mail leaves."""


@mail.command("test")
@click.argument("address")
def send_test_message(address: str) -> None:
    """Send a neutral message to ADDRESS, at once."""
    recipient = normal_address(address)
    if recipient is None:
        raise click.BadParameter("not an e-mail address", param_hint="ADDRESS")
    with application("mail test") as app:
        try:
            send_test(app, recipient)
        except JobFailure as failure:
            raise click.ClickException(failure.reason) from failure
        config: Config = app.extensions["msp_du_config"]
    click.echo(LEFT[config.mail])
