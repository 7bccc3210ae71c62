"""Reads an expression into a tree. This grammar is the subset of CEL that the server and the browser agree on.

Whatever isn't read here is refused when a package is checked, with what to write instead: decimal numbers, bytes,
timestamps, maps, macros that only one side knows. `written` prints the tree again, in one plain way; that text, and never
the author's own, is what both engines are given. So layout, comments, escapes and quotes can't make them differ.
"""

from motcua.catalogue.domain.expression_syntax.reading import BIGGEST, DEEPEST, LONGEST, MACROS, read, refusal
from motcua.catalogue.domain.expression_syntax.tree import (
    Binary,
    Call,
    Either,
    Item,
    Literal,
    Logic,
    Loop,
    Name,
    Node,
    Part,
    Row,
    Unary,
    children,
    free_names,
    rebuilt,
)
from motcua.catalogue.domain.expression_syntax.writing import written

__all__ = [
    "BIGGEST",
    "DEEPEST",
    "LONGEST",
    "MACROS",
    "Binary",
    "Call",
    "Either",
    "Item",
    "Literal",
    "Logic",
    "Loop",
    "Name",
    "Node",
    "Part",
    "Row",
    "Unary",
    "children",
    "free_names",
    "read",
    "rebuilt",
    "refusal",
    "written",
]
