"""Server-side sessions: started, found while they last, listed and ended."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session, joinedload

from msp_du.domain.vocabulary import Role
from msp_du.models import Account, AccountSession, RoleGrant
from msp_du.policies import has_role
from msp_du.services import tokens

STAFF_IDLE = timedelta(minutes=30)
STAFF_WHOLE = timedelta(hours=12)
TRAINEE_WHOLE = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=1)

_find = (
    select(AccountSession)
    .options(
        joinedload(AccountSession.account)
        .joinedload(Account.grants)
        .joinedload(RoleGrant.institution)
    )
    .execution_options(populate_existing=True)
)
_find_by_digest = _find.where(AccountSession.digest == bindparam("digest"))


def start(session: Session, account: Account, *, device: str, now: datetime) -> str:
    """Open a session for a browser; return its secret id, kept nowhere else."""
    raw = tokens.new_secret()
    session.add(
        AccountSession(
            digest=tokens.digest(raw),
            account_id=account.id,
            device=device[:120],
            created_at=now,
            last_seen_at=now,
            proved_at=now,
        )
    )
    session.flush()
    return raw


def find(session: Session, raw: str, *, now: datetime) -> AccountSession | None:
    """Return a session that still lasts, with its account and grants; one statement."""
    rows = session.execute(_find_by_digest, {"digest": tokens.digest(raw)})
    found = rows.unique().scalar_one_or_none()
    return found if found and found.account.is_active and lasts(found, now=now) else None


def lasts(row: AccountSession, *, now: datetime) -> bool:
    """Tell whether a session still holds: 14 days for a trainee; staff 12 h, 30 min idle."""
    if is_long(row.account):
        return now - row.created_at < TRAINEE_WHOLE
    return now - row.created_at < STAFF_WHOLE and now - row.last_seen_at < STAFF_IDLE


def is_long(account: Account) -> bool:
    """Tell whether sessions of the account outlive the browser: a trainee's own phone, only."""
    return has_role(account, Role.TRAINEE) and not has_role(account, *(set(Role) - {Role.TRAINEE}))


def needs_touch(row: AccountSession, *, now: datetime) -> bool:
    """Tell whether ``last seen`` is old enough to be written again."""
    return now - row.last_seen_at >= TOUCH_EVERY


def touch(session: Session, session_id: UUID, *, now: datetime) -> None:
    """Note that the browser was seen now."""
    session.execute(
        update(AccountSession).where(AccountSession.id == session_id).values(last_seen_at=now)
    )


def of_account(session: Session, account: Account, *, now: datetime) -> list[AccountSession]:
    """List the sessions of an account that still last, the latest first."""
    statement = _find.where(AccountSession.account_id == account.id).order_by(
        AccountSession.last_seen_at.desc()
    )
    rows = session.execute(statement).unique().scalars()
    return [row for row in rows if lasts(row, now=now)]


def end(session: Session, session_id: UUID) -> None:
    """End one session."""
    session.execute(delete(AccountSession).where(AccountSession.id == session_id))


def end_all(session: Session, account: Account, *, but: UUID | None = None) -> None:
    """End every session of an account, perhaps all but one."""
    statement = delete(AccountSession).where(AccountSession.account_id == account.id)
    if but is not None:
        statement = statement.where(AccountSession.id != but)
    session.execute(statement)
