"""Requests made by hand, byte by byte, to the one WSGI application: nothing tidies them up on the way."""

import io
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode

from motcua.site.wsgi import application

CSRF = "k" * 32
BOUNDARY = "----hostile"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def problem(self) -> dict[str, Any]:
        return json.loads(self.body) if "json" in self.headers.get("content-type", "") else {}


@dataclass
class Browser:
    """Somebody's cookies; `token` for programs. `language` chooses the address or the header."""

    session: str = ""
    token: str = ""
    language: str = "vi"
    more: dict[str, str] = field(default_factory=dict)


def call(
    browser: Browser,
    method: str,
    path: str,
    body: bytes = b"",
    *,
    content_type: str = "",
    headers: dict[str, str] | None = None,
    length: int | str | None = None,
    csrf: bool = True,
) -> Answer:
    """`path` may hold percent-escapes of any bytes. `length`: what Content-Length says, when it lies."""
    address, _, query = path.partition("?")
    is_api = address.startswith("/api/")
    if not is_api and browser.language == "en" and not address.startswith("/en/"):
        address = "/en" + address
    sent = {"Host": "testserver", "Accept": "application/json" if is_api else "text/html"}
    sent |= {"Accept-Language": browser.language} | (headers or {})
    if browser.token and "Authorization" not in sent:
        sent["Authorization"] = f"Bearer {browser.token}"
    cookies = ([f"motcua-session={browser.session}"] if browser.session else []) + (
        [f"motcua-csrf={CSRF}"] if csrf else []
    )
    if cookies and "Cookie" not in sent:
        sent["Cookie"] = "; ".join(cookies)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(address).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": content_type,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    said = len(body) if length is None else length
    if said != "absent":
        environ["CONTENT_LENGTH"] = str(said)
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sent.items()}
    return _run(environ)


def _run(environ: dict[str, Any]) -> Answer:
    told: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], _exc: Any = None) -> Any:
        told["status"], told["headers"] = int(status[:3]), {name.lower(): value for name, value in headers}
        return lambda _data: None

    parts = application(environ, start)
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    return Answer(told["status"], told["headers"], body)


def form(**fields: Any) -> bytes:
    """A browser's form with its CSRF token; lists are sent as several boxes of one name."""
    return urlencode({"csrfmiddlewaretoken": CSRF, **fields}, doseq=True, errors="surrogatepass").encode()


def upload(field_name: str, name: str, content: bytes, **fields: str) -> bytes:
    """multipart/form-data with one file, the name as raw as it is given."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in {"csrfmiddlewaretoken": CSRF, **fields}.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{name}"\r\n'
    parts += [head.encode("utf-8", "surrogatepass"), b"Content-Type: application/pdf\r\n\r\n", content, b"\r\n"]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


FORM = "application/x-www-form-urlencoded"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def escaped(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")
