"""Accounts for the demo's agencies at a bank that does not exist, and a fee that is still to be paid."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from motcua.agencies.contracts import AgencyView
from motcua.catalogue import api as catalogue
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.texts import fold
from motcua.payments import api as payments
from motcua.site.demo.stories import Desk, Plan, live

BIN = "999999"  # no bank's; VietQR's own list ends before it
SINCE = "2025-07-01"
NUMBER = 10_000  # beyond those of the planned dossiers


def open_accounts(offices: Iterable[AgencyView]) -> None:
    """One for each agency, and numbers for its receipts. Its number is made of its code: the same in every demo world."""
    known = list({office.code: office for office in offices}.values())
    payments.write_accounts(
        {
            "agency": one.code,
            "bank": "simulated",
            "bank_name": "Ngân hàng Giả Định",
            "bin": BIN,
            "number": number_of(one.code),
            "holder": fold(one.name.get("vi", one.code)).upper()[:120],
            "from": SINCE,
        }
        for one in known
    )
    payments.write_ranges(
        {"agency": one.code, "series": "TD/26", "first": 1, "last": 9_999_999, "from": SINCE} for one in known
    )


def number_of(code: str) -> str:
    """The code's letters and digits as digits, nine of them at least."""
    return "9" + "".join(sign if sign.isdigit() else f"{ord(sign) % 100:02d}" for sign in code if sign.isalnum()).zfill(
        9
    )


def ask_to_pay(
    told: Mapping[str, Any], desks: Mapping[str, Desk], people: Mapping[str, Actor], reasons: Mapping[str, str]
) -> None:
    """One dossier that waits for its fee."""
    plan = Plan(
        version=catalogue.get_procedure(told["code"]),
        desk=desks[told["agency"]],
        applicant=people[told["applicant"]],
        filed_at=clock.now() - timedelta(days=told["days_ago"], minutes=10),
        to="awaiting_payment",
        with_supplement=False,
    )
    live(plan, NUMBER, reasons, Random(NUMBER))
