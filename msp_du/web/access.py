"""Default deny: every endpoint declares who may reach it, every object who may touch it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, has_request_context, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from msp_du import policies
from msp_du.domain.vocabulary import Role
from msp_du.extensions import csrf, db, login_manager
from msp_du.models import Account, AccountSession, Base, ReadLog
from msp_du.services import audit, sessions
from msp_du.web.request import app_request, write_afterwards

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Model = TypeVar("Model", bound=Base)

SESSION_KEY = "sid"
_ATTRIBUTE = "declared_access"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may reach an endpoint: anybody, anybody signed in, or the holders of a role."""

    anonymous: bool = False
    roles: frozenset[Role] = frozenset()
    nameless: bool = False
    """Whether nobody is asked who they are, signed in or not."""
    gate: Callable[[], ResponseReturnValue | None] | None = None
    """Another way to know who asks, in place of signing in (see ``web/desk_access``)."""


def declare(view: View, access: Access) -> View:
    """Note on a view who may reach it."""
    setattr(view, _ATTRIBUTE, access)
    return view


def public(view: View) -> View:
    """Let anybody reach the endpoint, signed in or not."""
    return declare(view, Access(anonymous=True))


def public_read(view: View) -> View:
    """Let anybody ask, by a form or by a program, and be answered alike: nobody is known here.

    The form token is waived: no cookie is read and nothing of anybody's is changed, so a page of
    another site could borrow no right by making a browser ask (tests name these endpoints).
    """
    exempt: View = csrf.exempt(declare(view, Access(anonymous=True, nameless=True)))
    return exempt


def signed_in(view: View) -> View:
    """Let anybody who is signed in reach the endpoint."""
    return declare(view, Access())


def requires(*roles: Role) -> Callable[[View], View]:
    """Let the holders of one of these roles reach the endpoint."""

    def for_them(view: View) -> View:
        return declare(view, Access(roles=frozenset(roles)))

    return for_them


def declared_access(app: Flask, endpoint: str) -> Access | None:
    """Return what an endpoint declares; None means that nobody may reach it."""
    return getattr(app.view_functions[endpoint], _ATTRIBUTE, None)


def actor_or_none() -> Account | None:
    """Return who is signed in."""
    if has_request_context() and app_request().is_nameless:
        return None
    user = current_user._get_current_object()  # noqa: SLF001 - the documented way past the proxy
    return user if isinstance(user, Account) else None


def current_account() -> Account:
    """Return who is signed in; an endpoint that asks must not be public."""
    account = actor_or_none()
    if account is None:
        abort(403)
    return account


def get_or_404(model: type[Model], identity: UUID) -> Model:
    """Return the row, or answer 404."""
    row = db.session().get(model, identity)
    if row is None:
        abort(404)
    return row


def authorise(policy: Callable[[Account, Any], bool], subject: Base) -> Account:
    """Return the actor if the policy lets them touch the object; else answer like a made-up id.

    A page read this way is written to the read log, unless a trainee reads what is theirs.
    """
    actor = current_account()
    if not policy(actor, subject):
        abort(404)
    if request.method == "GET" and policies.has_role(actor, *(set(Role) - {Role.TRAINEE})):
        log_read(actor, subject)
    return actor


def log_read(actor: Account, subject: Base | None = None) -> None:
    """Note that this account looked at this page, once the answer has left.

    For a page without an object that names people all the same, there is no ``subject``.
    """
    row: dict[str, Any] = {
        "happened_at": datetime.now(UTC),
        "account_id": actor.id,
        "institution_id": getattr(subject, "institution_id", None),
        "endpoint": request.endpoint or "",
        "object_id": getattr(subject, "id", None),
    }
    write_afterwards(lambda session: session.add(ReadLog(**row)))


def register(app: Flask) -> None:
    """Guard every endpoint, and know who asks by the server-side session."""
    login_manager.session_protection = None  # type: ignore[assignment] # stubs say str
    # Templates get ``actor``; a second way to it would ask a database that may be down.
    login_manager.init_app(app, add_context_processor=False)
    login_manager.request_loader(_load_account)
    app.before_request(_guard)


def _load_account(_request: object) -> Account | None:
    found = signed_session(db.session())
    if found is None:
        return None
    now = datetime.now(UTC)
    if sessions.needs_touch(found, now=now):
        session_id = found.id
        write_afterwards(lambda session: sessions.touch(session, session_id, now=now))
    return found.account


def _guard() -> ResponseReturnValue | None:
    audit.origin.set(f"{request.remote_addr} {request.user_agent.string[:120]}")
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = declared_access(current_app._get_current_object(), request.endpoint)  # type: ignore[attr-defined] # noqa: SLF001
    if access is None:
        abort(403)
    if access.anonymous:
        app_request().is_nameless = access.nameless
        return None
    if access.gate is not None:
        return access.gate()
    actor = actor_or_none()
    if actor is None:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=back))
    if access.roles and not policies.has_role(actor, *access.roles):
        abort(403)
    return None


def remember(raw_session_id: str, *, is_long: bool) -> None:
    """Give the browser its new session; nothing of the old cookie stays.

    A long one outlives the closing of the browser, others do not.
    """
    cookie.clear()
    cookie[SESSION_KEY] = raw_session_id
    cookie.permanent = is_long


def forget() -> None:
    """Take the session from the browser."""
    cookie.clear()


def signed_session(session: Session) -> AccountSession | None:
    """Return the row of the browser's session."""
    raw = cookie.get(SESSION_KEY)
    if not isinstance(raw, str):
        return None
    return sessions.find(session, raw, now=datetime.now(UTC))
