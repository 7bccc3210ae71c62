"""The installation's key, whom it trusts, and Ed25519 signatures over manifests.

A key is known by a name and the beginning of the hash of its public half: "hue.gov.vn+3f9a1c20". Trust is a text file of
such lines that an operator looks after; a key nobody wrote down is worth nothing.
"""

import base64
import binascii
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from motcua.catalogue.errors import ArchiveRefusedError

OWN, TRUSTED = "catalogue-archive.key", "trusted-archive-keys.txt"
_NAME = re.compile(r"[A-Za-z0-9.\-]{1,80}")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`id` is how manifests name it; `line` is what an operator gives to another one."""

    id: str
    raw: bytes

    @property
    def line(self) -> str:
        return f"{self.id} {base64.b64encode(self.raw).decode()}"


def own_key() -> PublicKey:
    """The public key of this installation; the key is made when it is first needed."""
    raw = Ed25519PrivateKey.from_private_bytes(_own_secret()).public_key().public_bytes_raw()
    name = re.sub(r"^[a-z]+://|[^A-Za-z0-9.\-]", "", settings.PUBLIC_URL.split("//")[-1].split(":")[0]) or "motcua"
    return PublicKey(f"{name}+{_id(raw)}", raw)


def sign(manifest: bytes) -> str:
    """The installation's signature, as base64."""
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(_own_secret()).sign(manifest)).decode()


def verify(key: str, signature: str, manifest: bytes) -> None:
    """Raises ArchiveRefusedError unless `manifest` was signed with `key` and that key is trusted here."""
    known = {trusted.id: trusted for trusted in trusted_keys()}
    if key not in known:
        raise ArchiveRefusedError(
            f"The key {key!r} is not trusted here. If you know whose it is, run motcua catalogue trust with its line."
        )
    try:
        Ed25519PublicKey.from_public_bytes(known[key].raw).verify(base64.b64decode(signature, validate=True), manifest)
    except (InvalidSignature, binascii.Error, ValueError):
        raise ArchiveRefusedError("The signature is not that of this manifest: the archive was changed.") from None


def trusted_keys() -> tuple[PublicKey, ...]:
    """The own key and those an operator wrote down. Raises ArchiveRefusedError for a line that is no key."""
    file = _folder() / TRUSTED
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return (own_key(), *(read_line(line) for line in lines if line.strip() and not line.startswith("#")))


def trust(line: str) -> PublicKey:
    """Write a key down as trusted. Raises ArchiveRefusedError for what is no key."""
    key = read_line(line)
    if key not in trusted_keys():
        with (_folder() / TRUSTED).open("a", encoding="utf-8") as file:
            file.write(f"{key.line}\n")
    return key


def read_line(line: str) -> PublicKey:
    name, _, encoded = line.strip().partition(" ")
    called, _, short = name.rpartition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
        Ed25519PublicKey.from_public_bytes(raw)
    except (binascii.Error, ValueError):
        raise ArchiveRefusedError(f"{line!r} is no key; it reads name+id and the key in base64.") from None
    if not _NAME.fullmatch(called) or short != _id(raw):
        raise ArchiveRefusedError(f"The id in {name!r} is not that of the key behind it.")
    return PublicKey(name, raw)


def _own_secret() -> bytes:
    file = _folder() / OWN
    if not file.exists():
        secret = Ed25519PrivateKey.generate().private_bytes_raw()
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was a little faster
            return file.read_bytes()
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secret)
        return secret
    return file.read_bytes()


def _folder() -> Path:
    folder = Path(settings.KEYS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _id(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:8]
