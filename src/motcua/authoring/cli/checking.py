"""`motcua procedure check DIR`: every problem with its file, its line and what to write instead."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from motcua.authoring.checking import Judgement, judge_folder, package_folders
from motcua.catalogue.contracts import PackageProblem


def main(arguments: Sequence[str]) -> int:
    """0: nothing to mend (warnings hinder nothing), 1: something is wrong, 2: there is no package."""
    given = _parser().parse_args(arguments)
    folders = package_folders(given.folder)
    if not folders:
        print(f"There is no procedure package in {given.folder}.", file=sys.stderr)
        return 2
    began = time.monotonic()
    judged = [(folder.name, judge_folder(folder)) for folder in folders]
    if given.json:
        print(json.dumps([_as_json(name, judgement) for name, judgement in judged], ensure_ascii=False, indent=2))
    else:
        _tell(judged, time.monotonic() - began, quiet=given.quiet)
    return 1 if any(judgement.problems for _, judgement in judged) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua procedure check", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="a package, or a folder of packages")
    parser.add_argument("--json", action="store_true", help="problems for an editor, as JSON")
    parser.add_argument("--quiet", action="store_true", help="no warnings, only what has to be mended")
    return parser


def _tell(judged: Sequence[tuple[str, Judgement]], seconds: float, *, quiet: bool) -> None:
    problems = [f"{name}/{problem}" for name, judgement in judged for problem in judgement.problems]
    warnings = [f"{name}/{warning}" for name, judgement in judged for warning in judgement.warnings]
    for line in problems:
        print(line)
    for line in () if quiet else warnings:
        print(f"warning: {line}")
    played = sum(len(judgement.scenarios) for _, judgement in judged)
    done = f"{_counted(len(judged), 'package')}, {_counted(played, 'example')}, {seconds:.1f} s:"
    verdict = f"{len(problems)} to mend" if problems else "nothing to mend"
    slips = f", {_counted(len(warnings), 'warning')}" if warnings else ""
    print(f"{done} {verdict}{slips}.")


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _as_json(name: str, judgement: Judgement) -> dict[str, object]:
    return {
        "package": name,
        "hash": judgement.version.hash if judgement.version else None,
        "problems": [_problem(problem, "error") for problem in judgement.problems]
        + [_problem(warning, "warning") for warning in judgement.warnings],
        "scenarios": {scenario.name: not scenario.problems for scenario in judgement.scenarios},
    }


def _problem(problem: PackageProblem, severity: str) -> dict[str, object]:
    return {
        "severity": severity,
        "file": problem.file,
        "line": problem.line,
        "path": list(problem.path),
        "what": problem.what,
        "instead": problem.instead,
    }
