"""A question about a paper, from the page or the interface: one way to the register for both."""

from datetime import UTC, datetime
from math import ceil

from flask import current_app, request

from msp_du.config import Config
from msp_du.extensions import db, transaction
from msp_du.services import verification
from msp_du.services.verification import Answer, Question, Verdict
from msp_du.web.request import write_afterwards

MAX_BYTES = 4096
"""What a question may weigh; a code and a name take a tenth."""


def verify(code: str, family_name: str) -> Verdict:
    """Look a paper up, and count it when nothing was found; raises MalformedCode before that."""
    config: Config = current_app.extensions["msp_du_config"]
    question = Question.of(
        code,
        family_name,
        address=request.remote_addr or "",
        code_keys=config.all_code_keys,
        count_key=config.secret_key,
    )
    now = datetime.now(UTC)
    with db.engine.connect() as connection:
        verdict = verification.look_up(connection, question, now=now)
    if verdict.answer is Answer.NO_MATCH:
        with transaction() as session:
            verification.count_miss(session, question, now=now)
    document_id = verdict.worried_document
    if document_id is not None:
        # Once the answer has left: the time it takes must not tell that the code is a real one.
        write_afterwards(lambda s: verification.tell_holder(s, document_id, now=now))
    return verdict


def retry_after(verdict: Verdict) -> int:
    """Return the seconds until the next try, at least one."""
    return max(1, ceil(verdict.wait.total_seconds()))
