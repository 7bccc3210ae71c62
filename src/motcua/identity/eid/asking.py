"""Asking a provider: never elsewhere than its own hosts, never for long, never for much, and no redirect is followed."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from motcua.identity.eid.contracts import UnprovenError, Why
from motcua.identity.eid.settings import Provider
from motcua.platform.calling.api import call

MOST_BYTES = 256 * 1024
MOST_SECONDS = 8.0
KEPT_SECONDS = 600.0
ANEW_SECONDS = 30.0  # a key nobody knows makes us look again, at most so often: a forger shall not make us ask all day


def ask(provider: Provider, url: str, form: Mapping[str, str] | None = None, **headers: str) -> dict[str, Any]:
    """The JSON object at `url`, by GET or by POST of `form`. Raises UnprovenError; CODE for what a form is refused with."""
    if not provider.may_ask(url):
        raise UnprovenError(Why.UNREACHABLE)
    told = {"Accept": "application/json", **headers}
    if form is None:
        answer = call("GET", url, told, seconds=MOST_SECONDS, most=MOST_BYTES + 1, loopback=provider.is_local)
    else:
        told["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form).encode()
        answer = call("POST", url, told, body, seconds=MOST_SECONDS, most=MOST_BYTES + 1, loopback=provider.is_local)
    if not answer.arrived:
        raise UnprovenError(Why.CODE if form is not None and 400 <= answer.status < 500 else Why.UNREACHABLE)
    try:
        found = json.loads(answer.body) if len(answer.body) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise UnprovenError(Why.UNREADABLE)
    return found


class Documents:
    """What a provider publishes of itself: its endpoints and keys, kept for ten minutes."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}

    def discovery(self, provider: Provider) -> dict[str, Any]:
        """Raises UnprovenError: not there, or of another issuer."""
        url = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._fetched(provider, url, KEPT_SECONDS)
        if found.get("issuer") != provider.issuer:
            self.forget()
            raise UnprovenError(Why.ISSUER)
        return found

    def endpoint(self, provider: Provider, name: str) -> str:
        """The address of, for example, "token_endpoint". Raises UnprovenError."""
        url = self.discovery(provider).get(name)
        if not isinstance(url, str) or not provider.may_ask(url):
            raise UnprovenError(Why.UNREACHABLE)
        return url

    def keys(self, provider: Provider, *, anew: bool = False) -> list[dict[str, Any]]:
        """The published keys, as JWK. Raises UnprovenError."""
        url = self.endpoint(provider, "jwks_uri")
        listed = self._fetched(provider, url, ANEW_SECONDS if anew else KEPT_SECONDS).get("keys")
        return [key for key in listed if isinstance(key, dict)] if isinstance(listed, list) else []

    def forget(self) -> None:
        self._kept.clear()

    def _fetched(self, provider: Provider, url: str, seconds: float) -> dict[str, Any]:
        kept = self._kept.get(url)
        if kept and time.monotonic() - kept[0] < seconds:
            return kept[1]
        found = ask(provider, url)
        self._kept[url] = (time.monotonic(), found)
        return found


documents = Documents()


def basic(client_id: str, secret: str) -> str:
    """RFC 6749, 2.3.1: both are form-encoded before they are joined."""
    return "Basic " + base64.b64encode(f"{quote(client_id, safe='')}:{quote(secret, safe='')}".encode()).decode()
