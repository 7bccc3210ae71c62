"""The network as it is: signatures by the standard, addresses that lead into the house, receivers that drip."""

import socket
import threading
import time
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.domain.retrying import LONGEST, next_try
from motcua.dossiers.errors import WebhookAddressRefusedError
from motcua.dossiers.feed.webhooks import signing
from motcua.dossiers.feed.webhooks.addresses import may_be_called, read_address, resolved
from motcua.dossiers.feed.webhooks.receiver import Receiver
from motcua.dossiers.feed.webhooks.sending import send

# The example that the standard's own libraries are tested with.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, MOMENT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.fixture(autouse=True)
def loopback(settings):
    settings.MOTCUA_WEBHOOK_LOOPBACK = True


def test_signatures_are_the_standards():
    assert signing.sign([SECRET], MESSAGE, MOMENT, BODY) == SIGNATURE
    other = signing.new_secret()
    assert signing.is_secret(other)
    assert not signing.is_secret("whsec_short")
    both = signing.sign([other, SECRET], MESSAGE, MOMENT, BODY)
    assert signing.verify(SECRET, MESSAGE, str(MOMENT), both, BODY, now=MOMENT + 299)


@pytest.mark.parametrize(
    "changed",
    [
        {"body": BODY + b" "},
        {"message_id": "msg_other"},
        {"timestamp": str(MOMENT + 1)},
        {"signature": "v1a," + SIGNATURE[3:]},
        {"signature": ""},
        {"timestamp": "x"},
        {"now": MOMENT + 301},
        {"now": MOMENT - 301},
    ],
)
def test_whatever_is_changed_does_not_verify(changed):
    whole = {"message_id": MESSAGE, "timestamp": str(MOMENT), "signature": SIGNATURE, "body": BODY, "now": MOMENT}
    assert signing.verify(SECRET, **whole)
    assert not signing.verify(SECRET, **(whole | changed))


def test_addresses_that_are_no_public_https_are_refused():
    refused = {
        "http://agency.example.vn/": "not_https",
        "ftp://agency.example.vn/": "not_https",
        "https://user:pass@agency.example.vn/": "unreadable",
        "https://agency.example.vn:22/": "port",
        "https://agency.example.vn:99999/": "unreadable",
        "https:///nowhere": "unreadable",
        "https://agency.example.vn/a b": "unreadable",
        "https://agency.example.vn/\r\nX: y": "unreadable",
        "https://agency.example.vn\\@evil.example/": "unreadable",
        "https://agency.example.vn/#x": "unreadable",
        "https://agency.example.vn/" + "a" * 500: "unreadable",
    }
    for url, reason in refused.items():
        with pytest.raises(WebhookAddressRefusedError) as told:
            read_address(url)
        assert told.value.facts == {"reason": reason}, url
    assert read_address("https://tiếp-nhận.example.vn/x?y=1").host.startswith("xn--")
    assert read_address("http://127.0.0.1:9099/").tls is False


