"""The bank of the demo: asked over HTTP at the address that it left in MOTCUA_HOME when it began."""

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings

from motcua.payments.contracts import CreditNews
from motcua.payments.domain.news import read_credit
from motcua.payments.domain.signing import sign
from motcua.platform.calling.api import call

SIMULATED = "simulated"
SECONDS = 3.0
MOST_ANSWER = 200_000  # bytes


def key_of_simulator() -> bytes:
    """What the simulator and the product sign with; both know it from the installation's own secret."""
    return hmac.new(settings.SECRET_KEY.encode(), b"motcua bank simulator", hashlib.sha256).digest()


def address_file() -> Path:
    return Path(settings.MOTCUA_BANK_SIMULATOR)


def address() -> str:
    """Where the simulator answers, "" when it does not run."""
    try:
        return str(json.loads(address_file().read_text())["url"])
    except (OSError, ValueError, KeyError):
        return ""


class SimulatedBank:
    """The connector of the simulator."""

    def ask(self, bill_code: str) -> Sequence[CreditNews]:
        """See `Connector.ask`."""
        told = _get(f"/api/credits?bill={quote(bill_code)}")
        try:
            return tuple(read_credit(SIMULATED, one, "asked") for one in told.get("credits", ()))
        except (KeyError, TypeError, ValueError):
            return ()  # nonsense is no answer


def _get(path: str) -> dict[str, Any]:
    """{} for a bank that is not there, too slow, or says nonsense: it is asked again."""
    there, at = address(), int(time.time())
    if not there:
        return {}
    seal = {"Bank-Timestamp": str(at), "Bank-Signature": sign(key_of_simulator(), at, path.encode())}
    answer = call("GET", there + path, seal, seconds=SECONDS, most=MOST_ANSWER, loopback=True)
    try:
        told = json.loads(answer.body) if answer.arrived else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
