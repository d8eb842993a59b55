"""Many acts at once leave one whole chain: real threads, both engines."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Account
from msp_du.services import audit
from tests.factories import make_account

WRITERS = 20
ACTS = 3


def test_twenty_writers_at_once_leave_a_whole_chain(app: Flask) -> None:
    with app.app_context(), transaction() as session:
        account_id = make_account(session, Role.COORDINATOR).id
        first = audit.head(session)[0]
    start = Barrier(WRITERS)

    def write(number: int) -> None:
        start.wait(timeout=30)
        for act in range(ACTS):
            with app.app_context(), transaction() as writing:
                actor = writing.get_one(Account, account_id)
                details = {"writer": number, "act": act}
                audit.record(writing, "test:act", actor, actor=actor, details=details)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with app.app_context():
        report = audit.verify(db.session(), [audit.head(db.session())])
    assert report.faults == ()
    assert report.events == first + WRITERS * ACTS
