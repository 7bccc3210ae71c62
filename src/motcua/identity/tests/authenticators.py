"""A key in software that answers as a browser would, and lies on request."""

import json
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any
from uuid import uuid4

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

ORIGIN, HOST = "https://motcua.example.vn", "motcua.example.vn"
PRESENT, VERIFIED, BACKED_UP, ATTESTED = 0x01, 0x04, 0x18, 0x40


@dataclass
class Key:
    """One credential. `count` is told and goes up by one with each answer (0: a key that does not count)."""

    origin: str = ORIGIN
    host: str = HOST
    flags: int = PRESENT | VERIFIED
    count: int = 1
    handle: bytes = b""
    id: bytes = field(default_factory=lambda: uuid4().bytes * 2)
    secret: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def but(self, **lies: Any) -> "Key":
        """The same key, telling something else."""
        return replace(self, **lies)

    def made(self, options: dict[str, Any], **said: Any) -> str:
        """What navigator.credentials.create() gives."""
        self.handle = base64url_to_bytes(options["user"]["id"])
        numbers = self.secret.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(public)
        data = self._data(self.flags | ATTESTED) + attested
        return self._told(
            clientDataJSON=self._client("webauthn.create", options, said),
            attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def answer(self, options: dict[str, Any], **said: Any) -> str:
        """What navigator.credentials.get() gives. `said` goes into the client data."""
        client = self._client("webauthn.get", options, said)
        if self.count:
            self.count += 1
        data = self._data(self.flags)
        signature = self.secret.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._told(clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=self.handle)

    def _data(self, flags: int) -> bytes:
        return sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind: str, options: dict[str, Any], said: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(told | said).encode()

    def _told(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.id)
        parts = {part: bytes_to_base64url(value) for part, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})
