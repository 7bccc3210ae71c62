"""The provider's rules: what is asked, one code for it, one set of tokens for the code. Knows no HTTP."""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

from joserfc import jwt
from joserfc.jwk import ECKey

from motcua.identity.eid_simulator.world import LEVELS, Simulated, World

CODE_SECONDS = 60
TOKEN_SECONDS = 300
MOST_GRANTS = 1000
ASKED = (
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method",
    "acr_values", "max_age", "ui_locales",
)  # fmt: skip
"""What of a question is kept until the person has answered."""


class RefusedError(Exception):
    """With OAuth's own name for what is wrong."""


@dataclass(frozen=True, slots=True)
class _Grant:
    person: Simulated
    acr: str
    question: dict[str, str]
    at: float


class Provider:
    """`clock` tells the seconds since 1970."""

    def __init__(self, world: World, clock: Callable[[], float]) -> None:
        self.world, self._clock = world, clock
        self._key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(8), "use": "sig", "alg": "ES256"})
        self._codes: dict[str, _Grant] = {}
        self._tokens: dict[str, _Grant] = {}

    def discovery(self) -> dict[str, Any]:
        at = self.world.issuer
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/keys",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": list(LEVELS),
            "ui_locales_supported": ["vi", "en"],
            "authorization_response_iss_parameter_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self._key.as_dict(private=False)]}

    def question(self, query: Mapping[str, str]) -> dict[str, str]:
        """What the client asks, when it may ask. Raises RefusedError: nobody is sent anywhere then."""
        asked = {name: query[name] for name in ASKED if query.get(name)}
        if asked.get("client_id") != self.world.client_id or asked.get("redirect_uri") not in self.world.callbacks:
            raise RefusedError("invalid_client")
        wanted = {"response_type": "code", "code_challenge_method": "S256"}
        known = all(asked.get(name) == value for name, value in wanted.items()) and "code_challenge" in asked
        if not known or "openid" not in asked.get("scope", "").split():
            raise RefusedError("invalid_request")
        return asked

    def agreed(self, question: Mapping[str, str], subject: str, acr: str) -> str:
        """Where the browser goes with its code. Raises RefusedError."""
        person = self.world.person(subject)
        if person is None or acr not in LEVELS:
            raise RefusedError("invalid_request")
        code = secrets.token_urlsafe(24)
        self._keep(self._codes, code, _Grant(person, acr, dict(question), self._clock()))
        return self._back(question, {"code": code})

    def declined(self, question: Mapping[str, str]) -> str:
        return self._back(question, {"error": "access_denied"})

    def tokens(self, form: Mapping[str, str], authorization: str) -> dict[str, Any]:
        """For a code, once. Raises RefusedError."""
        if not secrets.compare_digest(_client(authorization), f"{self.world.client_id}:{self.world.client_secret}"):
            raise RefusedError("invalid_client")
        grant = self._codes.pop(form.get("code", ""), None)
        if form.get("grant_type") != "authorization_code" or grant is None or self._age(grant) > CODE_SECONDS:
            raise RefusedError("invalid_grant")
        asked = grant.question
        if (form.get("redirect_uri"), _challenge(form.get("code_verifier", ""))) != (
            asked["redirect_uri"],
            asked["code_challenge"],
        ):
            raise RefusedError("invalid_grant")
        token = secrets.token_urlsafe(24)
        self._keep(self._tokens, token, grant)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "id_token": self._id_token(grant),
        }

    def user_info(self, authorization: str) -> dict[str, Any]:
        """Raises RefusedError."""
        grant = self._tokens.get(authorization.removeprefix("Bearer "))
        if grant is None or self._age(grant) > TOKEN_SECONDS:
            raise RefusedError("invalid_token")
        return {"sub": grant.person.subject, **grant.person.claims()}

    def _id_token(self, grant: _Grant) -> str:
        now, asked = int(self._clock()), grant.question
        claims: dict[str, Any] = {
            "iss": self.world.issuer,
            "sub": grant.person.subject,
            "aud": self.world.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "auth_time": int(grant.at),
            "acr": grant.acr,
            **({"nonce": asked["nonce"]} if "nonce" in asked else {}),
        }
        return jwt.encode({"alg": "ES256", "kid": self._key.kid}, claims, self._key)

    def _back(self, question: Mapping[str, str], answer: dict[str, str]) -> str:
        state = {"state": question["state"]} if "state" in question else {}
        return f"{question['redirect_uri']}?{urlencode(answer | state | {'iss': self.world.issuer})}"

    def _keep(self, place: dict[str, _Grant], name: str, grant: _Grant) -> None:
        """The oldest go first when there are too many."""
        while len(place) >= MOST_GRANTS:
            place.pop(next(iter(place)))
        place[name] = grant

    def _age(self, grant: _Grant) -> float:
        return self._clock() - grant.at


def _client(authorization: str) -> str:
    """Name and secret, decoded as RFC 6749, 2.3.1, wants."""
    try:
        name, _, secret = base64.b64decode(authorization.removeprefix("Basic "), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return ""
    return f"{unquote(name)}:{unquote(secret)}"


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
