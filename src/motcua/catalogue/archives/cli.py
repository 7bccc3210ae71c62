"""`motcua catalogue export CODE… FILE`, `plan FILE`, `apply FILE`, `key`, `trust LINE`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from motcua.catalogue.archives import packing, services, signing
from motcua.catalogue.archives.services import Fate, Planned
from motcua.catalogue.errors import ArchiveRefusedError, PackageInvalidError
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError

REFUSED = 2
ALREADY = {Fate.UNCHANGED: " (already here)", Fate.OVERTAKEN: " (already here; a later version has followed it)"}
KEPT_OUT = "Not in an archive: agencies, officials, calendars, words of search, drafts, dossiers."


def main(words: Sequence[str]) -> int:
    """0: done, 1: something can't be taken over, 2: refused."""
    try:
        return _run(list(words))
    except PackageInvalidError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except MotCuaError as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except OSError as refusal:
        print(f"{refusal.filename}: {refusal.strerror}.", file=sys.stderr)
        return REFUSED


def _run(words: list[str]) -> int:
    code = 0
    match words:
        case ["key"]:
            print(signing.own_key().line)
        case ["trust", *line] if line:
            print(f"Trusted: {signing.trust(' '.join(line)).id}")
        case ["export", *codes, file] if codes:
            _export(codes, Path(file))
        case ["plan", file]:
            code = _tell(services.plan_archive(actor=SYSTEM, data=_read(Path(file))), "Nothing is changed yet.")
        case ["apply", file, *rest] if set(rest) <= {"--take-theirs"}:
            applied = services.apply_archive(actor=SYSTEM, data=_read(Path(file)), take_theirs=bool(rest))
            code = _tell(applied, "Applied.")
        case _:
            print("motcua catalogue export CODE... FILE | plan FILE | apply FILE | key | trust LINE", file=sys.stderr)
            code = REFUSED
    return code


def _export(codes: Sequence[str], file: Path) -> None:
    data = services.export_archive(actor=SYSTEM, codes=codes)
    file.write_bytes(data)
    count = len(set(codes))
    print(
        f"{file}: {count} procedure{'' if count == 1 else 's'}, {len(data)} bytes, signed by {signing.own_key().id}.\n{KEPT_OUT}"
    )


def _read(file: Path) -> bytes:
    if file.stat().st_size > packing.MOST_BYTES:
        raise ArchiveRefusedError(f"{file} is too large for an archive.")
    return file.read_bytes()


def _tell(plan: Sequence[Planned], done: str) -> int:
    for one in plan:
        print(f"{one.fate.value:9} {one.code} {one.version_hash[:12]}{ALREADY.get(one.fate, '')}")
        for difference in one.changes:
            print(f"            {difference.said['vi']}")
        for problem in one.problems:
            print(f"            {problem}")
        for need in one.needs:
            print(f"            needs: {need}")
    print(f"{done} {KEPT_OUT}")
    return 1 if any(one.fate in {Fate.CONFLICT, Fate.REFUSED} for one in plan) else 0
