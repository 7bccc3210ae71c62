"""`.tlog-proof`: one leaf's inclusion in a signed checkpoint, as one text file that is checked offline."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from motcua.kernel.merkle.hashing import HASH, leaf_hash
from motcua.kernel.merkle.notes import Checkpoint, Verifier
from motcua.kernel.merkle.proofs import ProofError, check_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Receipt:
    """Leaf `index`, its path, and the checkpoint that the path leads to; `extra` is what else the holder needs."""

    index: int
    path: tuple[bytes, ...]
    note: str
    extra: bytes = b""

    def __str__(self) -> str:
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines += [f"index {self.index}", *(base64.b64encode(node).decode() for node in self.path), "", self.note]
        return "\n".join(lines)

    @classmethod
    def read(cls, text: str) -> Self:
        """What `str` gave. Raises ProofError."""
        head, empty, note = text.partition("\n\n")
        begins, *lines = head.split("\n")
        carried = lines.pop(0).removeprefix("extra ") if lines and lines[0].startswith("extra ") else ""
        index = _INDEX.fullmatch(lines.pop(0)) if lines else None
        if begins != HEADER or not empty or index is None:
            raise ProofError(f"this is no proof: it begins with {HEADER} and an index")
        try:
            path = tuple(base64.b64decode(line, validate=True) for line in lines)
            extra = base64.b64decode(carried, validate=True)
        except binascii.Error:
            raise ProofError("this is no proof: its hashes are not in base64") from None
        if any(len(node) != HASH for node in path):
            raise ProofError("this is no proof: a hash has 32 bytes")
        return cls(int(index[1]), path, note, extra)

    def check(self, entry: bytes, trusted: Iterable[Verifier]) -> Checkpoint:
        """The checkpoint that covers `entry`. Raises ProofError, NoteError."""
        checkpoint = Checkpoint.open(self.note, trusted)
        check_inclusion(leaf_hash(entry), self.index, checkpoint.size, list(self.path), checkpoint.root)
        return checkpoint
