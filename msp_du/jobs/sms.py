"""How a short message leaves: printed, or given to an HTTP gateway.

The gateway is sent ``POST`` to the address of the setting ``sms_url``, with the headers
``Content-Type: application/json``, ``Authorization: Bearer`` and the setting ``sms_token`` (none
without it), and ``Idempotency-Key``: the id of the message, the same at each try. The body is
``{"id": "…", "to": "+33612345678", "text": "…"}``. Any 2xx means that the gateway took it; 408,
425, 429 and 5xx that it is to be tried again; anything else, a redirection too, that it never
will. A gateway with another body takes an adapter of a few lines in front of it.
"""

import json
import sys
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final, Protocol
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener
from uuid import UUID

from msp_du.config import Config
from msp_du.domain.phone_numbers import international
from msp_du.jobs.failures import JobFailure

TIMEOUT_SECONDS = 10.0
TRIED_AGAIN: Final = frozenset({408, 425, 429}) | frozenset(range(500, 600))


@dataclass(frozen=True, slots=True)
class ShortMessage:
    """A text for a phone; ``id`` is the same at each try."""

    id: UUID
    phone: str
    text: str


class Gateway(Protocol):
    """What takes a short message; JobFailure when it did not."""

    def send(self, message: ShortMessage) -> None: ...


class Console:
    """Prints the message, for an instance that is tried out."""

    def send(self, message: ShortMessage) -> None:
        sys.stdout.write(f"SMS {message.phone}: {message.text}\n")
        sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class HttpGateway:
    """Gives the message to a gateway, as the head of this module says."""

    url: str
    token: str

    def send(self, message: ShortMessage) -> None:
        try:
            # No proxy, no redirection: the token and the link go to this address alone.
            opener = build_opener(ProxyHandler({}), _NoRedirection())
            with opener.open(self._request(message), timeout=TIMEOUT_SECONDS):
                return
        except HTTPError as answer:
            answer.close()
            raise JobFailure(
                f"sms gateway answered {answer.code}", is_final=answer.code not in TRIED_AGAIN
            ) from None
        except (OSError, HTTPException) as error:
            raise JobFailure(f"sms gateway: {type(error).__name__}") from None

    def _request(self, message: ShortMessage) -> Request:
        body = {"id": str(message.id), "to": message.phone, "text": message.text}
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(message.id)}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        # The settings allow https, or http on loopback.
        return Request(  # noqa: S310
            self.url, json.dumps(body).encode(), headers, method="POST"
        )


class _NoRedirection(HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any, **_options: Any) -> None:
        return None


def gateway(config: Config) -> Gateway:
    """Return what the settings choose; JobFailure, final, where they choose none."""
    if config.sms == "console":
        return Console()
    if config.sms == "http":
        return HttpGateway(config.sms_url, config.sms_token)
    raise JobFailure("sms: off", is_final=True)


def send(config: Config, message: ShortMessage) -> None:
    """Send a message by the way the settings choose; JobFailure when it did not leave."""
    phone = international(message.phone)
    if phone is None:
        raise JobFailure("sms: not a phone number", is_final=True)
    gateway(config).send(ShortMessage(message.id, phone, message.text))
