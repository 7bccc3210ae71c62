"""A small receiver to try webhooks with, in a process of its own: it verifies each message and says what it got.

`python -m motcua.dossiers.feed.webhooks.receiver` and `motcua dossiers webhooks receive` start it. It needs no database and
none of the product's settings; whoever writes a receiver can read here what one has to do.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from motcua.dossiers.feed.webhooks.signing import verify

MOST_BYTES = 1_000_000
REMEMBERED = 10_000


class Receiver(ThreadingHTTPServer):
    """Listens on loopback. `fail`: the share of messages that it refuses on purpose; `slow`: seconds before it answers."""

    daemon_threads = True

    def __init__(
        self, port: int, secret: str, say: Callable[[str], None], *, fail: float = 0.0, slow: float = 0.0
    ) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.secret, self.say, self.fail, self.slow = secret, say, fail, slow
        self.seen: dict[str, None] = {}


class _Handler(BaseHTTPRequestHandler):
    server: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 < length <= MOST_BYTES:
            self._answer(413)
            return
        body = self.rfile.read(length)
        message_id = self.headers.get("webhook-id", "")
        time.sleep(self.server.slow)
        signed = verify(
            self.server.secret,
            message_id,
            self.headers.get("webhook-timestamp", ""),
            self.headers.get("webhook-signature", ""),
            body,
            now=time.time(),
        )
        if not signed:
            self.server.say("REFUSED  the signature is not right, or too old")
            self._answer(401)
        elif random.random() < self.server.fail:
            self.server.say(f"failed on purpose  {message_id}")
            self._answer(500)
        else:
            self._take(message_id, body)
            self._answer(204)

    def _take(self, message_id: str, body: bytes) -> None:
        """What has been handled once is not handled again: a message may come twice."""
        change = json.loads(body)["data"]
        again = "  (had it already)" if message_id in self.server.seen else ""
        self.server.seen[message_id] = None
        if len(self.server.seen) > REMEMBERED:
            self.server.seen.pop(next(iter(self.server.seen)))
        before = change["from_state"] or "nothing"
        self.server.say(f"{change['dossier']}  {change['action']}: {before} -> {change['state']}{again}")

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server has for it
        """Only `say` speaks."""


def serve(port: int, secret: str, *, fail: float, slow: float) -> int:
    """Receive until Ctrl-C."""
    receiver = Receiver(port, secret, lambda line: print(line, flush=True), fail=fail, slow=slow)
    print(f"Receiving at http://127.0.0.1:{port}/   (stop: Ctrl-C)", file=sys.stderr)
    try:
        receiver.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        receiver.server_close()
    return 0
