"""Document numbers of a source that lost parts of them: mend what is certain, mark the rest."""

import re
from collections.abc import Collection

# Number, year, kind and body, as documents are numbered since 1997.
_NUMBER = re.compile(r"\d{1,4}[a-z]?/\d{4}/(?:[A-ZĐ]{1,5}-)?(.+)")
_ASSEMBLY = re.compile(r"(?:UBTV)?QH\d{2}")
_GLUED = re.compile(r"[A-ZĐ]?[^\W\dA-Z_]+")  # the beginning of the title: "Th", "Quy", "s"


def mended(code: str, bodies: Collection[str]) -> tuple[str, bool]:
    """Return the number and whether it is doubtful. `bodies` are the symbols that a number may end with.

    Letters glued on behind a known symbol ("25/2021/TT-BTCTh") are certainly none of it and are cut off.
    """
    number = _unglued(code.strip(), bodies)
    shape = _NUMBER.fullmatch(number)
    known = shape is not None and (shape[1] in bodies or _ASSEMBLY.fullmatch(shape[1]) is not None)
    return number, not known


def _unglued(code: str, bodies: Collection[str]) -> str:
    cut = max(code.rfind("-"), code.rfind("/")) + 1
    head, last = code[:cut], code[cut:]
    assembly = _ASSEMBLY.match(last)
    symbols = [assembly[0]] if assembly else [body for body in bodies if last.startswith(body)]
    for symbol in sorted(symbols, key=len, reverse=True):
        if _GLUED.fullmatch(last.removeprefix(symbol)):
            return head + symbol
    return code
