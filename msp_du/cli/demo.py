"""``msp-du demo``: a whole instance with invented people, built once, then served."""

import json
import secrets
import shutil
import socket
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import click
import flask_migrate
from flask import Flask

from msp_du import create_app
from msp_du.cli import serve
from msp_du.config import Config
from msp_du.demonstration import build, desk, story
from msp_du.demonstration.papers import Press
from msp_du.domain import calendar
from msp_du.domain.calendar import PARIS
from msp_du.domain.vocabulary import Language
from msp_du.extensions import db, transaction
from msp_du.jobs import documents
from msp_du.services import passwords
from msp_du.services.issuing import CodeKey
from msp_du.web.addresses import public_url

MARKER = "demonstration"
CODES = "codes.json"
"""Codes to be tried: a real instance keeps none, they stand on the paper alone."""
HOST = "127.0.0.1"

Codes = list[dict[str, str]]
Desks = list[dict[str, str]]


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data",
    "folder",
    default=Path("instance/demo"),
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the demonstration is kept.",
)
@click.option("--reset", is_flag=True, help="Throw the demonstration away and build it anew.")
@click.option("--json", "as_json", is_flag=True, help="Print what to try as one line of JSON.")
def demo(*, port: int, folder: Path, reset: bool, as_json: bool) -> None:
    """Build a demonstration instance unless it is there, then serve it on this machine."""
    _check_port(port)
    folder = folder.absolute()
    if reset or _is_of_before(folder):
        _throw_away(folder)
    if not (folder / MARKER).is_file():
        _build(folder, port)
    config = _settings(folder, port)
    codes = json.loads((folder / CODES).read_text("utf-8"))
    app = create_app(config)
    desks = _desks(app)
    click.echo(_as_json(config, codes, desks) if as_json else _as_table(config, codes, desks))
    serve.run(app, host=HOST, port=port)


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            message = f"port {port} is not free on this machine; choose another with --port"
            raise click.ClickException(message) from error


def _is_of_before(folder: Path) -> bool:
    """Tell whether it is a demonstration made before there were documents to look up."""
    return (folder / MARKER).is_file() and not (folder / CODES).is_file()


def _throw_away(folder: Path) -> None:
    if not folder.exists():
        return
    if not (folder / MARKER).is_file():
        raise click.ClickException(f"{folder.name} is no demonstration: nothing was removed")
    shutil.rmtree(folder)


def _build(folder: Path, port: int) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder.name} is not empty and is no demonstration")
    draft = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for key in ("secret", "code"):
        (draft / f"{key}.key").write_text(secrets.token_urlsafe(32))
    # No bell yet: the folder moves once it is whole, and the worker looks when it starts.
    config = replace(_settings(draft, port), bell="off")
    app = create_app(config)
    press = Press(documents.pdf_of, CodeKey(config.code_key_id, config.code_key), config.public_url)
    _say("base de données")
    with app.app_context():
        flask_migrate.upgrade()
        today = calendar.today(datetime.now(UTC), PARIS)
        password_hash = passwords.hash_password(story.PASSWORD)
        with transaction() as session:
            listed = build.build(
                session, today=today, password_hash=password_hash, progress=_say, press=press
            )
        db.session.remove()
        db.engine.dispose()
    codes = [asdict(each) for each in listed]
    (draft / CODES).write_text(json.dumps(codes, ensure_ascii=False), "utf-8")
    (draft / MARKER).write_text("invented people only\n")
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)


def _settings(folder: Path, port: int) -> Config:
    return Config(
        instance=folder,
        public_url=f"http://localhost:{port}",
        secret_key=(folder / "secret.key").read_text(),
        code_key=(folder / "code.key").read_text(),
        mail="file",
        demo=True,
    ).checked()


def _desks(app: Flask) -> Desks:
    """Make new links to the desks of hosts without an account: only this list shows them."""
    with app.app_context():
        with transaction() as session:
            listed = desk.open_links(session, now=datetime.now(UTC))
        db.session.remove()
        db.engine.dispose()
        return [
            {
                "name": each.name,
                "host": each.host,
                "url": public_url(
                    app, "host_desk.open_link", Language.FRENCH, {"secret": each.secret}
                ),
            }
            for each in listed
        ]


def _say(step: str) -> None:
    click.echo(f"démonstration : {step}…", err=True)


def _as_json(config: Config, codes: Codes, desks: Desks) -> str:
    accounts = [
        {
            "role": account.role.value,
            "email": account.email,
            "password": story.PASSWORD,
            "name": account.name,
            "about": account.about,
        }
        for account in build.known_accounts()
    ]
    return json.dumps(
        {"url": config.public_url, "accounts": accounts, "codes": codes, "desks": desks}
    )


def _as_table(config: Config, codes: Codes, desks: Desks) -> str:
    accounts = build.known_accounts()
    width = max(len(account.email) for account in accounts)
    rows = [
        f"  {each.role.value:<14} {each.email:<{width}}  {each.name}"
        + (f" ({each.about})" if each.about else "")
        for each in accounts
    ]
    return "\n".join(
        [
            "",
            f"  {config.public_url}   (Ctrl-C to stop)",
            f"  every password: {story.PASSWORD}",
            "",
            *rows,
            "",
            f"  documents to verify on {config.public_url}/v",
            "",
            *(
                f"  {each['code']}  {each['family_name']:<14} {each['kind']:<12} {each['state']}"
                for each in codes
            ),
            "",
            "  hosts without an account, by their personal link",
            "",
            *(f"  {each['name']} ({each['host']})\n  {each['url']}" for each in desks),
            "",
        ]
    )
