"""The two halves of a sign-in: sending the browser away, and judging what it brings back."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import get_language
from joserfc import jwt
from joserfc.jwk import import_key

from motcua.identity.eid.asking import ask, basic, documents
from motcua.identity.eid.contracts import Asked, Identity, UnprovenError, Why
from motcua.identity.eid.settings import Provider
from motcua.identity.eid.tokens import level_of, read_id_token
from motcua.kernel import clock
from motcua.kernel.identifiers import personal_id_facts, personal_id_problem
from motcua.kernel.texts import UnreadableTextError, clean

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_NAME = 200


def begin(
    provider: Provider, callback: str, wanted: str, *, level: int = 0, max_age: int = -1, person_id: str = ""
) -> tuple[str, Asked]:
    """Where to send the browser, and what to keep for its answer. Raises UnprovenError when the provider is not there.

    `level`: only acr values that stand for at least this are asked for.
    """
    verifier = secrets.token_urlsafe(48)
    asked = Asked(
        provider.name, secrets.token_urlsafe(24), secrets.token_urlsafe(24), verifier, wanted, level, max_age, person_id
    )
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    values = [acr for acr, stands_for in provider.levels.items() if stands_for >= level]
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": callback,
        "scope": provider.scopes,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "acr_values": " ".join(values),
        "ui_locales": get_language() or "vi",
        # A provider whose session is young enough answers from it, at its old level, unless it has to ask again.
        **({"max_age": str(max_age), "prompt": "login"} if max_age >= 0 else {}),
    }
    address = documents.endpoint(provider, "authorization_endpoint")
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}", asked


def finish(provider: Provider, callback: str, asked: Asked, answer: Mapping[str, str]) -> Identity:
    """Whom the provider recognised. `asked` is what was kept in this browser's session, and is gone from there by now.

    Raises UnprovenError.
    """
    issuer = answer.get("iss")
    named = documents.discovery(provider).get("authorization_response_iss_parameter_supported") is True
    if issuer != provider.issuer and (issuer is not None or named):
        raise UnprovenError(Why.MIXED_UP)
    if not secrets.compare_digest(asked.state.encode(), answer.get("state", "").encode()):
        raise UnprovenError(Why.STATE)
    if "error" in answer or not answer.get("code"):
        raise UnprovenError(Why.DENIED)
    told = _tokens(provider, callback, asked, answer["code"])
    claims = read_id_token(
        told.get("id_token"), provider, lambda anew: documents.keys(provider, anew=anew), asked, clock.now().timestamp()
    )
    person = claims
    if any(name not in claims for name in provider.claims.values()):
        person = claims | _user_info(provider, told.get("access_token"), claims["sub"])
    return _identity(provider, claims, person)


def _tokens(provider: Provider, callback: str, asked: Asked, code: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code[:2000],
        "redirect_uri": callback,
        "code_verifier": asked.verifier,
    }
    address = documents.endpoint(provider, "token_endpoint")
    if provider.private_key_file:
        assertion = {"client_assertion_type": _ASSERTION, "client_assertion": _assertion(provider, address)}
        return ask(provider, address, form | {"client_id": provider.client_id} | assertion)
    secret = Path(provider.client_secret_file).read_text(encoding="utf-8").strip()
    return ask(provider, address, form, Authorization=basic(provider.client_id, secret))


def _assertion(provider: Provider, audience: str) -> str:
    """Who we are, signed for this once (RFC 7523)."""
    pem = Path(provider.private_key_file).read_text(encoding="utf-8")
    key = import_key(pem, "RSA" if "RSA" in pem or provider.algorithms[0][0] in "RP" else "EC")
    algorithm = "RS256" if key.key_type == "RSA" else "ES256"
    now = int(clock.now().timestamp())
    claims = {
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": [provider.issuer, audience],
        "iat": now,
        "exp": now + 60,
        "jti": secrets.token_urlsafe(16),
    }
    header = {"alg": algorithm, **({"kid": provider.key_id} if provider.key_id else {})}
    return jwt.encode(header, claims, key)


def _user_info(provider: Provider, token: object, subject: str) -> dict[str, Any]:
    """More about the person; of exactly the one whom the signed token names, else it is worth nothing."""
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise UnprovenError(Why.UNREADABLE)
    found = ask(provider, documents.endpoint(provider, "userinfo_endpoint"), Authorization=f"Bearer {token}")
    if found.get("sub") != subject:
        raise UnprovenError(Why.SUBJECT)
    return {name: found[name] for name in provider.claims.values() if name in found}


def _identity(provider: Provider, claims: Mapping[str, Any], person: Mapping[str, Any]) -> Identity:
    """In our words. Raises UnprovenError when it says too little, or what cannot be."""
    told = {ours: person.get(theirs) for ours, theirs in provider.claims.items()}
    try:
        number, name = clean(str(told["personal_id"] or "")), clean(str(told["full_name"] or ""))
    except UnreadableTextError:
        raise UnprovenError(Why.CLAIMS) from None
    if personal_id_problem(number) or not 0 < len(name) <= LONGEST_NAME:
        raise UnprovenError(Why.CLAIMS)
    sex = str(told.get("sex") or "")
    told_sex = provider.values.get(sex, sex if sex in {"male", "female"} else "")
    return Identity(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        level=level_of(claims, provider),
        personal_id=number,
        full_name=name,
        birth_date=_day(told.get("birth_date")),
        sex=told_sex or personal_id_facts(number).sex,
    )


def _day(value: object) -> date | None:
    """OpenID's YYYY-MM-DD, or as Vietnamese cards write it; None for what is neither."""
    text = str(value or "")
    for parts in (text.split("-"), text.split("/")[::-1]):
        try:
            year, month, day = map(int, parts)
            return date(year, month, day)
        except ValueError:
            continue
    return None
