"""What is wrong with a package's flow.yaml, and where: told to its writer before anything runs on it."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from motcua.dossiers.domain.flow import compile_flow

Fault = tuple[tuple[str | int, ...], str, str]
"""Path in flow.yaml, what is wrong, what to write instead."""

_KNOWN = ("extends", "supplement", "check_within", "result", "steps", "states", "transitions", "start")


def flow_faults(document: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Every fault; empty for a flow that can be run."""
    unknown = [_unknown(key) for key in document if key not in _KNOWN]
    if unknown:
        return tuple(unknown)
    reason = _reason(document)
    if not reason:
        return ()
    # The key without which the rest is fine is the one at fault.
    culprits = [key for key in document if not _reason({k: v for k, v in document.items() if k != key})]
    path = (culprits[0],) if culprits else ()
    what, _, instead = reason.removeprefix("flow.yaml: ").partition("; ")
    return ((path, f"{what[:1].upper()}{what[1:]}.", f"{instead[:1].upper()}{instead[1:]}." if instead else ""),)


def _unknown(key: str) -> Fault:
    close = get_close_matches(key, _KNOWN, n=1)
    hint = f" Did you mean `{close[0]}`?" if close else ""
    return (key,), f"`{key}` is not known in a flow.", f"Known are: {', '.join(_KNOWN)}.{hint}"


def _reason(document: Mapping[str, Any]) -> str:
    try:
        compile_flow(document)
    except KeyError as error:
        return f"{error} is missing or not known here"
    except (ValueError, TypeError, AttributeError) as error:
        return str(error)
    return ""
