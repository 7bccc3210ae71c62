"""The package on the bench: judged again whenever a file changes, with the answers that were typed so far."""

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from motcua.authoring.checking import Judgement, judge_folder
from motcua.catalogue.contracts import ProcedureVersion

LOOK_EVERY = 0.25  # seconds between two looks at the folder
WAIT = 25.0  # seconds that a page waits for a change before it asks again


class Workshop:
    """`revision` grows with each change of the folder; `version` is the last one that could be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.answers: dict[str, Any] = {}
        self.revision = 0
        self.version: ProcedureVersion | None = None
        self.judgement = Judgement(None, ())
        self._seen: Mapping[str, tuple[int, int]] = {}
        self._changed = threading.Condition()
        self.look()

    def look(self) -> bool:
        """Judge the folder again if anything in it changed; returns whether it had."""
        found = _fingerprint(self.folder)
        if found == self._seen and self.revision:
            return False
        judgement = judge_folder(self.folder)
        with self._changed:
            self._seen, self.judgement = found, judgement
            self.version = judgement.version or self.version
            self.revision += 1
            self._changed.notify_all()
        return True

    def watch(self, stopped: threading.Event) -> None:
        """Look at the folder until `stopped` is set."""
        while not stopped.wait(LOOK_EVERY):
            self.look()

    def wait_for_change(self, since: int, seconds: float = WAIT) -> int:
        """The revision, at once when it is another one than `since`, else as soon as it is or when `seconds` are over."""
        until = time.monotonic() + seconds
        with self._changed:
            while self.revision == since and (left := until - time.monotonic()) > 0:
                self._changed.wait(left)
            return self.revision


def _fingerprint(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file; a file that goes away between two calls is no error."""
    found = {}
    for file in sorted(folder.rglob("*")):
        try:
            state = file.stat()
        except OSError:
            continue
        if file.is_file() and not file.name.startswith("."):
            found[file.relative_to(folder).as_posix()] = (state.st_mtime_ns, state.st_size)
    return found
