"""The flow of a procedure version, compiled once."""

from functools import lru_cache

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.domain.flow import Flow, compile_flow

_compiled: dict[str, Flow] = {}


def flow_of(version: ProcedureVersion) -> Flow:
    """The compiled flow; a version never changes, so neither does this."""
    flow = _compiled.get(version.hash)
    if flow is None:
        flow = _compiled[version.hash] = compile_flow(version.flow)
    return flow


@lru_cache(maxsize=4096)
def flow_of_hash(version_hash: str) -> Flow:
    return flow_of(catalogue.get_version(version_hash))
