"""A gateway of short messages on the loopback, and the ways in which it fails."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Received = tuple[Mapping[str, str], dict[str, str]]


class Gateway:
    """What it was given, and what it answers: a status, ``slow`` or ``cut``."""

    def __init__(self, answer: int | str) -> None:
        self.answer = answer
        self.received: list[Received] = []
        self.released = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.gateway = self
        self.url = f"http://127.0.0.1:{self._server.server_port}/send"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop, once or again."""
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    gateway: Gateway


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        gateway: Gateway = server.gateway
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        gateway.received.append((dict(self.headers), body))
        if gateway.answer == "slow":
            gateway.released.wait(5)
        if isinstance(gateway.answer, str):
            self.close_connection = True
            return
        self.send_response(gateway.answer)
        if gateway.answer == 302:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def sms_gateway(answer: int | str = 202) -> Iterator[Gateway]:
    """Serve a gateway that answers so."""
    gateway = Gateway(answer)
    try:
        yield gateway
    finally:
        gateway.stop()
