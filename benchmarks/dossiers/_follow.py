"""The followers of `followers.py`, in a process of their own: PORT NUMBER TOKEN TOKEN. They follow until a line comes in,
and a second longer; then they tell what each was told, and all lags."""

import http.client
import json
import sys
import threading
import time
from datetime import UTC, datetime

import msgspec

PATH = "/api/v1/dossiers/changes"
PAUSE = 0.2  # seconds, when an answer came at once and had nothing in it


class Change(msgspec.Struct):
    id: str
    at: datetime


class Page(msgspec.Struct):
    changes: list[Change]
    cursor: str
    more: bool


_decode = msgspec.json.Decoder(Page).decode


class Follower(threading.Thread):
    def __init__(self, port: int, token: str, ready: threading.Barrier, ends: threading.Event) -> None:
        super().__init__(daemon=True)
        self.told: list[str] = []
        self.lags: list[float] = []
        self._port, self._token, self._ready, self._ends = port, token, ready, ends

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        cursor = self._ask(connection, "now", 0).cursor
        self._ready.wait()
        last = 0
        while last < 3:  # three times nothing, after the end
            began = time.monotonic()
            page = self._ask(connection, cursor, 1)
            now = datetime.now(UTC)
            self.told += [one.id for one in page.changes]
            self.lags += [(now - one.at).total_seconds() for one in page.changes]
            cursor = page.cursor
            last = last + 1 if self._ends.is_set() and not page.changes and not page.more else 0
            if not page.changes and time.monotonic() - began < PAUSE:
                time.sleep(PAUSE)

    def _ask(self, connection: http.client.HTTPConnection, after: str, wait: int) -> Page:
        headers = {"Authorization": f"Bearer {self._token}"}
        connection.request("GET", f"{PATH}?limit=1000&wait={wait}&after={after}", headers=headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"the feed answered {response.status}: {body[:300]!r}")
        return _decode(body)


def main() -> None:
    port, number, *tokens = sys.argv[1:]
    ready, ends = threading.Barrier(int(number) + 1), threading.Event()
    followers = [Follower(int(port), tokens[n % len(tokens)], ready, ends) for n in range(int(number))]
    for follower in followers:
        follower.start()
    ready.wait()
    print("ready", flush=True)
    sys.stdin.readline()
    ends.set()
    for follower in followers:
        follower.join()
    lags = [lag for follower in followers for lag in follower.lags]
    print(json.dumps({"told": [follower.told for follower in followers], "lags": lags}), flush=True)


if __name__ == "__main__":
    main()
