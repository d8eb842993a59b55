"""``msp-du documents verify``: whether a file is, byte for byte, one that this register issued."""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

import click

NOT_VALID: Final = 1
CANNOT_TELL: Final = 2
UNKNOWN: Final = "unknown"


class CannotTell(click.ClickException):
    """Neither valid nor not: the file or the register could not be read."""

    exit_code = CANNOT_TELL


@click.group()
def documents() -> None:
    """Check issued documents."""


@documents.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one JSON object.")
@click.pass_context
def verify(ctx: click.Context, file: Path, *, as_json: bool) -> None:
    """Look FILE up in the register of this instance by its SHA-256.

    Exit status 0: issued here, and valid. 1: replaced, revoked, or no file of this register, PDF
    or not; a file that was opened and saved again is another file. A document that its holder
    keeps to themselves is unknown here too. 2: cannot tell, as the file or the register cannot
    be read.
    """
    sha256 = hashlib.sha256(_read(file)).hexdigest()
    answer = _look_up(sha256)
    click.echo(json.dumps(answer) if as_json else _sentence(answer))
    if answer["state"] != "valid":
        ctx.exit(NOT_VALID)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CannotTell(f"{file}: {error.strerror}") from error


def _look_up(sha256: str) -> dict[str, Any]:
    from msp_du.cli.application import application  # noqa: PLC0415 - the file is read first
    from msp_du.extensions import db  # noqa: PLC0415
    from msp_du.services import document_register  # noqa: PLC0415

    try:
        with application("documents verify"):
            found = document_register.find_by_digest(db.session(), sha256)
    except click.ClickException as error:
        raise CannotTell(error.message) from error
    return {
        "state": found.state.value if found else UNKNOWN,
        "number": found.number if found else None,
        "kind": found.kind.value if found else None,
        "issued_on": found.issued_on.isoformat() if found else None,
        "sha256": sha256,
    }


def _sentence(answer: dict[str, Any]) -> str:
    if answer["state"] == UNKNOWN:
        return f"unknown: no document of this register has these bytes; SHA-256 {answer['sha256']}"
    words = "{state}: {kind} {number} of {issued_on}; SHA-256 {sha256}"
    return words.format(**answer)
