"""The providers of this installation, as the operator wrote them into the file that MOTCUA_EID names."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.conf import settings

from motcua.platform.database.errors import StartRefusedError

KNOWN_ALGORITHMS = frozenset({"RS256", "PS256", "ES256", "ES384", "EdDSA"})
PERSON = ("personal_id", "full_name", "birth_date", "sex")


@dataclass(frozen=True)
class Provider:
    """One eID. The dialect is `levels`, `claims` and `values`: whatever its names are, ours stand on the left in `claims`."""

    name: str
    """Part of the address its answer comes to, one for each provider: lower-case letters, digits, `-`."""
    issuer: str
    client_id: str
    label: Mapping[str, str]
    """By language: "vi", "en"."""
    levels: Mapping[str, int]
    """What `acr` says, to the letter, and the assurance level it stands for. Anything else is refused."""
    claims: Mapping[str, str]
    """personal_id, full_name, birth_date, sex: how the provider calls them."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What its value for the sex stands for: "male" or "female"."""
    scopes: str = "openid profile"
    client_secret_file: str = ""
    """One line; or `private_key_file` for private_key_jwt."""
    private_key_file: str = ""
    key_id: str = ""
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    hosts: tuple[str, ...] = ()
    """Hosts its endpoints may lie at beside the issuer's own: nobody is asked elsewhere, whatever its documents say."""

    @property
    def is_local(self) -> bool:
        """On this machine, for trying out: then without TLS."""
        return _is_loopback(urlsplit(self.issuer).hostname or "")

    def may_ask(self, url: str) -> bool:
        """Whether `url` is a place of this provider."""
        parts, home = urlsplit(url), urlsplit(self.issuer)
        if parts.username is not None or not parts.hostname:
            return False
        if self.is_local:
            return parts.scheme == home.scheme and parts.netloc == home.netloc
        return parts.scheme == "https" and parts.hostname in {home.hostname, *self.hosts} and parts.port in {None, 443}


def providers() -> tuple[Provider, ...]:
    """In the order of the file; none where there is no file. Raises StartRefusedError."""
    path = getattr(settings, "MOTCUA_EID", None)
    return read(Path(path), Path(path).stat().st_mtime_ns) if path and Path(path).exists() else ()


def provider_named(name: str) -> Provider | None:
    return next((one for one in providers() if one.name == name), None)


@lru_cache(maxsize=8)
def read(path: Path, _changed: int = 0) -> tuple[Provider, ...]:
    """Raises StartRefusedError with the first thing that is wrong; secrets are never repeated."""
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise StartRefusedError(f"{path} (MOTCUA_EID) cannot be read: {type(error).__name__}.") from None
    if not isinstance(listed, list):
        raise StartRefusedError(f"{path} (MOTCUA_EID) must be a list of providers.")
    found = tuple(_provider(one, f"{path}, provider {place}") for place, one in enumerate(listed, 1))
    if len({one.name for one in found}) < len(found):
        raise StartRefusedError(f"{path}: two providers have the same name.")
    return found


def _provider(given: Any, where: str) -> Provider:
    if not isinstance(given, dict):
        raise StartRefusedError(f"{where} is no mapping.")
    known = {one.name for one in fields(Provider)}
    if strange := sorted(map(str, set(given) - known)):
        raise StartRefusedError(f"{where}: {strange[0]} is unknown; known are {', '.join(sorted(known))}.")
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    try:
        one = Provider(**told)
    except TypeError as error:
        raise StartRefusedError(f"{where}: {str(error).partition(') ')[2] or error}.") from None
    if problem := _problem(one):
        raise StartRefusedError(f"{where}: {problem}.")
    return one


def _problem(one: Provider) -> str:
    issuer = urlsplit(one.issuer)
    checks = {
        "name must be lower-case letters, digits and -": bool(one.name)
        and one.name.isascii()
        and one.name.replace("-", "a").isalnum()
        and one.name == one.name.lower(),
        "issuer must be an https address (http only on this machine)": bool(issuer.hostname)
        and (issuer.scheme == "https" or one.is_local),
        f"algorithms must be some of {', '.join(sorted(KNOWN_ALGORITHMS))}": bool(one.algorithms)
        and set(one.algorithms) <= KNOWN_ALGORITHMS,
        "levels must give each acr a level from 1 to 3": bool(one.levels)
        and all(level in {1, 2, 3} for level in one.levels.values()),
        "claims must name personal_id and full_name, and may name birth_date and sex": {"personal_id", "full_name"}
        <= set(one.claims)
        <= set(PERSON),
        "either client_secret_file or private_key_file is needed": bool(one.client_secret_file)
        != bool(one.private_key_file),
        "label needs vi and en": {"vi", "en"} <= set(one.label),
    }
    return next((sentence for sentence, holds in checks.items() if not holds), "")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
