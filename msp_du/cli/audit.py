"""``msp-du audit …``: whether the chain of acts is whole."""

import json
from typing import Any

import click
from flask import Flask

from msp_du.cli.application import application
from msp_du.config import Config
from msp_du.extensions import db
from msp_du.files import audit_heads
from msp_du.services import audit as service

BROKEN = 1


@click.group()
def audit() -> None:
    """Check the chain of acts."""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
@click.pass_context
def verify(ctx: click.Context, *, as_json: bool) -> None:
    """Check every act, the links between them, and the heads kept in audit-heads.txt.

    Exit status 0 when the chain is whole, 1 when it is not.
    """
    with application("audit verify") as app:
        report = service.verify(db.session(), _kept_heads(app))
    if as_json:
        click.echo(json.dumps(_as_data(report)))
    else:
        _print(report)
    if report.faults:
        ctx.exit(BROKEN)


def _kept_heads(app: Flask) -> list[tuple[int, str]]:
    config: Config = app.extensions["msp_du_config"]
    try:
        return audit_heads.read(config.instance / audit_heads.FILE_NAME)
    except audit_heads.AuditHeadsError as error:
        raise click.ClickException(str(error)) from error


def _as_data(report: service.ChainReport) -> dict[str, Any]:
    return {
        "whole": not report.faults,
        "events": report.events,
        "head": report.head,
        "purged": report.purged,
        "faults": [
            {"sequence": fault.sequence, "kind": fault.kind.value} for fault in report.faults
        ],
    }


def _print(report: service.ChainReport) -> None:
    for fault in report.faults:
        click.echo(f"{fault.sequence}: {fault.kind}")
    if report.purged:
        click.echo(f"details purged: {report.purged}")
    verdict = f"broken in {len(report.faults)} places" if report.faults else "whole"
    click.echo(f"the chain of {report.events} acts is {verdict}; head {report.head}")
