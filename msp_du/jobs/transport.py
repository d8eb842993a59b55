"""How a mail leaves: printed, kept in a file, or given to an SMTP server."""

import smtplib
import ssl
import sys
from email.message import EmailMessage
from itertools import count
from pathlib import Path

from msp_du.config import Config
from msp_du.jobs.failures import JobFailure

_PERMANENT = range(500, 600)


def send(config: Config, message: EmailMessage) -> None:
    """Send a message by the way the settings choose; JobFailure when it did not leave."""
    match config.mail:
        case "console":
            sys.stdout.write(f"{message.as_string()}\n")
            sys.stdout.flush()
        case "file":
            _keep(config.instance / "mails", message)
        case _:
            _submit(config, message)


def _keep(folder: Path, message: EmailMessage) -> None:
    """Write the message to the first free number, so that two workers never share one."""
    folder.mkdir(parents=True, exist_ok=True)
    first = 1 + max(
        (int(path.stem) for path in folder.glob("*.eml") if path.stem.isdigit()), default=0
    )
    for number in count(first):
        try:
            with (folder / f"{number}.eml").open("xb") as file:
                file.write(message.as_bytes())
        except FileExistsError:
            continue
        return


def _submit(config: Config, message: EmailMessage) -> None:
    try:
        with _server(config) as server:
            if config.smtp_starttls:
                server.starttls(context=ssl.create_default_context())
            if config.smtp_user:
                server.login(config.smtp_user, config.smtp_password)
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _text in refusal.recipients.values()]
        raise _refused(codes[0]) from None
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refusal:
        raise _refused(refusal.smtp_code) from None
    except (OSError, smtplib.SMTPException) as error:
        # smtplib hides a silence behind a connection that it says was closed.
        is_late = isinstance(error.__context__, TimeoutError)
        kind = TimeoutError if is_late else type(error)
        raise JobFailure(f"mail server: {kind.__name__}") from None


def _server(config: Config) -> smtplib.SMTP:
    address = (config.smtp_host, config.smtp_port)
    if config.smtp_tls:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(*address, timeout=config.smtp_timeout, context=context)
    return smtplib.SMTP(*address, timeout=config.smtp_timeout)


def _refused(code: int) -> JobFailure:
    """Make the failure of an answer; its text is left out, it may hold an address."""
    return JobFailure(f"mail server answered {code}", is_final=code in _PERMANENT)
