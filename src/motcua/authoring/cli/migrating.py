"""`motcua procedure plan-migration FROM TO` and `migrate apply|revert`: running dossiers to another version."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from motcua.authoring.cli.differing import find_version
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import Fit, MoveOutcome, MovePlan
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError

SHOWN = 20
_HEAD = """\
# A plan to move running dossiers and drafts of {procedure}. Read it, change it, rehearse it, apply it:
#   motcua procedure migrate rehearse FILE | apply FILE | revert ID
# renamed: former question: present one.  given: answers for new questions.  dropped: answers that stay behind.
# papers: former paper: present one.  deadline: keep (as promised) or reckon (by the new time limit).
"""


def plan(arguments: Sequence[str]) -> int:
    """Write a plan and rehearse it: 0 all fit, 1 some do not, 2 it can't be planned."""
    given = _plan_parser().parse_args(arguments)
    try:
        old, new = find_version(given.old), find_version(given.new)
        renamed = dict(_pair(text) for text in given.map)
        made = dossiers.suggest_move(from_hash=old.hash, to_hash=new.hash, legal=given.legal, renamed=renamed)
        if given.out:
            given.out.write_text(_HEAD.format(procedure=made.procedure) + _as_yaml(made), "utf-8")
            print(given.out)
        return _rehearse(made)
    except (MotCuaError, ValueError) as refusal:
        return _refuse(refusal)


def migrate(arguments: Sequence[str]) -> int:
    """Rehearse, apply or revert: 0 all went, 1 some stayed where they were, 2 refused."""
    given = _migrate_parser().parse_args(arguments)
    try:
        if given.verb == "revert":
            return _tell(dossiers.revert_move(actor=SYSTEM, move_id=UUID(given.subject), legal=given.legal))
        read = _read(Path(given.subject))
        if given.verb == "rehearse":
            return _rehearse(read)
        fits, _drafts = dossiers.rehearse_move(actor=SYSTEM, plan=read)
        expected = {fit.code: fit.version for fit in fits}
        return _tell(dossiers.apply_move(actor=SYSTEM, plan=read, expected=expected))
    except (MotCuaError, ValueError, OSError, TypeError, yaml.YAMLError) as refusal:
        return _refuse(refusal)


def _rehearse(read: MovePlan) -> int:
    fits, drafts = dossiers.rehearse_move(actor=SYSTEM, plan=read)
    wrong = [fit for fit in fits if fit.why]
    print(f"{len(fits)} running dossiers: {len(fits) - len(wrong)} fit, {len(wrong)} stay. {drafts} drafts move.")
    for reason, count in Counter(reason for fit in wrong for reason in fit.why).most_common():
        print(f"  {count} × {reason}")
    for fit in wrong[:SHOWN]:
        print(f"  {_row(fit)}")
    if len(wrong) > SHOWN:
        print(f"  ... and {len(wrong) - SHOWN} more.")
    return 1 if wrong else 0


def _row(fit: Fit) -> str:
    return f"{fit.code} ({fit.state}): {'; '.join(fit.why)}"


def _tell(outcome: MoveOutcome) -> int:
    print(f"{outcome.id}: {outcome.dossiers} dossiers and {outcome.drafts} drafts.")
    for code in outcome.skipped:
        print(f"  {code} stays where it is", file=sys.stderr)
    if outcome.drafts_skipped:
        print(f"  {outcome.drafts_skipped} drafts were saved since and stay where they are", file=sys.stderr)
    return 1 if outcome.skipped or outcome.drafts_skipped else 0


def _as_yaml(made: MovePlan) -> str:
    document: dict[str, Any] = {
        "procedure": made.procedure,
        "from": made.from_hash,
        "to": made.to_hash,
        "legal": made.legal,
        "renamed": dict(made.renamed),
        "given": dict(made.given),
        "dropped": list(made.dropped),
        "papers": dict(made.papers),
        "deadline": made.deadline,
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


def _read(file: Path) -> MovePlan:
    document = yaml.safe_load(file.read_text("utf-8"))
    known = {"procedure", "from", "to", "legal", "renamed", "given", "dropped", "papers", "deadline"}
    if not isinstance(document, dict) or set(document) - known or {"procedure", "from", "to", "legal"} - set(document):
        raise ValueError(f"{file} is no plan; it has {', '.join(sorted(known))}.")
    return MovePlan(
        procedure=str(document["procedure"]),
        from_hash=str(document["from"]),
        to_hash=str(document["to"]),
        legal=str(document["legal"]),
        renamed=dict(document.get("renamed") or {}),
        given=dict(document.get("given") or {}),
        dropped=tuple(document.get("dropped") or ()),
        papers=dict(document.get("papers") or {}),
        deadline=str(document.get("deadline", "keep")),
    )


def _pair(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not (old and sign and new):
        raise ValueError(f"{text!r} maps nothing; write --map old_id=new_id.")
    return old, new


def _refuse(refusal: Exception) -> int:
    print(refusal, file=sys.stderr)
    return 2


def _plan_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua procedure plan-migration", description=__doc__)
    parser.add_argument("old", metavar="FROM", help="a hash, a code, or code@YYYY-MM-DD")
    parser.add_argument("new", metavar="TO", help="likewise")
    parser.add_argument("--map", action="append", default=[], metavar="OLD=NEW", help="a question under another id")
    parser.add_argument("--legal", required=True, metavar="TEXT", help="the rule by which running dossiers move")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write the plan")
    return parser


def _migrate_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motcua procedure migrate", description=__doc__)
    parser.add_argument("verb", choices=("rehearse", "apply", "revert"))
    parser.add_argument("subject", metavar="FILE|ID", help="the plan; for revert the id that apply told")
    parser.add_argument("--legal", default="", metavar="TEXT", help="revert: why it is taken back")
    return parser
