"""Every setting, with its type; a secret has no default."""

import logging
import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

MIN_KEY_CHARACTERS = 43
MIN_KEY_SIGNS = 16
"""Different signs that a random key has at least: fewer, and somebody typed it."""
MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
MAIL_TRANSPORTS = frozenset({"console", "file", "smtp"})
SMS_TRANSPORTS = frozenset({"console", "http", "off"})
WORKERS = frozenset({"process", "embedded", "off"})
BELLS = frozenset({"sqlite", "postgresql", "off"})
REDIS_SCHEMES = frozenset({"redis", "rediss"})


class ConfigError(Exception):
    """A setting is missing or cannot be; the message says which, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings of an instance.

    Each is read from the environment (``MSP_DU_`` and its name in capitals), else from
    ``config.toml`` in the instance folder, else takes the default here.
    """

    instance: Path
    """Folder of the database, mails and settings."""
    public_url: str
    """Address printed in documents for ever: https, or http on loopback only."""
    secret_key: str
    """Signs cookies; changing it signs everybody out."""
    code_key: str
    """Keys the digests of verification codes; never changed, never lost."""
    code_key_id: str = "1"
    """Name of the code key, kept beside each digest."""
    former_code_keys: str = ""
    """Code keys of before, as ``id:key id:key``: paper issued under them is still verified."""
    database_url: str = ""
    """SQLAlchemy address; empty means SQLite in the instance folder."""
    mail: str = "file"
    """How mail leaves: console, file (one .eml each in instance/mails) or smtp."""
    smtp_host: str = "localhost"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = True
    """Ask for encryption after the greeting (port 25 or 587); refused, nothing is sent."""
    smtp_tls: bool = False
    """Encrypt from the first byte (port 465), instead of smtp_starttls."""
    smtp_timeout: int = 15
    """Seconds to wait for each answer of the mail server."""
    sms: str = "console"
    """How short messages leave: console, http (see docs/operator.md) or off."""
    sms_url: str = ""
    """Address of the gateway: https, or http on loopback only."""
    sms_token: str = ""
    """Sent to the gateway as a bearer token."""
    worker: str = "process"
    """Where jobs are done under serve: process (beside it), embedded (a thread of it) or off."""
    bell: str = "sqlite"
    """What wakes the worker up: sqlite, postgresql (the database itself), a redis address, off."""
    mail_log_days: int = 180
    """Days after which messages that left, and those given up, go from the log."""
    proxies: int = 0
    """Number of reverse proxies in front whose X-Forwarded headers are believed."""
    demo: bool = False
    """A demonstration instance: invented people, mails kept in files, a banner on each page."""

    @classmethod
    def load(cls, instance: Path | None = None, environ: Mapping[str, str] = os.environ) -> Self:
        """Read and check the settings.

        Raises ConfigError when one is missing, unknown or cannot be.
        """
        folder = (instance or Path(environ.get("MSP_DU_INSTANCE", "instance"))).absolute()
        values = _from_file(folder / "config.toml") | _from_environment(environ)
        known = {field.name: field.type for field in fields(cls)}
        unknown = sorted(values.keys() - known.keys())
        if unknown:
            raise ConfigError(f"unknown setting: {', '.join(unknown)}")
        for name in ("public_url", "secret_key", "code_key"):
            if not values.get(name):
                raise ConfigError(_missing(name))
        converted = {name: _convert(name, value, known[name]) for name, value in values.items()}
        return cls(**converted | {"instance": folder}).checked()

    def checked(self) -> Self:
        """Return itself, or raise ConfigError for a setting that cannot be."""
        self._check_key("secret_key", self.secret_key)
        self._check_key("code_key", self.code_key)
        if self.secret_key == self.code_key:
            raise ConfigError("secret_key and code_key must differ: one changes, the other never")
        self._check_former_keys()
        if self.mail not in MAIL_TRANSPORTS:
            raise ConfigError(f"mail must be one of {', '.join(sorted(MAIL_TRANSPORTS))}")
        self._check_jobs()
        url = urlsplit(self.public_url)
        local = url.scheme == "http" and url.hostname in LOOPBACK_HOSTS
        if not _is_private(self.public_url):
            raise ConfigError("public_url must be an https address (http on loopback only)")
        if url.path.strip("/") or url.query or url.fragment:
            raise ConfigError("public_url must hold no path: scheme and host, perhaps a port")
        if self.demo and not local:
            raise ConfigError("demo has passwords that everybody knows: on this machine only")
        return self

    def _check_jobs(self) -> None:
        """Check how jobs are done, and how what they write leaves."""
        for name, value, allowed in (
            ("sms", self.sms, SMS_TRANSPORTS),
            ("worker", self.worker, WORKERS),
        ):
            if value not in allowed:
                raise ConfigError(f"{name} must be one of {', '.join(sorted(allowed))}")
        self._check_bell()
        if self.smtp_tls and self.smtp_starttls:
            raise ConfigError("smtp_tls encrypts from the start: set smtp_starttls = false with it")
        if self.sms == "http" and not _is_private(self.sms_url):
            raise ConfigError("sms_url must be an https address (http on loopback only)")
        for name, days in (
            ("smtp_timeout", self.smtp_timeout),
            ("mail_log_days", self.mail_log_days),
        ):
            if days < 1:
                raise ConfigError(f"{name} must be 1 or more")

    def _check_bell(self) -> None:
        url = urlsplit(self.bell)
        if self.bell not in BELLS and not (url.scheme in REDIS_SCHEMES and url.hostname):
            raise ConfigError(
                "bell must be sqlite, postgresql, off, or an address redis://host:6379/0"
            )
        if self.bell == "postgresql" and not self.sqlalchemy_url.startswith("postgresql"):
            raise ConfigError("bell = postgresql needs a database_url of PostgreSQL")

    def _check_former_keys(self) -> None:
        keys = {self.code_key_id: self.code_key}
        for pair in self.former_code_keys.split():
            key_id, mark, key = pair.partition(":")
            if not key_id or not mark:
                raise ConfigError("former_code_keys must read id:key id:key")
            self._check_key("a key of former_code_keys", key)
            if key_id in keys or key in {self.secret_key, *keys.values()}:
                raise ConfigError("former_code_keys names a key or an id twice")
            keys[key_id] = key

    def _check_key(self, name: str, key: str) -> None:
        if len(key) < MIN_KEY_CHARACTERS:
            raise ConfigError(f"{name} is too short; make one with: {MAKE_A_KEY}")
        if self.secure and len(set(key)) < MIN_KEY_SIGNS:
            raise ConfigError(f"{name} is not random; make one with: {MAKE_A_KEY}")

    @property
    def all_code_keys(self) -> tuple[str, ...]:
        """Every key under which paper may have been issued, today's first."""
        former = (pair.partition(":")[2] for pair in self.former_code_keys.split())
        return (self.code_key, *former)

    @property
    def secure(self) -> bool:
        """Whether the instance is reached over https."""
        return self.public_url.startswith("https:")

    @property
    def public_host(self) -> str:
        """Host of the public address, as documents print it."""
        return urlsplit(self.public_url).netloc

    @property
    def cookie_name(self) -> str:
        return "__Host-suivi" if self.secure else "suivi"

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite:///{self.instance / 'msp-du.sqlite3'}"


