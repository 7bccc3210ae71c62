"""Makes a procedure version's form ready to run, once per version."""

import threading
from collections import OrderedDict
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.forms.contracts import Form
from motcua.forms.domain.compiled import CompiledForm, compile_definition

MOST_KEPT = 4_096  # a small form takes some 20 kB

_kept: OrderedDict[str, tuple[Any, CompiledForm]] = OrderedDict()
_lock = threading.Lock()


def compile_form(version: ProcedureVersion) -> Form:
    """The version's form; compiled once in a process. Raises FormDefinitionError with every fault and its path."""
    kept = _kept.get(version.hash)
    # Equal hashes mean equal forms, except in previews of a package that isn't published yet.
    if kept and (kept[0] is version.form or kept[0] == version.form):
        return kept[1]
    form = compile_definition(version.hash, version.form, catalogue.condition)
    with _lock:
        _kept[version.hash] = (version.form, form)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return form
