"""Makes a procedure version's form ready to run, once per version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.forms.contracts import Form
from motcua.forms.domain.compiled import CompiledForm, compile_definition

MOST_KEPT = 4_096


_kept: dict[str, tuple[Any, CompiledForm]] = {}


def compile_form(version: ProcedureVersion) -> Form:
    """The version's form; compiled once in a process. Raises FormDefinitionError with every fault and its path."""
    kept = _kept.get(version.hash)
    # Equal hashes mean equal forms, except in previews of a package that isn't published yet.
    if kept and (kept[0] is version.form or kept[0] == version.form):
        return kept[1]
    form = replace(_compiled(_Definition(version.form)), version_hash=version.hash)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[version.hash] = (version.form, form)
    return form


class _Definition:
    """A raw form that is equal to another one with the same content: thousands of procedures share a few forms."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        written = json.dumps(raw, sort_keys=True, default=repr)
        self.digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).digest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Definition) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


@lru_cache(maxsize=1024)
def _compiled(definition: _Definition) -> CompiledForm:
    return compile_definition("", definition.raw, catalogue.condition, catalogue.calculation)
