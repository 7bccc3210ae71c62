"""clamd, the scanner that the installation runs beside the product: asked over its socket, believed only when it answers."""

import socket
import struct
from typing import BinaryIO

from django.conf import settings

PATIENCE = 10.0  # seconds without a word; the largest paper takes well under two
BLOCK = 2**16
LONGEST_ANSWER = 4096


class ScannerAwayError(Exception):
    """It did not answer, or could not look at the whole file. Then nothing is known, and nothing is served."""


def is_scanning() -> bool:
    return bool(settings.MOTCUA_CLAMD_SOCKET)


def finding_in(stream: BinaryIO) -> str:
    """What clamd finds in all of `stream`, by its name; "" for a clean file. Raises ScannerAwayError."""
    stream.seek(0)
    try:
        with _asked(b"zINSTREAM\0") as line:
            while block := stream.read(BLOCK):
                line.sendall(struct.pack("!I", len(block)) + block)
            line.sendall(struct.pack("!I", 0))
            said = _answer(line)
    except OSError as error:
        raise ScannerAwayError(str(error)) from error
    finally:
        stream.seek(0)
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerAwayError(said)


def is_there() -> bool:
    """Whether clamd answers at all."""
    try:
        with _asked(b"zPING\0") as line:
            return _answer(line) == "PONG"
    except OSError:
        return False


def _asked(command: bytes) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(PATIENCE)
        line.connect(str(settings.MOTCUA_CLAMD_SOCKET))
        line.sendall(command)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        block = line.recv(1024)
        if not block:
            break
        said += block
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
