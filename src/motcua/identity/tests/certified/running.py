"""Starts the certified provider as a process of its own, and walks through it as a browser does."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urljoin
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

import pytest

HERE = Path(__file__).parent
PLACES = ("package.json", "package-lock.json", "provider.mjs")
OLDEST_NODE = 18
MOST_STEPS = 10


def installed(folder: Path) -> Path:
    """`folder` with the provider in it, by its lock file. Skips the test where this machine cannot."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("needs Node.js and npm; on Debian: apt-get install nodejs npm")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
        pytest.skip(f"needs Node.js {OLDEST_NODE} or newer; here is {version}")
    for name in PLACES:
        shutil.copy(HERE / name, folder / name)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"],
        cwd=folder, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"npm ci could not fetch the provider: {done.stderr.strip()[-300:]}")
    return folder


@contextmanager
def provider(folder: Path, knows: dict[str, Any]) -> Iterator[str]:
    """Its issuer, while it runs."""
    process = subprocess.Popen(
        ["node", "provider.mjs"], cwd=folder, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with process:
        try:
            assert process.stdin and process.stdout
            process.stdin.write(json.dumps(knows) + "\n")
            process.stdin.flush()
            issuer = process.stdout.readline().strip()
            assert issuer.startswith("http://127.0.0.1:"), issuer
            yield issuer
        finally:
            process.terminate()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_given, **_more):
        return None


class Person:
    """Somebody with a browser, in which the provider's session lives on."""

    def __init__(self, subject: str, acr: str) -> None:
        self.subject, self.acr = subject, acr
        self._opener = build_opener(ProxyHandler({}), _Stay, HTTPCookieProcessor(CookieJar()))
        self.asked = 0
        """How often the provider asked who it is, or whether that is agreed."""

    def walk(self, address: str, until: str) -> str:
        """Follow the provider's redirects up to the one that leads to `until`."""
        for _step in range(MOST_STEPS):
            self.asked += "/interaction/" in address
            address = urljoin(address, self._next(address))
            if address.startswith(until):
                return address
        raise AssertionError(address)

    def _next(self, address: str) -> str:
        # The jar would drop a Cookie header of ours, so that what the person says comes as cookies of that name.
        said = f"who={self.subject}; acr={quote(self.acr, safe='')}"
        request = Request(address)
        handler = next(one for one in self._opener.handlers if isinstance(one, HTTPCookieProcessor))
        handler.cookiejar.add_cookie_header(request)
        kept = request.get_header("Cookie")
        request.add_unredirected_header("Cookie", f"{kept}; {said}" if kept else said)
        try:
            answer = self._opener.open(request, timeout=10)
        except HTTPError as error:
            answer = error
        with answer:
            assert answer.headers["Location"], (answer.status, answer.read()[:500])
            return str(answer.headers["Location"])
