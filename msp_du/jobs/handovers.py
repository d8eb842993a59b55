"""What a host passes to a colleague on a day to come, done when that day begins."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask

from msp_du.extensions import transaction
from msp_du.jobs.task import Task
from msp_du.services import host_handover


def pass_on(app: Flask, task: Task) -> None:
    """Pass the placements of a contact whose day has come."""
    with app.app_context(), transaction() as session:
        host_handover.apply_due(session, UUID(task.payload["contact_id"]), now=datetime.now(UTC))
