"""`motcua procedure publish FOLDER…`: check whole, show what changes, publish."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from motcua.authoring.checking import Judgement, judge_files, judge_folder
from motcua.authoring.cli.differing import said
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin, PackageProblem
from motcua.catalogue.errors import PackageInvalidError, ProcedureNotFoundError
from motcua.kernel.actors import SYSTEM


def main(arguments: Sequence[str]) -> int:
    """0: all are published, 1: some could not be."""
    given = _parser().parse_args(arguments)
    return max(_publish(folder, given.effective_from, dry=given.dry_run) for folder in given.folders)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua procedure publish", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--effective-from", type=date.fromisoformat, metavar="YYYY-MM-DD",
        help="the version's first day; it is written into procedure.yaml",
    )  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="tell what would change, and change nothing")
    return parser


def _publish(folder: Path, first_day: date | None, *, dry: bool) -> int:
    judgement = judge_folder(folder)
    if judgement.version is None or judgement.problems:
        return _refuse(folder, judgement.problems)
    files = catalogue.read_files(folder)
    if first_day:
        files = _from_day(files, first_day)
        judgement = judge_files(files, folder=folder.name)
    if judgement.version is None or judgement.problems:
        return _refuse(folder, judgement.problems)
    _tell_changes(judgement)
    if dry:
        return 0
    try:
        version = catalogue.publish_files(actor=SYSTEM, files=files, folder=folder.name)
    except PackageInvalidError as refusal:
        return _refuse(folder, refusal.problems)
    if first_day:
        (folder / "procedure.yaml").write_bytes(files["procedure.yaml"])
        print(f"{folder.name}/procedure.yaml: effective.from is {first_day} now.")
    print(f"{version.code} {version.hash} from {version.effective_from}")
    return 0


def _from_day(files: dict[str, bytes], first_day: date) -> dict[str, bytes]:
    text = files["procedure.yaml"].decode()
    content = catalogue.spans.read(text)
    content["effective"] = content["effective"] | {"from": first_day.isoformat()}
    return files | {"procedure.yaml": catalogue.spans.apply(text, catalogue.spans.rewrite(text, content)).encode()}


def _tell_changes(judgement: Judgement) -> None:
    """The difference to the version that is in force, if a person wrote that one."""
    version = judgement.version
    if version is None:
        return
    try:
        current = catalogue.newest_version(version.code)
    except ProcedureNotFoundError:
        current = None
    if current is None or current.origin is not Origin.PACKAGE:
        print(f"{version.code}: the first version that is published from a package.")
        return
    for line in said(catalogue.differences(current, version), "vi"):
        print(line)


def _refuse(folder: Path, problems: Sequence[PackageProblem]) -> int:
    for problem in problems:
        print(f"{folder.name}/{problem}", file=sys.stderr)
    return 1
