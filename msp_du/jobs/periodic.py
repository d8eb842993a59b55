"""What is done again each period: reminders planned, old messages forgotten."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from msp_du.config import Config
from msp_du.extensions import transaction
from msp_du.jobs.task import Task
from msp_du.services import message_log, reminders


def plan_reminders(app: Flask, _task: Task) -> None:
    """Queue the digests that are to leave in this hour."""
    with app.app_context(), transaction() as session:
        reminders.plan(session, now=datetime.now(UTC))


def purge_messages(app: Flask, _task: Task) -> None:
    """Forget the messages that are older than the settings keep them."""
    config: Config = app.extensions["msp_du_config"]
    before = datetime.now(UTC) - timedelta(days=config.mail_log_days)
    with app.app_context(), transaction() as session:
        message_log.purge(session, before=before)
