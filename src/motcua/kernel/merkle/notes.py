"""C2SP signed notes and checkpoints: `origin`, size and root in three lines, signed with Ed25519."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from motcua.kernel.merkle.hashing import HASH

ED25519 = 1
COSIGNATURE = 4
_BEGINS = "\u2014 "  # an em dash and a space begin a signature line
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


class NoteError(ValueError):
    """Not a note, or one that no key we trust has signed."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name, as the text `name+hash+key`."""

    name: str
    raw: bytes
    kind: int = ED25519

    @property
    def id(self) -> bytes:
        return hashlib.sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.raw).decode()}"

    @classmethod
    def read(cls, text: str) -> Self:
        """What `str` gave. Raises NoteError."""
        name, _plus, rest = text.strip().partition("+")
        hashed, _plus, encoded = rest.partition("+")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise NoteError("a public key is written as name+hash+key") from None
        found = cls(name, key[1:], key[0] if key else 0)
        if not name or len(key) != HASH + 1 or key[0] not in (ED25519, COSIGNATURE) or found.id.hex() != hashed:
            raise NoteError("a public key is written as name+hash+key, and its hash is of this name and key")
        return found

    def accepts(self, text: str, signature: bytes) -> bool:
        """Whether `signature` (without the key's id) is ours over `text`; a cosignature carries its time in front."""
        signed = text.encode()
        if self.kind == COSIGNATURE:
            if len(signature) != 72:
                return False
            time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            signed = f"cosignature/v1\ntime {time}\n{text}".encode()
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, signed)
        except InvalidSignature:
            return False
        return True


class Signer:
    """A private key with its name."""

    def __init__(self, name: str, seed: bytes, kind: int = ED25519) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw(), kind)

    def line(self, text: str, time: int = 0) -> str:
        """The signature line under `text`, with its line end. `time` (POSIX seconds) for cosignatures only."""
        signed, stamp = text.encode(), b""
        if self.verifier.kind == COSIGNATURE:
            signed, stamp = f"cosignature/v1\ntime {time}\n{text}".encode(), time.to_bytes(8, "big")
        signature = base64.b64encode(self.verifier.id + stamp + self._key.sign(signed)).decode()
        return f"{_BEGINS}{self.verifier.name} {signature}\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large the log is, and the root of all of it."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def signed(self, signers: Iterable[Signer]) -> str:
        return f"{self.text}\n{''.join(signer.line(self.text) for signer in signers)}"

    @classmethod
    def open(cls, note: str, trusted: Iterable[Verifier]) -> Self:
        """The checkpoint of a note that one of these keys has signed. Raises NoteError."""
        text, lines = split(note)
        trusted = tuple(trusted)
        accepted = set()
        for name, key_id, signature in lines:
            for key in trusted:
                if (key.name, key.id) == (name, key_id):
                    if not key.accepts(text, signature):
                        raise NoteError(f"the signature of {name} is wrong")
                    accepted.add(key)
        if not accepted:
            raise NoteError("no key that is trusted here has signed this checkpoint")
        found = cls.read(text)
        if all(key.name != found.origin for key in accepted if key.kind == ED25519):
            raise NoteError("the checkpoint is of another log than the key")
        return found

    @classmethod
    def read(cls, text: str) -> Self:
        """The three lines, whoever signed them. Raises NoteError."""
        lines = text.split("\n")
        if len(lines) < 4 or not lines[0] or not _NUMBER.fullmatch(lines[1]):
            raise NoteError("a checkpoint is three lines: origin, size, root")
        try:
            root = base64.b64decode(lines[2], validate=True)
        except binascii.Error:
            root = b""
        if len(root) != HASH:
            raise NoteError("a checkpoint's root is 32 bytes in base64")
        return cls(lines[0], int(lines[1]), root)


def split(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """The signed text, and of each signature line its name, key id and bytes. Raises NoteError."""
    text, empty, signatures = note.rpartition("\n\n")
    if not empty or not signatures.endswith("\n") or any(ord(c) < 0x20 and c != "\n" for c in note):
        raise NoteError("a note is a text, an empty line, and signature lines")
    found = []
    for line in signatures[:-1].split("\n"):
        name, _space, encoded = line.removeprefix(_BEGINS).partition(" ")
        try:
            raw = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if not line.startswith(_BEGINS) or not name or len(raw) < 5:
            raise NoteError("a signature line is an em dash, a name and base64")
        found.append((name, raw[:4], raw[4:]))
    return f"{text}\n", found
