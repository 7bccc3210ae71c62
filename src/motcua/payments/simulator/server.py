"""The simulated bank's HTTP: the app's pages, what it is asked, how it shall behave. Loopback only."""

import json
import os
import time
from dataclasses import asdict, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from motcua.payments.domain import signing, vietqr
from motcua.payments.simulator import pages
from motcua.payments.simulator.book import Book, Credit
from motcua.payments.simulator.telling import Behaviour, Teller

MOST = 20_000  # bytes of a request's body
SLOW_SECONDS = 10.0
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class Bank(ThreadingHTTPServer):
    """The bank while it runs. `url`: where it answers."""

    daemon_threads = True

    def __init__(self, book: Book, teller: Teller, key: bytes, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.book, self.teller, self.key = book, teller, key
        self.deaf = False  # does not answer when it is asked
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def pay(self, transfer: vietqr.Transfer, *, behaviour: Behaviour | None = None) -> Credit:
        """Move money, and tell of it."""
        message = transfer.purpose or transfer.bill
        credit = self.book.add(transfer.bin, transfer.account, transfer.amount, message)
        kept, self.teller.behaviour = self.teller.behaviour, behaviour or self.teller.behaviour
        self.teller.tell(credit)
        self.teller.behaviour = kept
        return credit


class Handler(BaseHTTPRequestHandler):
    server: Bank

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        values = {name: each[0] for name, each in parse_qs(asked.query).items()}
        if asked.path == "/app.css":
            self._answer(200, pages.CSS, "text/css")
        elif asked.path == "/app":
            self._app(values)
        elif asked.path == "/api/credits":
            self._credits(values)
        else:
            self._answer(404, "", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST)).decode()
        values = {name: each[0] for name, each in parse_qs(body, keep_blank_values=True).items()}
        if self.path == "/app":
            self._pay(values)
        elif self.path == "/behaviour":
            self._behave(json.loads(body))
        else:
            self._answer(404, "", "text/plain")

    def _app(self, values: dict[str, str]) -> None:
        language = self._language(values)
        try:
            transfer = vietqr.read(values.get("code", ""))
        except vietqr.BadCodeError:
            self._answer(400, pages.bad(language))
        else:
            self._answer(200, pages.app(transfer, values["code"], language))

    def _pay(self, values: dict[str, str]) -> None:
        language = self._language(values)
        try:
            transfer = vietqr.read(values.get("code", ""))
        except vietqr.BadCodeError:
            self._answer(400, pages.bad(language))
            return
        if "less" in values:
            transfer = replace(transfer, amount=max(transfer.amount - 1000, 1))
        how = Behaviour(
            slow=SLOW_SECONDS if "slow" in values else 0.0,
            **{name: name in values for name in ("twice", "lying", "forged", "lost")},
        )
        for _time in range(2 if "double" in values else 1):
            credit = self.server.pay(transfer, behaviour=how if values.keys() & pages.TROUBLES.keys() else None)
        self._answer(200, pages.sent(transfer, credit.reference, language))

    def _credits(self, values: dict[str, str]) -> None:
        """What the product asks; signed, as its own notices are."""
        at, told = self.headers.get("Bank-Timestamp", ""), self.headers.get("Bank-Signature", "")
        if self.server.deaf or signing.problem(self.server.key, at, self.path.encode(), told, int(time.time())):
            self._answer(403, "{}", "application/json")
            return
        found = [asdict(one) for one in self.server.book.with_bill(values.get("bill", ""))]
        self._answer(200, json.dumps({"credits": found}), "application/json")

    def _behave(self, told: dict[str, Any]) -> None:
        """How to behave from now on; `die` ends the process at once, in the middle of whatever it does."""
        if told.pop("die", False):
            os._exit(9)
        self.server.deaf = bool(told.pop("deaf", False))
        self.server.teller.behaviour = Behaviour(**told)
        self._answer(200, "{}", "application/json")

    def _language(self, values: dict[str, str]) -> str:
        wanted = values.get("language") or self.headers.get("Accept-Language", "vi")[:2]
        return "en" if wanted == "en" else "vi"

    def _answer(self, status: int, text: str, kind: str = "text/html") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the library's word
        """Nothing: a code in an address is nobody's business."""


def run(home: Path, product: str, key: bytes) -> int:
    """Be the bank until the process ends. Its address is left in `home`, where the product looks for it."""
    bank = Bank(Book(home / "bank-simulator.jsonl"), Teller(product, key), key, _port_before(home))
    left = home / "bank-simulator.json"
    fresh = left.with_suffix(".new")
    fresh.write_text(json.dumps({"url": bank.url}))
    fresh.replace(left)
    bank.serve_forever()
    return 0


def _port_before(home: Path) -> int:
    """The port that it had before it died, so that pages that are open go on; 0 lets the system choose."""
    try:
        port = urlsplit(json.loads((home / "bank-simulator.json").read_text())["url"]).port or 0
        ThreadingHTTPServer(("127.0.0.1", port), Handler).server_close()
    except (OSError, ValueError, KeyError):
        return 0
    return port
