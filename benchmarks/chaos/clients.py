"""People who work while things break, and never forget what they were told."""

import http.client
import itertools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import quote

PATIENCE = 240.0  # seconds; whoever gets no answer for so long has lost something
ANSWERED = {200, 201}


@dataclass
class Journal:
    """What was acknowledged. `codes`: by key, the code that was answered; `wrong`: answers that should never come."""

    codes: dict[str, str] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)  # by code, how many acts were acknowledged
    waiting: "SimpleQueue[str]" = field(default_factory=SimpleQueue)  # codes that an official may begin with
    seen: dict[str, list[int]] = field(default_factory=dict)  # by code, the versions that the feed told, as they came
    told: Counter[str] = field(default_factory=Counter)  # by id of a change, how often the feed told it
    again: Counter[str] = field(default_factory=Counter)  # by why: tries that got no answer worth having
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Client:
    """One connection that sends until it is answered: with the same key, so that nothing happens twice."""

    def __init__(self, port: int, journal: Journal) -> None:
        self.port, self.journal = port, journal
        self.connection: http.client.HTTPConnection | None = None

    def send(
        self, method: str, path: str, token: str, key: str = "", body: object = None
    ) -> tuple[int, Mapping[str, Any]]:
        """Status and answer of the first try that was understood. Raises TimeoutError after `PATIENCE`."""
        end = time.monotonic() + PATIENCE
        content = json.dumps(body).encode() if body is not None else None
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
            "Host": "localhost",
        }
        while time.monotonic() < end:
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
                self.connection.request(method, path, content, headers)
                answer = self.connection.getresponse()
                said = answer.read()
                if answer.status < 500:
                    return answer.status, json.loads(said)
                why = str(answer.status)
            except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
                why = type(error).__name__
                if self.connection is not None:
                    self.connection.close()
                self.connection = None
            with self.journal.lock:
                self.journal.again[why] += 1
            time.sleep(random.uniform(0.05, 0.5))
        raise TimeoutError(f"{method} {path} {key} was never answered")


class Citizen(threading.Thread):
    """Submits one dossier after the other until told to stop."""

    def __init__(self, number: int, port: int, facts: Mapping[str, Any], journal: Journal) -> None:
        super().__init__(daemon=True, name=f"citizen-{number}")
        self.number, self.facts, self.journal = number, facts, journal
        self.client, self.stopping = Client(port, journal), threading.Event()

    def run(self) -> None:
        for turn in itertools.count():
            if self.stopping.is_set():
                return
            self.submit(f"chaos-{self.number}-{turn}", turn)

    def submit(self, key: str, turn: int) -> None:
        body = self.facts["body"] | {"agency": self.facts["agencies"][turn % len(self.facts["agencies"])]}
        try:
            status, answer = self.client.send("POST", "/api/v1/dossiers", self.facts["token"], key, body)
        except TimeoutError as late:
            status, answer = 0, {"detail": str(late)}
        with self.journal.lock:
            if status in ANSWERED:
                self.journal.codes[key] = str(answer["code"])
                self.journal.waiting.put(str(answer["code"]))
            else:
                self.journal.wrong.append(f"{key}: {status} {answer}")
        time.sleep(0.002)


class Desk(threading.Thread):
    """An office: takes one dossier after the other from acceptance to the result, as receiver, specialist and head."""

    ACTS = (("accept", "receiver"), ("resolve", "specialist"), ("approve", "head"), ("return", "receiver"))

    def __init__(self, port: int, facts: Mapping[str, Any], journal: Journal) -> None:
        super().__init__(daemon=True, name="desk")
        self.facts, self.journal = facts, journal
        self.client, self.stopping = Client(port, journal), threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.work_off(self.journal.waiting.get(timeout=0.5))
            except Empty:
                continue

    def work_off(self, code: str) -> None:
        for version, (action, role) in enumerate(self.ACTS, 1):
            if self.stopping.is_set():
                return
            body = {"action": action, "expected_version": version}
            if action == "resolve":
                body |= {"proposal": self.facts["proposal"]}
            path, key = f"/api/v1/dossiers/{code}/acts", f"{code}-{action}"
            status, answer = self.client.send("POST", path, self.facts["officials"][role], key, body)
            with self.journal.lock:
                if status in ANSWERED and answer["version"] == version + 1:
                    self.journal.acts[code] += 1
                else:
                    self.journal.wrong.append(f"{key}: {status} {answer}")
                    return


class Follower(threading.Thread):
    """Another system that follows the feed: it keeps one cursor, and takes it on only when it has worked off a page."""

    def __init__(self, port: int, token: str, journal: Journal) -> None:
        super().__init__(daemon=True, name="follower")
        self.token, self.journal = token, journal
        self.client, self.stopping, self.cursor, self.caught_up = Client(port, journal), threading.Event(), "now", False

    def run(self) -> None:
        while not (self.stopping.is_set() and self.caught_up):
            path = f"/api/v1/dossiers/changes?after={quote(self.cursor)}&limit=500&wait=2"
            status, page = self.client.send("GET", path, self.token)
            if status != 200:
                self.journal.wrong.append(f"the feed answered {status} {page} after {self.cursor}")
                return
            for change in page["changes"]:
                self.journal.told[str(change["id"])] += 1
                versions = self.journal.seen.setdefault(str(change["dossier"]), [])
                if not versions or versions[-1] != change["version"]:  # an alarm that rang is no act: the same version
                    versions.append(int(change["version"]))
            self.cursor, self.caught_up = str(page["cursor"]), not page["changes"]
