"""The simulator over HTTP, on this machine only."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from motcua.identity.eid_simulator.pages import STYLE, ask_page, wrong_page
from motcua.identity.eid_simulator.provider import Provider, RefusedError
from motcua.identity.eid_simulator.texts import language_of

MOST_BYTES = 16 * 1024
HTML, JSON, CSS = "text/html; charset=utf-8", "application/json", "text/css; charset=utf-8"


class Server(ThreadingHTTPServer):
    """Bound before its provider is known, whose issuer names the port."""

    daemon_threads = True
    provider: Provider

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_of: Any) -> None:
        """A browser that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = 10

    def log_message(self, *_said: Any) -> None:
        """Nothing personal in logs: nothing at all."""

    def do_GET(self) -> None:
        provider, parts = self.server.provider, urlsplit(self.path)
        if not self._is_for_us():
            return
        if parts.path == "/authorize":
            self._ask(_fields(parts.query))
        elif parts.path == "/style.css":
            self._send(200, CSS, STYLE)
        elif parts.path == "/userinfo":
            self._answer(lambda: provider.user_info(self.headers.get("Authorization", "")))
        elif parts.path == "/keys":
            self._answer(provider.keys)
        elif parts.path == "/.well-known/openid-configuration":
            self._answer(provider.discovery)
        else:
            self._send(404, HTML, wrong_page(self._language({})))

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not self._is_for_us():
            return
        if not length.isdecimal() or int(length) > MOST_BYTES:
            self._send(413, JSON, b"{}")
            return
        form = _fields(self.rfile.read(int(length)).decode("utf-8", "replace"))
        if self.path == "/token":
            given = self.headers.get("Authorization", "")
            self._answer(lambda: self.server.provider.tokens(form, given))
        elif self.path == "/authorize":
            self._decide(form)
        else:
            self._send(404, HTML, wrong_page(self._language({})))

    def _is_for_us(self) -> bool:
        """No other name leads here: a page elsewhere cannot borrow ours through its own."""
        ours = f"http://{self.headers.get('Host', '')}" == self.server.address
        if not ours:
            self._send(421, JSON, b"{}")
        return ours

    def _ask(self, query: dict[str, str]) -> None:
        provider, language = self.server.provider, self._language(query)
        try:
            page = ask_page(provider.question(query), provider.world.people, language)
        except RefusedError:
            self._send(400, HTML, wrong_page(language))
        else:
            self._send(200, HTML, page)

    def _decide(self, form: dict[str, str]) -> None:
        provider = self.server.provider
        try:
            question = provider.question(form)
            if form.get("decision") == "yes":
                back = provider.agreed(question, form.get("person", ""), form.get("acr", ""))
            else:
                back = provider.declined(question)
        except RefusedError:
            self._send(400, HTML, wrong_page(self._language(form)))
        else:
            self._send(303, HTML, b"", Location=back)

    def _answer(self, make: Any) -> None:
        try:
            status, found = 200, make()
        except RefusedError as refusal:
            status, found = (401 if str(refusal) != "invalid_grant" else 400), {"error": str(refusal)}
        self._send(status, JSON, json.dumps(found).encode())

    def _language(self, query: dict[str, str]) -> str:
        return language_of(query.get("ui_locales", ""), self.headers.get("Accept-Language", ""))

    def _send(self, status: int, kind: str, body: bytes, **more: str) -> None:
        callbacks = " ".join(sorted({_origin(one) for one in self.server.provider.world.callbacks}))
        policy = f"default-src 'none'; style-src 'self'; form-action 'self' {callbacks}; frame-ancestors 'none'"
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            **more,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _fields(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
