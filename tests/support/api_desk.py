"""A trainee's phone before the interface: what tests of its routes share."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.client import PageClient, csrf_token
from tests.support.log_desk import LogDesk, log_desk, today

URL = "/api/v1/hours"


@dataclass(frozen=True, slots=True)
class ApiDesk:
    """A signed-in trainee, and what their phone sends."""

    log: LogDesk
    token: str

    @property
    def client(self) -> PageClient:
        return self.log.client

    @property
    def placement(self) -> str:
        return str(self.log.placement_id)

    def body(self, **changes: Any) -> dict[str, Any]:
        sent = {
            "client_id": str(uuid4()),
            "placement": self.placement,
            "date": today().isoformat(),
            "minutes": 420,
        } | changes
        return {name: value for name, value in sent.items() if value is not None}

    def send(self, body: object, **headers: str) -> TestResponse:
        return self.client.post(URL, json=body, headers={"X-CSRFToken": self.token} | headers)


def api_desk(app: Flask, client: PageClient) -> ApiDesk:
    """Sign a trainee in, with the token of their session."""
    log = log_desk(app, client)
    return ApiDesk(log, csrf_token(client))
