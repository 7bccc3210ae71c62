"""The public log's files, as they are given out."""

import re

from motcua.kernel.merkle.hashing import HASH
from motcua.kernel.merkle.tiles import ENTRIES, WIDTH, bundle, unbundle
from motcua.ledger.installation import this_log
from motcua.ledger.sequencing.signing import CHECKPOINT, KEY

_TILE = re.compile(
    r"(?P<full>(?P<level>[0-9]|[1-5][0-9]|entries)/(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


def read_checkpoint() -> bytes | None:
    return _read(CHECKPOINT)


def read_key() -> bytes | None:
    return _read(KEY)


def read_tile(name: str) -> bytes | None:
    """What is at `tile/<name>`; None where nothing is. A partial tile that was forgotten is cut from the full one."""
    found = _TILE.fullmatch(name)
    if found is None:
        return None
    content, width = _read(f"tile/{name}"), found["width"]
    if content is not None or width is None or not int(width) < WIDTH:
        return content
    full = _read(f"tile/{found['full']}")
    if full is None:
        return None
    return bundle(unbundle(full)[: int(width)]) if found["level"] == ENTRIES else full[: int(width) * HASH]


def _read(name: str) -> bytes | None:
    try:
        return this_log().store.read(name)
    except FileNotFoundError:
        return None
