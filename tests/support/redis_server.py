"""A tiny server that speaks as much of Redis' protocol as a queue needs, on the loopback."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Queue:
    """The one list there is, and what tells that it has something."""

    def __init__(self) -> None:
        self.items: list[bytes] = []
        self.changed = threading.Condition()


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: Any = self.server
        while words := self._command():
            self.wfile.write(_answer(server.queue, words[0].upper(), words[1:]))

    def _command(self) -> list[bytes]:
        line = self.rfile.readline()
        if not line.startswith(b"*"):
            return []
        return [
            self.rfile.read(int(self.rfile.readline()[1:]) + 2)[:-2] for _n in range(int(line[1:]))
        ]


def _answer(queue: Queue, name: bytes, words: list[bytes]) -> bytes:
    with queue.changed:
        match name:
            case b"LPUSH":
                queue.items.insert(0, words[1])
                queue.changed.notify_all()
                return b":%d\r\n" % len(queue.items)
            case b"LLEN":
                return b":%d\r\n" % len(queue.items)
            case b"BRPOP":
                queue.changed.wait_for(lambda: bool(queue.items), float(words[-1]))
                if not queue.items:
                    return b"*-1\r\n"
                item = queue.items.pop()
                return b"*2\r\n" + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in (b"q", item))
            case b"HELLO":
                return b"-ERR unknown command\r\n"
            case _:
                return b"+OK\r\n"


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextmanager
def redis_server() -> Iterator[int]:
    """Serve an empty queue; yield the port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.queue = Queue()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
