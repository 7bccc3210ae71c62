"""An ID token is believed or refused: signature first, then everything it says, against what was asked."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from motcua.identity.eid.contracts import Asked, UnprovenError, Why
from motcua.identity.eid.settings import Provider

SKEW = 60  # seconds that clocks may differ
LONGEST = 600  # an ID token is fresh: it was made for this sign-in
MOST_CHARACTERS = 16_384
_KINDS = {"R": "RSA", "P": "RSA", "E": "EC"}

Keys = Callable[[bool], Iterable[Mapping[str, Any]]]


def read_id_token(token: object, provider: Provider, keys: Keys, asked: Asked, now: float) -> dict[str, Any]:
    """The claims of a token that was made by `provider`, for us, for this sign-in, lately, at the level that was asked for.

    `keys(anew)` gives the provider's published keys, looked up again when `anew`. Raises UnprovenError.
    """
    if not isinstance(token, str) or len(token) > MOST_CHARACTERS:
        raise UnprovenError(Why.UNREADABLE)
    claims = _signed(token, provider, keys)
    _check_parties(claims, provider)
    _check_time(claims, now)
    if claims.get("nonce") != asked.nonce:
        raise UnprovenError(Why.NONCE)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise UnprovenError(Why.SUBJECT)
    if level_of(claims, provider) < max(asked.level, 1):
        raise UnprovenError(Why.LEVEL)
    _check_auth_time(claims, asked, now)
    return claims


def level_of(claims: Mapping[str, Any], provider: Provider) -> int:
    """By the provider's table, to the letter; 0 for what does not stand there."""
    acr = claims.get("acr")
    return provider.levels.get(acr, 0) if isinstance(acr, str) else 0


def _signed(token: str, provider: Provider, keys: Keys) -> dict[str, Any]:
    try:
        header = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError):
        raise UnprovenError(Why.UNREADABLE) from None
    algorithm = header.get("alg")
    if algorithm not in provider.algorithms:
        raise UnprovenError(Why.ALGORITHM)
    key = _key(keys, str(algorithm), header.get("kid"))
    try:
        payload = jws.deserialize_compact(token, key, algorithms=[str(algorithm)]).payload
        claims = json.loads(payload)
    except JoseError:
        raise UnprovenError(Why.SIGNATURE) from None
    except (ValueError, RecursionError):
        raise UnprovenError(Why.UNREADABLE) from None
    if not isinstance(claims, dict):
        raise UnprovenError(Why.UNREADABLE)
    return claims


def _key(keys: Keys, algorithm: str, kid: object) -> Any:
    """The one published signing key of that name and kind; without a name, the only one of its kind."""
    kind = "OKP" if algorithm == "EdDSA" else _KINDS[algorithm[0]]
    for anew in (False, True):
        fitting = [
            key
            for key in keys(anew)
            if key.get("kty") == kind and key.get("use", "sig") == "sig" and kid in (None, key.get("kid"))
        ]
        if len(fitting) == 1:
            try:
                return import_key({name: value for name, value in fitting[0].items() if name != "alg"})
            except (JoseError, ValueError, TypeError):
                break
    raise UnprovenError(Why.KEY)


def _check_parties(claims: Mapping[str, Any], provider: Provider) -> None:
    if claims.get("iss") != provider.issuer:
        raise UnprovenError(Why.ISSUER)
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    authorized = claims.get("azp", provider.client_id if len(audiences) == 1 else None)
    if provider.client_id not in audiences or authorized != provider.client_id:
        raise UnprovenError(Why.AUDIENCE)


def _check_time(claims: Mapping[str, Any], now: float) -> None:
    expires, issued = _moment(claims.get("exp")), _moment(claims.get("iat"))
    if expires is None or issued is None or expires <= now - SKEW or not now - LONGEST - SKEW <= issued <= now + SKEW:
        raise UnprovenError(Why.TIME)
    begins = claims.get("nbf")
    if begins is not None and ((moment := _moment(begins)) is None or moment > now + SKEW):
        raise UnprovenError(Why.TIME)


def _check_auth_time(claims: Mapping[str, Any], asked: Asked, now: float) -> None:
    """Needed where it was asked for; what was proven in the future was never proven."""
    if asked.max_age < 0 and "auth_time" not in claims:
        return
    proven = _moment(claims.get("auth_time"))
    if proven is None or proven > now + SKEW or (asked.max_age >= 0 and proven < now - asked.max_age - SKEW):
        raise UnprovenError(Why.AUTH_TIME)


def _moment(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
