"""Reading what a bank tells of one credit. Whoever it comes from, only this shape is taken."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.payments.contracts import CreditNews

LONGEST = {"reference": 64, "bin": 6, "account": 24, "message": 500, "booked_at": 40}


def read_credit(bank: str, told: Mapping[str, Any], source: str) -> CreditNews:
    """The news. Raises KeyError, TypeError and ValueError for anything that is not quite right."""
    texts = {name: told[name] for name in LONGEST}
    for name, text in texts.items():
        if not isinstance(text, str) or len(text) > LONGEST[name] or "\0" in text:
            raise ValueError(f"{name} is no text of at most {LONGEST[name]} signs")
    if type(told["amount"]) is not int or told["currency"] != "VND" or not texts["reference"]:
        raise ValueError("no whole amount in VND, or no number of the credit")
    booked_at = datetime.fromisoformat(texts["booked_at"])
    if booked_at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return CreditNews(
        bank=bank,
        reference=texts["reference"],
        bin=texts["bin"],
        account=texts["account"],
        amount=told["amount"],
        message=texts["message"],
        booked_at=booked_at,
        source=source,
    )
