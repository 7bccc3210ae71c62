"""What a page costs on the wire, and how long it takes on a poor line, as the browser itself counts it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

# Chromium's own "Slow 3G": 400 ms there and back, 400 kbit/s each way; and a processor six times slower than here.
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOW_PHONE = 6


@dataclass
class Scales:
    """Counts what one page of the browser receives, headers included, compressed as it came."""

    page: Any
    line: Any = field(init=False)
    came: dict[str, int] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.line = self.page.context.new_cdp_session(self.page)
        self.line.send("Network.enable")
        self.line.on("Network.requestWillBeSent", self._note)
        self.line.on("Network.loadingFinished", self._weigh)

    def _note(self, event: dict[str, Any]) -> None:
        self._asked[event["requestId"]] = event["request"]["url"]

    def _weigh(self, event: dict[str, Any]) -> None:
        url = self._asked.get(event["requestId"], "")
        if url.startswith("http") and event["encodedDataLength"]:  # 0: from the browser's cache
            self.came[url] = self.came.get(url, 0) + int(event["encodedDataLength"])

    @contextmanager
    def load(self) -> Iterator[dict[str, int]]:
        """Bytes by address, of what is done inside, until nothing more comes."""
        self.came.clear()
        yield self.came
        self.page.wait_for_load_state("networkidle")

    def slow_down(self) -> None:
        """From now on a cheap phone on Slow 3G."""
        self.line.send("Network.emulateNetworkConditions", SLOW_3G)
        self.line.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PHONE})


def told(came: dict[str, int]) -> str:
    """The heaviest first, in kilobytes."""
    rows = sorted(came.items(), key=lambda one: -one[1])
    return "\n".join(f"{size / 1000:7.1f} KB  {url}" for url, size in rows)
