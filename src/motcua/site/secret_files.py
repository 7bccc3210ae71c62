"""The one loader of secrets: each may stand in its variable, or in a private file that `<VARIABLE>_FILE` names.

A value is never printed: what is wrong with a file is said with the file's name.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from motcua.platform.database.errors import StartRefusedError

SUFFIX = "_FILE"
LARGEST = 64 * 1024
OPEN_TO_OTHERS = stat.S_IRWXO | stat.S_IWGRP


def read_secret_files(variables: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """The secrets of `variables` that files hold, by variable. Raises StartRefusedError with a sentence for each file that
    cannot be used, or that stands beside the variable itself."""
    found, problems = {}, []
    for variable in variables:
        name = given.get(variable + SUFFIX, "")
        if not name:
            continue
        if given.get(variable):
            problems.append(f"{variable} and {variable}{SUFFIX} are both set; keep one of them.")
            continue
        try:
            found[variable] = _read(Path(name))
        except (OSError, ValueError) as error:
            what = error.strerror if isinstance(error, OSError) else str(error)
            problems.append(f"{variable}{SUFFIX} names {name}, which cannot be used: {what}.")
    if problems:
        raise StartRefusedError("\n".join(problems))
    return found


def _read(path: Path) -> str:
    """Raises OSError and ValueError, whose text never holds what the file says."""
    if not path.is_absolute():
        raise ValueError("name it by an absolute path")
    with path.open("rb") as file:
        state = _state(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise ValueError("it is no ordinary file")
        if state.st_mode & OPEN_TO_OTHERS:
            raise ValueError("others may read or change it; chmod 600 it (440 in a container)")
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise ValueError("it is too large for a secret")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise ValueError("it is no text") from None
    value = text.removesuffix("\n").removesuffix("\r")
    if not value.strip() or "\n" in value or "\0" in value:
        raise ValueError("it must hold one line")
    return value


def _state(descriptor: int) -> os.stat_result:
    return os.fstat(descriptor)
