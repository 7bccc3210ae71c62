"""The everyday work of an installation as requests, for rows that ask for a bit of everything."""

import http.client
import json
import random
import re
import time
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ROWS = 50  # of a desk's page
CODE = re.compile(rb"[A-Z]\d[\w.]*-\d{6}-\d{4,6}")
_SAMPLE = "SELECT code FROM dossiers_dossier TABLESAMPLE SYSTEM (%s) WHERE source = '' LIMIT 20000"
Query = Callable[..., list[tuple[Any, ...]]]


@dataclass
class Visitor:
    """One keep-alive connection that does one thing after the other; `cookie` once somebody has signed in."""

    port: int
    facts: dict[str, Any]
    codes: list[str] = field(default_factory=list)
    cookie: str = ""
    at: int = 0

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[float, bytes]:
        """Milliseconds until the answer was read, and the answer. Ends the run with what was refused."""
        sent = {key.replace("_", "-"): value for key, value in headers.items()}
        if self.cookie:
            sent["Cookie"] = self.cookie
        began = time.perf_counter()
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        said = answer.read()
        took = (time.perf_counter() - began) * 1000
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value.partition(";")[0])
        if answer.status >= 400:
            raise SystemExit(f"{method} {path} was refused: {answer.status} {said[:500]!r}")
        return took, said

    def sign_in(self, role: str) -> None:
        _took, page = self.ask("GET", "/sign-in")
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        sent = {"login": f"bench-{role}", "secret": self.facts["secret"]}
        sent["csrfmiddlewaretoken"] = token[1].decode() if token else ""
        body = urllib.parse.urlencode(sent).encode()
        self.ask("POST", "/sign-in", body, Content_Type="application/x-www-form-urlencoded")

    def sample(self, query: Query, dossiers: int) -> None:
        """Draw codes from everywhere in the table, in no order."""
        self.codes = [code for (code,) in query(_SAMPLE, min(100.0, 100 * 40_000 / max(dossiers, 1)))]
        random.shuffle(self.codes)

    def submit(self, agency: str = "") -> float:
        body = self.facts["body"] | {"agency": agency or random.choice(self.facts["agencies"])}
        headers = {"Authorization": f"Bearer {self.facts['token']}", "Content_Type": "application/json"}
        content = json.dumps(body).encode()
        return self.ask("POST", "/api/v1/dossiers", content, Idempotency_Key=uuid.uuid4().hex, **headers)[0]

    def track_any(self) -> float:
        self.at += 1
        return self.ask("GET", f"/api/v1/dossiers/{self.codes[self.at % len(self.codes)]}")[0]

    def track_known(self) -> float:
        return self.ask("GET", f"/api/v1/dossiers/{random.choice(self.codes[-100:])}")[0]

    def desk(self, query: str = "") -> float:
        """A page of the desk; it must be full."""
        took, page = self.ask("GET", f"/desk/{query}")
        shown = len(set(CODE.findall(page)))
        if shown < ROWS:
            raise SystemExit(f"/desk/{query} shows {shown} dossiers, not {ROWS}")
        return took

    def board(self) -> float:
        return self.ask("GET", "/figures?months=12")[0]

    def board_as_data(self) -> float:
        return self.ask("GET", "/api/v1/figures")[0]

    def _keep(self, pair: str) -> None:
        name = pair.partition("=")[0]
        others = [one for one in self.cookie.split("; ") if one and one.partition("=")[0] != name]
        self.cookie = "; ".join([*others, pair])


WORKS: dict[str, Callable[[Visitor], float]] = {
    "desk, what waits": Visitor.desk,
    "desk, what is over": lambda one: one.desk("?state=returned"),
    "track, any code": Visitor.track_any,
    "track, known codes": Visitor.track_known,
    "submit": Visitor.submit,
    "board, page": Visitor.board,
    "board, data": Visitor.board_as_data,
}