INSIDE = [
    "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
    "192.0.2.1", "198.18.0.1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::", "::10.0.0.1", "fec0::1", "192.88.99.1",
    "not-an-address",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_the_house_is_called_however_it_is_dressed(address):
    assert not may_be_called(address)
    target = read_address("https://agency.example.vn/")
    with pytest.raises(WebhookAddressRefusedError):
        resolved(target, lambda _host, _port: ["203.162.0.181", address])


def test_this_machine_is_called_only_where_that_is_allowed(settings):
    assert may_be_called("203.162.0.181")
    assert may_be_called("2606:4700::1111")
    assert may_be_called("127.0.0.1")
    settings.MOTCUA_WEBHOOK_LOOPBACK = False
    for address in ("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"):
        assert not may_be_called(address)
    with pytest.raises(WebhookAddressRefusedError):
        read_address("http://127.0.0.1:9099/")


def test_what_was_checked_is_what_is_called_whatever_the_name_stands_for_afterwards():
    """A name that is looked up a second time could stand for somebody inside by then."""
    looks = []

    def rebinding(_host: str, _port: int) -> list[str]:
        looks.append(1)
        return ["127.0.0.1"] if len(looks) == 1 else ["10.0.0.1"]

    with Listening(b"HTTP/1.1 204 No Content\r\n\r\n") as listening:
        answer = send(f"http://localhost:{listening.port}/", {}, b"{}", resolve=rebinding)
    assert (answer.status, len(looks)) == (204, 1)
    assert f"Host: localhost:{listening.port}".encode() in listening.heard


def test_a_redirect_is_not_followed():
    with Listening(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n") as listening:
        answer = send(f"http://127.0.0.1:{listening.port}/", {}, b"{}")
    assert (answer.status, answer.arrived) == (302, False)


def test_a_receiver_that_drips_is_cut_off():
    with Listening(b"HTTP/1.1 200 OK\r\nX: ", drip=True) as listening:
        began = time.monotonic()
        answer = send(f"http://127.0.0.1:{listening.port}/", {}, b"{}", seconds=0.3)
    assert (answer.status, answer.why) == (0, "timeout")
    assert time.monotonic() - began < 3


def test_nobody_there_and_nonsense_are_answers_too():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert send(f"http://127.0.0.1:{port}/", {}, b"{}").why == "connection failed"
    with Listening(b"\x00\xff nonsense\r\n\r\n") as listening:
        assert send(f"http://127.0.0.1:{listening.port}/", {}, b"{}").why == "connection failed"
    with Listening(b"\x00\xff no TLS\r\n\r\n") as listening:
        assert send(f"https://127.0.0.1:{listening.port}/", {}, b"{}").why == "TLS failed"
    assert send("https://10.0.0.1/", {}, b"{}").why == "address refused: not_public"


def test_the_receiver_takes_what_is_signed_and_refuses_the_rest():
    said: list[str] = []
    secret = signing.new_secret()
    receiver = Receiver(0, secret, said.append)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{receiver.server_port}/"
    body = b'{"data": {"dossier": "H57.17-1", "action": "submit", "from_state": "", "state": "submitted"}}'
    now = int(time.time())
    good = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(now),
        "webhook-signature": signing.sign([secret], "msg_1", now, body),
    }
    statuses = [send(url, good, body).status, send(url, good, body).status, send(url, good, body + b" ").status]
    statuses += [send(url, {}, body).status]
    receiver.shutdown()
    receiver.server_close()
    assert statuses == [204, 204, 401, 401]
    assert said[0] == "H57.17-1  submit: nothing -> submitted"
    assert said[1].endswith("(had it already)")


@given(st.integers(1, 40), st.floats(0.01, 30), st.floats(0, 1), st.floats(0, 1))
def test_one_tries_later_and_later_and_gives_up_when_the_days_are_over(tries, days, share, part):
    from datetime import UTC, datetime, timedelta

    first = datetime(2026, 3, 2, tzinfo=UTC)
    ends = first + timedelta(days=days)
    now = first + (ends - first) * part
    at = next_try(tries, first, now, days, share=share)
    assert (at is None) == (now >= ends)
    if at is not None:
        assert now < at <= ends
        assert at - now <= LONGEST * 1.1 + timedelta(seconds=1)
    assert next_try(tries, first, ends, days) is None


class Listening:
    """One connection on loopback that is answered with these bytes; `drip`: and then a byte at a time without end."""

    def __init__(self, answer: bytes, *, drip: bool = False) -> None:
        self._answer, self._drip, self.heard = answer, drip, b""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._done = threading.Event()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._done.set()
        self._thread.join(5)
        self._socket.close()

    def _serve(self) -> None:
        connection, _address = self._socket.accept()
        with connection:
            self.heard = connection.recv(65536)
            try:
                connection.sendall(self._answer)
                while self._drip and not self._done.wait(0.05):
                    connection.sendall(b"x")
            except OSError:
                return