def _is_private(address: str) -> bool:
    """Tell whether what is sent to an address is encrypted, or stays on this machine."""
    url = urlsplit(address)
    on_loopback = url.scheme == "http" and url.hostname in LOOPBACK_HOSTS
    return bool(url.hostname) and (url.scheme == "https" or on_loopback)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_mode & stat.S_IROTH:
            log.warning("%s holds keys and anybody here can read it: chmod 600", path.name)
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name} cannot be read: {error}") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    known = {field.name for field in fields(Config)} - {"instance"}
    names = {f"MSP_DU_{name.upper()}": name for name in known}
    return {names[key]: value for key, value in environ.items() if key in names}


def _missing(name: str) -> str:
    how = (
        "set it to the address people use, for instance https://suivi.example.org"
        if name == "public_url"
        else f"make one with: {MAKE_A_KEY}"
    )
    return f"{name} is not set (MSP_DU_{name.upper()} or config.toml); {how}"


def _convert(name: str, value: Any, kind: object) -> Any:
    if kind is bool and isinstance(value, str):
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        if value.lower() not in words:
            raise ConfigError(f"{name} must be true or false")
        return words[value.lower()]
    if kind is int and not isinstance(value, bool):
        try:
            return int(value)
        except ValueError as error:
            raise ConfigError(f"{name} must be a whole number") from error
    if type(value) is not kind:
        raise ConfigError(f"{name} has the wrong type")
    return str(value).rstrip("/") if name == "public_url" else value
