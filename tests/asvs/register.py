"""The register of OWASP ASVS 5.0: which requirement is met and by what, which is open, which does not apply.

`python -m tests.asvs.register` prints the count and what is open.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
REGISTER = Path(__file__).with_name("register.yaml")
STATES = ("met", "open", "not_applicable")
ROWS_OF_LEVEL_2 = 253  # 70 of level 1 and 183 more


@dataclass(frozen=True)
class Row:
    """`proof`: what meets it; `why`: the reason where nothing does."""

    id: str
    level: int
    says: str
    state: str
    proof: tuple[str, ...] = ()
    why: str = ""


def read(path: Path = REGISTER) -> list[Row]:
    """Raises ValueError for a row that is not in exactly one state."""
    return [_row(raw) for raw in yaml.safe_load(path.read_text())]


def _row(raw: dict[str, Any]) -> Row:
    given = [state for state in STATES if raw.get(state)]
    if len(given) != 1:
        raise ValueError(f"{raw.get('id')} must be one of {', '.join(STATES)}")
    (state,) = given
    proof = tuple(raw["met"]) if state == "met" else ()
    return Row(raw["id"], raw["level"], raw["says"], state, proof, "" if state == "met" else str(raw[state]))


def vanished(row: Row) -> list[str]:
    """Proofs of a row that are not there any more: no such file, or no such test in it."""
    return [proof for proof in row.proof if not _is_there(proof)]


def _is_there(proof: str) -> bool:
    name, _sep, test = proof.partition("::")
    file = CHECKOUT / name
    is_test = file.name.startswith("test_") and file.suffix == ".py"
    if not file.is_file() or not (is_test or file.suffix == ".md"):
        return False
    if not is_test:
        return not test
    return bool(re.search(rf"^def {re.escape(test) + '[(]' if test else 'test_'}", file.read_text(), re.MULTILINE))


def sentence(rows: list[Row]) -> str:
    """The count of levels 1 and 2."""
    of = Counter(row.state for row in rows if row.level <= 2)
    return (
        f"ASVS L2: {of['met']} of {of.total()} met, {of['not_applicable']} not applicable, {of['open']} open"
        f" (and {sum(row.state == 'met' for row in rows if row.level == 3)} rows of L3 met)"
    )


if __name__ == "__main__":
    found = read()
    for row in found:
        if row.state == "open":
            print(f"open  {row.id:9} {row.says}: {row.why}")
    print(sentence(found))
