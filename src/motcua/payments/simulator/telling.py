"""Telling the product: signed, again and again until it is heard, and as badly as it was asked to."""

import http.client
import json
import threading
import time
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

from motcua.payments.domain.signing import sign
from motcua.payments.simulator.book import Credit

PAUSES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 60.0)  # seconds before each try
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the next notices go out. `slow`: seconds late; `twice`: each told twice; `reordered`: held until the next one
    has gone; `lying`: told again with another amount; `forged`: signed with a wrong key; `lost`: never told."""

    slow: float = 0.0
    twice: bool = False
    reordered: bool = False
    lying: bool = False
    forged: bool = False
    lost: bool = False


class Teller:
    """Sends notices, each from a thread of its own."""

    def __init__(self, url: str, key: bytes) -> None:
        self.url, self._key, self.behaviour = url, key, Behaviour()
        self._held: list[Credit] = []
        self.answers: list[int] = []

    def tell(self, credit: Credit) -> None:
        """Tell of a credit, as the behaviour of this moment has it."""
        how = self.behaviour
        if how.lost:
            return
        if how.reordered and not self._held:
            self._held.append(credit)
            return
        for one in (credit, *self._held):
            self._start(one, how)
        self._held.clear()

    def _start(self, credit: Credit, how: Behaviour) -> None:
        for _time in range(2 if how.twice else 1):
            threading.Thread(target=self._send, args=(credit, how), daemon=True).start()

    def _send(self, credit: Credit, how: Behaviour) -> None:
        time.sleep(how.slow)
        key = b"a key that is nobody's" if how.forged else self._key
        for pause in PAUSES:
            time.sleep(pause)
            if self._post(credit, key) == 200:
                break
        if how.lying:
            self._post(replace(credit, amount=credit.amount * 10), key)

    def _post(self, credit: Credit, key: bytes) -> int:
        target, at = urlsplit(self.url), int(time.time())
        body = json.dumps(asdict(credit), ensure_ascii=False).encode()
        connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=SECONDS)
        try:
            connection.request(
                "POST",
                "/api/v1/payments/notices/simulated",
                body,
                {
                    "Content-Type": "application/json",
                    "Bank-Timestamp": str(at),
                    "Bank-Signature": sign(key, at, body),
                },
            )
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            status = 0
        finally:
            connection.close()
        self.answers.append(status)
        return status
