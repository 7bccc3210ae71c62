"""A witness: keeps the last checkpoint that it saw of a log, and signs only what continues it (C2SP tlog-witness)."""

import base64
import os
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from motcua.kernel.merkle.hashing import EMPTY, HASH
from motcua.kernel.merkle.notes import Checkpoint, NoteError, Signer, Verifier, split
from motcua.kernel.merkle.proofs import ProofError, check_consistency, consistency
from motcua.kernel.merkle.tiles import Folder, Store
from motcua.ledger.checking.reading import tree_of

LONGEST = 63  # hashes of a proof
LARGEST = 64 << 10  # bytes of a request
SIZE = "text/x.tlog.size"
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


@dataclass(slots=True)
class Refusal(Exception):
    """Why a checkpoint is not signed: an HTTP status, and the size that was seen last where that helps."""

    status: int
    said: str
    size: int | None = None


@dataclass(slots=True)
class Witness:
    """`logs`: the keys of each log by its origin. `folder` holds what was seen last, one file a log."""

    folder: Path
    signer: Signer
    logs: Mapping[str, tuple[Verifier, ...]]
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def seen(self, origin: str) -> Checkpoint:
        """What was seen last; of a new log, an empty tree."""
        try:
            note = Folder(self.folder).read(_file(origin)).decode()
        except FileNotFoundError:
            return Checkpoint(origin, 0, EMPTY)
        return Checkpoint.read(split(note)[0])

    def add(self, old: int, proof: list[bytes], note: str) -> str:
        """Cosign `note` when `proof` shows that it continues what was seen last. Durable before it returns.

        Raises Refusal: 400, 403, 404, 409, 422 as the specification has them.
        """
        checkpoint = self._opened(note)
        if old > checkpoint.size:
            raise Refusal(400, "the old size is above the new one")
        with self._alone:
            seen = self.seen(checkpoint.origin)
            if old != seen.size:
                raise Refusal(409, "another size was seen last", seen.size)
            if old == checkpoint.size and seen.root != checkpoint.root:
                raise Refusal(409, "two different trees of one size: this log shows two faces", seen.size)
            try:
                check_consistency(old, checkpoint.size, proof, seen.root, checkpoint.root)
            except ProofError as error:
                raise Refusal(422, str(error)) from None
            Folder(self.folder).write(_file(checkpoint.origin), note.encode())
        return self.signer.line(checkpoint.text, int(time.time()))

    def follow(self, store: Store) -> tuple[Checkpoint, str]:
        """Fetch the log's checkpoint and the proof from its tiles; the checkpoint and our line. Raises Refusal."""
        note = store.read("checkpoint").decode()
        checkpoint = self._opened(note)
        seen = self.seen(checkpoint.origin)
        if checkpoint.size < seen.size:
            raise Refusal(409, f"the log has {checkpoint.size} leaves and had {seen.size}", seen.size)
        try:
            proof = consistency(tree_of(store, checkpoint).node, seen.size, checkpoint.size)
        except ValueError as error:
            raise Refusal(422, str(error)) from None
        return checkpoint, self.add(seen.size, proof, note)

    def _opened(self, note: str) -> Checkpoint:
        try:
            origin = Checkpoint.read(split(note)[0]).origin
        except NoteError as error:
            raise Refusal(400, str(error)) from None
        if origin not in self.logs:
            raise Refusal(404, "no log of this name is known here")
        try:
            return Checkpoint.open(note, self.logs[origin])
        except NoteError as error:
            raise Refusal(403, str(error)) from None


def request_of(body: bytes) -> tuple[int, list[bytes], str]:
    """The parts of an add-checkpoint request. Raises Refusal."""
    wrong = Refusal(400, "a request is an old size, hashes, an empty line and a checkpoint")
    try:
        head, empty, note = body.decode().partition("\n\n")
        first, *lines = head.split("\n")
        proof = [base64.b64decode(line, validate=True) for line in lines]
    except ValueError:
        raise wrong from None
    old = _OLD.fullmatch(first)
    if old is None or not empty or len(proof) > LONGEST or any(len(each) != HASH for each in proof):
        raise wrong
    return int(old[1]), proof, note


def written(old: int, proof: list[bytes], note: str) -> bytes:
    """What `request_of` reads."""
    return "\n".join([f"old {old}", *(base64.b64encode(each).decode() for each in proof), "", note]).encode()


def server(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Listens when it returns; `serve_forever` answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 20

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if self.path != "/add-checkpoint" or not 0 < length <= LARGEST:
                self.close_connection = True
                self._answer(404 if self.path != "/add-checkpoint" else 400, "no such thing here\n")
                return
            try:
                self._answer(200, witness.add(*request_of(self.rfile.read(length))))
            except Refusal as refusal:
                told = refusal.size is not None
                self._answer(
                    refusal.status, f"{refusal.size}\n" if told else f"{refusal.said}\n", SIZE if told else "text/plain"
                )

        def _answer(self, status: int, text: str, kind: str = "text/plain") -> None:
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind == "text/plain" else kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    return ThreadingHTTPServer((host, port), Handler)


def seed_in(folder: Path) -> bytes:
    """The witness's own key, made at its first start, for its owner's eyes only."""
    path = folder / "witness.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(32))
            file.flush()
            os.fsync(file.fileno())
    return path.read_bytes()


def _file(origin: str) -> str:
    return f"{base64.urlsafe_b64encode(origin.encode()).decode().rstrip('=')}.checkpoint"
