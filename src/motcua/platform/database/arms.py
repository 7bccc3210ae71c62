"""One statement that writes several rows, or none of them: an act in one round trip.

The first arm decides whether anything is written; every other one is an INSERT … SELECT, open at its end (as
`ledger.api.ENTRY_CTE` is), that takes its row from the first: nothing found there, nothing written anywhere.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from motcua.platform.database.prepared import Rows
from motcua.platform.database.transactions import prepared

Arm = tuple[str, Mapping[str, Any]]
_PLACE = re.compile(r"%\((\w+)\)s")


def write_together(first: Arm, *others: Arm) -> Rows:
    """Run `first` (an INSERT, UPDATE or DELETE that returns something) and, for each of its rows, all `others`.

    An arm of `others` may name the first as `moved`; where it does not, ` FROM moved` is put behind it. Each arm has
    parameters of its own. Returns the rows of the first; raises psycopg's own errors.
    """
    parameters: dict[str, Any] = {}
    texts = []
    for number, (text, given) in enumerate((first, *others)):
        texts.append(_own(text, number))
        parameters |= {f"{name}_{number}": value for name, value in given.items()}
    return prepared(_statement(tuple(texts)), parameters)


def from_columns(text: str) -> str:
    """An arm that takes its values from columns of the arm that it follows, named as its parameters are."""
    return _PLACE.sub(lambda found: found[1], text)


@lru_cache(maxsize=512)
def _own(text: str, number: int) -> str:
    """The arm with its parameters under names that no other arm has."""
    return _PLACE.sub(lambda found: f"%({found[1]}_{number})s", text)


@lru_cache(maxsize=512)
def _statement(texts: Sequence[str]) -> str:
    first, *others = texts
    arms = [f"moved AS ({first})"]
    arms += [
        f"arm_{number} AS ({text}{'' if ' moved' in text else ' FROM moved'})" for number, text in enumerate(others, 1)
    ]
    return f"WITH {', '.join(arms)} SELECT * FROM moved"
