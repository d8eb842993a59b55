"""Messages that the application was to send."""

from uuid import uuid4

from sqlalchemy.orm import Session

from msp_du.domain.vocabulary import JobKind, JobState
from msp_du.models import Account, Institution, Job
from msp_du.services import outbox


def make_message(session: Session, institution: Institution, account: Account) -> Job:
    """A message to an account that was given up: the mail server refused it."""
    job = outbox.queue(
        session,
        JobKind.MAIL_PASSWORD_CHANGED,
        f"given-up:{uuid4()}",
        {"account_id": str(account.id)},
        institution_id=institution.id,
    )
    job.state, job.error = JobState.FAILED, "mail server answered 550"
    session.flush()
    return job
