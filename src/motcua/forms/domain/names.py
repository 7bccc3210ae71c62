"""Which names a condition reads. Knows of CEL only how it writes names, texts and the variables of its macros."""

import re

_TEXT = re.compile(r"""[rRbB]{0,2}('''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")""", re.DOTALL)
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?!\w)(?!\s*\()")
_OWN = re.compile(r"\.(?:exists|exists_one|all|filter|map)\(\s*(\w+)\s*,")
ITEM = "item"
"""How rules of a group call the item at hand: `item.sex`."""
_OF_ITEM = re.compile(r"(?<![\w.])item\s*\.\s*([A-Za-z_]\w*)")
_WORDS = frozenset({"true", "false", "null", "in"})


def names_in(expression: str) -> frozenset[str]:
    """Every name that the expression takes from outside: `'a' in xs && xs.exists(x, x == b)` reads xs and b."""
    bare = _TEXT.sub("''", expression)
    return frozenset(_NAME.findall(bare)) - _WORDS - frozenset(_OWN.findall(bare))


def speaks_of_null(expression: str) -> bool:
    """Whether the expression says itself what an absent answer means."""
    return re.search(r"\bnull\b", _TEXT.sub("''", expression)) is not None


def item_names_in(expression: str) -> frozenset[str]:
    """The fields that it reads of the item at hand: `item.sex == 'girl'` reads sex."""
    return frozenset(_OF_ITEM.findall(_TEXT.sub("''", expression)))
