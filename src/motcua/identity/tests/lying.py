"""A small OpenID provider on loopback that tells the truth, or one of many lies."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "motcua", "a secret with : and ü"
PERSON = {"sub": "s-17", "pid": "001190012345", "name": "Nguyễn Thị Thử", "birthdate": "1990-05-04", "gender": "F"}
LOW, HIGH = "urn:eid:low", "urn:eid:substantial"


@dataclass
class LyingProvider:
    """`lie` names what it does wrong; "" for nothing. `person` and `acr` are what it says of whoever comes."""

    lie: str = ""
    person: dict[str, Any] = field(default_factory=lambda: dict(PERSON))
    acr: str | None = HIGH
    proven_ago: float = 0
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    other: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    curve: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "two", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def authorize(self, url: str) -> dict[str, str]:
        """What the browser comes back with, when the person says yes over there."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        answer = {"code": code, "state": query["state"], "iss": self.issuer}
        if self.lie == "state":
            answer["state"] = "another"
        if self.lie == "mix-up":
            answer["iss"] = "https://evil.example"
        if self.lie == "no iss":
            del answer["iss"]
        if self.lie == "denied":
            answer = {"error": "access_denied", "state": query["state"], "iss": self.issuer}
        return answer

    def discovery(self) -> dict[str, Any]:
        elsewhere = "http://169.254.169.254" if self.lie == "private address" else self.issuer
        return {
            "issuer": "https://evil.example" if self.lie == "discovery of another" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{elsewhere}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "authorization_response_iss_parameter_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        published = self.curve if self.lie == "key not published" else self.key
        return {"keys": [published.as_dict(private=False)]}

    def tokens(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """None: refused."""
        query = self.codes.pop(form.get("code", ""), None)
        given = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if (
            query is None
            or given != "motcua:a%20secret%20with%20%3A%20and%20%C3%BC"
            or challenge.rstrip(b"=").decode() != query["code_challenge"]
            or form["redirect_uri"] != query["redirect_uri"]
        ):
            return None
        return {"access_token": "token", "token_type": "Bearer", "id_token": self._id_token(query)}

    def _id_token(self, query: dict[str, str]) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.person["sub"],
            "nonce": query["nonce"],
            "iat": now,
            "exp": now + 300,
            "auth_time": int(now - self.proven_ago),
            **({"acr": self.acr} if self.acr is not None else {}),
        }
        claims |= {
            "issuer": {"iss": "https://evil.example"},
            "issuer with a slash": {"iss": f"{self.issuer}/"},
            "audience": {"aud": "another"},
            "audiences without azp": {"aud": [CLIENT, "another"]},
            "azp": {"aud": [CLIENT, "another"], "azp": "another"},
            "nonce": {"nonce": "another"},
            "no nonce": {"nonce": None},
            "expired": {"iat": now - 500, "exp": now - 100},
            "from the future": {"iat": now + 1000, "exp": now + 2000},
            "made long ago": {"iat": now - 5000, "exp": now + 5000},
            "not yet": {"nbf": now + 1000},
            "expires in words": {"exp": "tomorrow"},
            "no subject": {"sub": None},
            "subject is a number": {"sub": 17},
            "subject too long": {"sub": "x" * 300},
            "unknown level": {"acr": "urn:eid:substantial-ish"},
            "level is a list": {"acr": [HIGH]},
            "proven in the future": {"auth_time": now + 1000},
            "no auth_time": {"auth_time": None},
        }.get(self.lie, {})
        header = {"alg": "RS256", "kid": str(self.key.kid)}
        if self.lie == "alg none":
            parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."
        if self.lie == "HS256 with the public key":
            head, body = (
                base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
                for part in ({"alg": "HS256", "kid": "one"}, claims)
            )
            seal = hmac.digest(self.key.as_pem(private=False), head + b"." + body, "sha256")
            return b".".join((head, body, base64.urlsafe_b64encode(seal).rstrip(b"="))).decode()
        if self.lie == "unknown kid":
            header["kid"] = "three"
        if self.lie == "an algorithm that was not agreed":
            return jws.serialize_compact(
                {"alg": "PS512", "kid": "one"}, json.dumps(claims).encode(), self.key, algorithms=["PS512"]
            )
        token = jwt.encode(header, claims, self.other if self.lie in {"signature", "key not published"} else self.key)
        if self.lie == "changed after signing":
            head, _body, seal = token.split(".")
            other = json.dumps(claims | {"sub": "s-18"}).encode()
            token = ".".join((head, base64.urlsafe_b64encode(other).rstrip(b"=").decode(), seal))
        return {"no token": "", "junk for a token": "abc"}.get(self.lie, token)

    def user_info(self) -> dict[str, Any]:
        found = dict(self.person)
        if self.lie == "userinfo of another":
            found["sub"] = "s-18"
        if self.lie == "no number":
            del found["pid"]
        if self.lie == "a number that cannot be":
            found["pid"] = "000000000000"
        if self.lie == "a name that cannot be read":
            found["name"] = "Nguyễn\u202eẨn"
        return found


@contextmanager
def running(provider: LyingProvider) -> Iterator[LyingProvider]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_said: object) -> None:
            return

        def do_GET(self) -> None:
            provider.asked.append(self.path)
            if self.path == "/keys" and provider.lie == "keys that never end":
                self.send_response(200)
                self.end_headers()
                try:
                    for _block in range(64):
                        self.wfile.write(b" " * 16384)
                except OSError:
                    return
                return
            found = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": provider.keys,
                "/userinfo": provider.user_info,
            }[self.path]()
            self._send(200, found)

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if provider.lie == "token elsewhere":
                self.send_response(307)
                self.send_header("Location", f"{provider.issuer}/elsewhere")
                self.end_headers()
                return
            found = provider.tokens(form, self.headers.get("Authorization", ""))
            if provider.lie == "no JSON":
                self._send(200, b"<html>")
            elif provider.lie == "a list":
                self._send(200, b"[]")
            else:
                self._send(200 if found else 400, found or {"error": "invalid_grant"})

        def _send(self, status: int, content: Any) -> None:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
