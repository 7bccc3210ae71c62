"""`motcua procedure diff OLD NEW`: what differs between two versions, in words or as JSON."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from pathlib import Path

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Difference, ProcedureVersion, Severity
from motcua.catalogue.errors import PackageInvalidError
from motcua.kernel.errors import NotFoundError

_HASH_LENGTH = 64
_MARKS = {Severity.HARMLESS: " ", Severity.NEW_DOSSIERS: "*", Severity.RUNNING_DRAFTS: "!"}
_LEGEND = {
    "vi": "* chỉ áp dụng cho hồ sơ mới   ! bản nháp và hồ sơ đang dở sẽ không còn khớp nếu chuyển sang bản này",
    "en": "* affects new dossiers only   ! running drafts and dossiers would no longer fit if moved to this version",
}


def main(arguments: Sequence[str]) -> int:
    """0: they say the same, 1: they differ, 2: one of them can't be read."""
    given = _parser().parse_args(arguments)
    try:
        old, new = (find_version(name) for name in (given.old, given.new))
    except (PackageInvalidError, NotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    found = catalogue.differences(old, new)
    if given.json:
        print(json.dumps([asdict(difference) for difference in found], ensure_ascii=False, indent=2, default=list))
    else:
        print("\n".join(said(found, given.language)) or "They say the same.")
    return 1 if found else 0


def find_version(name: str) -> ProcedureVersion:
    """A version by folder, hash, code, or code@day. Raises PackageInvalidError, NotFoundError, ValueError."""
    if Path(name).is_dir():
        return catalogue.load_package(Path(name))
    if len(name) == _HASH_LENGTH and "." not in name:
        return catalogue.get_version(name)
    code, _, day = name.partition("@")
    return catalogue.get_procedure(code, on=date.fromisoformat(day) if day else None)


def said(found: Sequence[Difference], language: str) -> Iterator[str]:
    """A line a difference, by file, with a mark for whom it touches."""
    for file, group in groupby(found, key=lambda difference: difference.file):
        yield file
        for difference in group:
            yield f" {_MARKS[difference.severity]} {difference.said[language]}"
    if any(difference.severity is not Severity.HARMLESS for difference in found):
        yield _LEGEND[language]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua procedure diff", description=__doc__)
    help_text = "a package's folder, a hash, a code (the version in force), or code@YYYY-MM-DD"
    parser.add_argument("old", metavar="OLD", help=help_text)
    parser.add_argument("new", metavar="NEW", help=help_text)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    return parser
