"""What proves a login and a secret: one file in `contrib/`, and the setting IDENTITY_PROVIDER. An eID is in `eid/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

LOCAL = "motcua.identity.contrib.local.LocalProvider"


@dataclass(frozen=True, slots=True)
class Proof:
    """Whom a provider recognised, and at which assurance level (1 or 2) this time."""

    account_id: UUID
    assurance: int


class IdentityProvider(Protocol):
    """One way of proving who somebody is."""

    name: str

    def prove(self, answer: Mapping[str, str]) -> Proof | None:
        """Judge the form's "login" and "secret". None: not proven.

        Takes the same time whether the account exists or not. Raises ExternalError when the provider cannot be asked.
        """


def provider() -> IdentityProvider:
    """The provider that the setting IDENTITY_PROVIDER names; by default login and password."""
    return _made(getattr(settings, "IDENTITY_PROVIDER", LOCAL))


@lru_cache(maxsize=4)
def _made(path: str) -> IdentityProvider:
    return cast("IdentityProvider", import_string(path)())
