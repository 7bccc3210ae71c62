"""The code of an obligation, as it travels in the message of a bank transfer: MC, eleven signs, one that checks them.

Thirty-two signs without I, L, O and U, which are misread; banks put the code in capitals, add words and drop signs.
"""

import re
import secrets

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "MC"
DRAWN = 11
_CODE = re.compile(rf"(?={PREFIX}([{SIGNS}]{{{DRAWN + 1}}}))")


def draw() -> str:
    """A new code, not to be guessed."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(DRAWN))
    return PREFIX + drawn + check_sign(drawn)


def check_sign(drawn: str) -> str:
    """Changes with any one sign (odd weights), and when neighbours change places unless they are sixteen apart."""
    total = sum((2 * place + 1) * SIGNS.index(sign) for place, sign in enumerate(drawn))
    return SIGNS[total % len(SIGNS)]


def is_code(text: str) -> bool:
    found = _CODE.match(text)
    return bool(found) and len(text) == len(PREFIX) + DRAWN + 1 and check_sign(text[2:-1]) == text[-1]


def find(message: str) -> str:
    """The one code in a transfer's message; "" for none, and for several different ones: a person has to look."""
    squeezed = re.sub(r"[^0-9A-Z]", "", message.upper())
    found = {PREFIX + each for each in _CODE.findall(squeezed) if check_sign(each[:-1]) == each[-1]}
    return found.pop() if len(found) == 1 else ""
