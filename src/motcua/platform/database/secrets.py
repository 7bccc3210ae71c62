"""Passwords and keys this installation made for itself, in one private file of MOTCUA_HOME."""

import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from motcua.platform.database.errors import StartRefusedError


@dataclass(frozen=True)
class Secrets:
    """Made once, at random, 256 bits each."""

    superuser_password: str = ""
    """SCRAM password of `postgres` in an embedded cluster; used only to make the two roles below."""
    owner_password: str = ""
    """SCRAM password of the migrating role of an embedded cluster."""
    app_password: str = ""
    """SCRAM password of the application role."""
    django_key: str = ""
    """Signs sessions and tokens."""
    ledger_key: str = ""
    """Signs the ledger's checkpoints: an Ed25519 seed, 32 bytes in base64url."""


def read_secrets(path: Path) -> Secrets:
    """Return what is kept at `path`; empty fields for what is not there yet."""
    try:
        kept = json.loads(path.read_text()) if path.exists() else {}
        return Secrets(**{field.name: str(kept.get(field.name, "")) for field in fields(Secrets)})
    except (ValueError, OSError, AttributeError) as error:
        raise StartRefusedError(
            f"The file {path} cannot be read as JSON ({error}); restore it from a backup."
        ) from None


def ensure_secrets(path: Path) -> Secrets:
    """Return the secrets kept at `path`, making the missing ones; safe when several processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path.with_suffix(".lock"), "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = read_secrets(path)
        full = Secrets(**{name: value or secrets.token_urlsafe(32) for name, value in asdict(found).items()})
        if full != found:
            _write(path, full)
        return full


def _write(path: Path, full: Secrets) -> None:
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(full), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
