"""The simulated bank's own memory: one line a credit, written before anybody is told. It outlives the process."""

import json
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Credit:
    """As it is told in notices."""

    reference: str
    bin: str
    account: str
    amount: int
    currency: str
    message: str
    booked_at: str


class Book:
    """Credits in the order in which they were booked."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        self.credits: list[Credit] = []
        if path.exists():
            self.credits = [Credit(**json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]

    def add(self, bin_: str, account: str, amount: int, message: str) -> Credit:
        """Book a credit, for good."""
        number = f"FT{uuid4().hex[:14].upper()}"
        credit = Credit(number, bin_, account, amount, "VND", message, datetime.now(UTC).isoformat(timespec="seconds"))
        with self._lock, self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(credit), ensure_ascii=False) + "\n")
            file.flush()
            self.credits.append(credit)
        return credit

    def with_bill(self, bill: str) -> list[Credit]:
        """The credits whose message holds the code."""
        return [one for one in self.credits if bill and bill in one.message]
