"""What a file is known by."""

import hashlib
from typing import BinaryIO


def digest_of(stream: BinaryIO) -> str:
    """SHA-256 of what is left of `stream`, in hexadecimal."""
    digest = hashlib.sha256()
    while block := stream.read(2**20):
        digest.update(block)
    return digest.hexdigest()
