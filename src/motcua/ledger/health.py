"""How the public log is: what waits for it, what it has signed, what everybody sees of it, which of its files are gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from motcua.kernel.actors import SYSTEM
from motcua.kernel.merkle.hashing import HASH
from motcua.kernel.merkle.notes import Checkpoint, NoteError, split
from motcua.kernel.merkle.tiles import ENTRIES, WIDTH, tile_name, width_of
from motcua.platform.database.transactions import acting, prepared

_HEALTH = """
WITH last AS (SELECT place, entry_id FROM ledger_leaf WHERE body_hash <> '' ORDER BY index DESC LIMIT 1),
  signed AS (SELECT size, signed_at FROM ledger_checkpoint ORDER BY size DESC LIMIT 1),
  waiting AS (SELECT count(*) AS number, min(at) AS since FROM ledger_entry WHERE (place, id) > (
    coalesce((SELECT place FROM last), 0), coalesce((SELECT entry_id FROM last), '00000000-0000-0000-0000-000000000000')))
SELECT waiting.number + (SELECT coalesce(max(index) + 1, 0) FROM ledger_leaf) - coalesce(size, 0),
  coalesce(size, 0), now() - signed_at, now() - greatest(coalesce(waiting.since, now()), signed_at)
FROM waiting LEFT JOIN signed ON true
"""


@dataclass(frozen=True, slots=True)
class LogHealth:
    """`waiting`: entries that no checkpoint covers yet, `lag`: for how long at most. `signed`: leaves under the newest
    checkpoint, `age`: since when, None before the first. `published`: leaves that everybody sees, None where the file is
    missing or unreadable. `missing`: names of tiles that are gone or cut off."""

    waiting: int
    lag: timedelta
    signed: int
    age: timedelta | None
    published: int | None
    missing: tuple[str, ...]


def health_of(folder: Path) -> LogHealth:
    """The log whose files lie in `folder`. The files are looked for and measured, not read: `fsck` reads them."""
    with acting(SYSTEM):
        waiting, signed, age, lag = prepared(_HEALTH).fetchall()[0]
    published = _published(folder)
    missing = tuple(_missing(folder, min(signed, published or signed)))
    return LogHealth(waiting, max(lag, timedelta()), signed, age, published, missing)


def _published(folder: Path) -> int | None:
    try:
        return Checkpoint.read(split((folder / "checkpoint").read_text())[0]).size
    except (OSError, NoteError, UnicodeDecodeError):
        return None


def _missing(folder: Path, size: int) -> Iterator[str]:
    levels: list[int | str] = [level for level in range(8) if width_of(level, 0, size)]
    for level in (*levels, ENTRIES):
        depth = level if isinstance(level, int) else 0
        for number in range(-(-(size >> (8 * depth)) // WIDTH)):
            width = width_of(depth, number, size)
            names = dict.fromkeys((tile_name(level, number, width), tile_name(level, number)))
            least = width * (HASH if isinstance(level, int) else HASH + 2)
            if not any(_size(folder / name) >= least for name in names):
                yield next(iter(names))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
