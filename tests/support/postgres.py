"""A PostgreSQL cluster of the tests' own: made in a temporary folder, gone when they end."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

OWNER = "tests"
START_SECONDS = 30
STOP_SECONDS = 20
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# Stops the server when its input closes, so also when the tests are killed.
GUARD = """
data=$1; server=$2; shift 2
"$server" -D "$data/cluster" "$@" </dev/null >"$data/log" 2>&1 &
pid=$!
cat >/dev/null
kill -INT "$pid" 2>/dev/null
wait "$pid"
rm -rf "$data"
"""


class PostgresUnavailableError(Exception):
    """No cluster can be started here; the message says why."""


@contextmanager
def private_cluster() -> Iterator[str]:
    """Start a cluster on a free loopback port and yield the URL of its database ``postgres``.

    The server never runs as root; it stops when the block ends or this process dies. Raises
    PostgresUnavailableError where PostgreSQL's server is not installed or does not start.
    """
    programs = _programs()
    user = _unprivileged_user()
    folder = Path(tempfile.mkdtemp(prefix="msp-du-pg-"))
    try:
        if user:
            shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
        password = _initialise(programs, folder, user)
        url = _url(_free_port(), password)
        guard = _start(programs, folder, user, url.port or 0)
        try:
            _await_answer(url, folder / "log")
            yield url.render_as_string(hide_password=False)
        finally:
            _stop(guard)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create_database(base_url: str, name: str, template: str | None = None) -> str:
    """Create a database, as a copy of `template` when one is named, and return its URL."""
    statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    _administer(base_url, statement)
    return make_url(base_url).set(database=name).render_as_string(hide_password=False)


def drop_database(base_url: str, name: str) -> None:
    """Drop a database if it is there, ending the connections that it still has."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    _administer(base_url, statement)


def _administer(base_url: str, statement: sql.Composed) -> None:
    with psycopg.connect(_conninfo(make_url(base_url)), autocommit=True) as connection:
        connection.execute(statement)


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _url(port: int, password: str) -> URL:
    return URL.create("postgresql+psycopg", OWNER, password, "127.0.0.1", port, database="postgres")


def _programs() -> Path:
    """Return the folder of the newest server's programs (Debian keeps them off the PATH)."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parent.parent.name),
    )
    initdb = found[-1] if found else shutil.which("initdb")
    if initdb is None:
        raise PostgresUnavailableError("PostgreSQL's server is not installed")
    return Path(initdb).resolve().parent


def _unprivileged_user() -> str | None:
    """Return who shall run the server when the tests run as root, None for oneself."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


def _initialise(programs: Path, folder: Path, user: str | None) -> str:
    password = secrets.token_urlsafe(16)
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o644)  # the folder itself is closed to others
    made = subprocess.run(
        [
            programs / "initdb", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", f"--username={OWNER}", f"--pwfile={secret}",
            f"--pgdata={folder / 'cluster'}",
        ],
        user=user, group=user and pwd.getpwnam(user).pw_gid, extra_groups=user and [],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise PostgresUnavailableError(f"initdb failed: {made.stderr.strip()}")
    return password


def _start(programs: Path, folder: Path, user: str | None, port: int) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(folder)}
    options = [f"--{name}={value}" for name, value in settings.items()]
    return subprocess.Popen(
        ["/bin/sh", "-c", GUARD, "guard", folder, programs / "postgres", *options],
        user=user, group=user and pwd.getpwnam(user).pw_gid, extra_groups=user and [],
        cwd=folder, stdin=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await_answer(url: URL, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            psycopg.connect(_conninfo(url), connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    said = log.read_text(errors="replace").strip()
    raise PostgresUnavailableError(f"PostgreSQL does not start: {said[-1000:]}")


def _stop(guard: subprocess.Popen[bytes]) -> None:
    assert guard.stdin
    guard.stdin.close()
    guard.wait(STOP_SECONDS)
