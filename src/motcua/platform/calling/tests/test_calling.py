"""The only way out, with real sockets: what may be called, by whose word, and that nothing goes round it."""

import re
import socket
import threading
from pathlib import Path

import pytest

from motcua.platform.calling.api import AddressRefused, call, may_be_called, read_address, resolved

SOURCE = Path(__file__).resolve().parents[3]
# Who opens connections beside this package, each with the reason.
BESIDE = {
    "platform/files/scanning.py": "the scanner beside the product, by a socket of this machine",
    "payments/simulator/telling.py": "the simulated bank: a process of its own that calls this machine only",
    "ledger/checking/reading.py": "a witness or auditor reads a log that they name on their own machine",
    "site/serving.py": "the product asks itself whether it is up",
}
METADATA = ("169.254.169.254", "fe80::a9fe:a9fe", "::ffff:169.254.169.254")


@pytest.fixture
def inside(settings):
    settings.MOTCUA_CALL_INSIDE = frozenset({"tsa.example.vn:8443"})


def test_a_private_address_is_called_only_where_the_installation_named_host_and_port(inside):
    target = read_address("https://tsa.example.vn:8443/tsr")
    assert resolved(target, lambda _host, _port: ["10.1.2.3"]).address == "10.1.2.3"
    for url in ("https://tsa.example.vn/tsr", "https://other.example.vn:8443/tsr"):
        with pytest.raises(AddressRefused, match="not_public"):
            resolved(read_address(url), lambda _host, _port: ["10.1.2.3"])


@pytest.mark.parametrize("address", [*METADATA, "127.0.0.1", "::1", "224.0.0.1", "0.0.0.0"])
def test_not_even_a_named_host_leads_to_this_machine_or_to_a_clouds_metadata(inside, address):
    assert not may_be_called(address, inside=True)
    with pytest.raises(AddressRefused):
        resolved(read_address("https://tsa.example.vn:8443/"), lambda _host, _port: [address])


def test_where_the_installation_names_hosts_no_other_is_called(settings):
    settings.MOTCUA_CALL_ONLY = ("*.gov.vn", "tsa.example.vn")
    assert read_address("https://api.gov.vn/").host == "api.gov.vn"
    assert read_address("https://TSA.example.vn/").host == "tsa.example.vn"
    for host in ("gov.vn.evil.example", "evilgov.vn", "gov.vn", "a.tsa.example.vn", "203.162.0.181"):
        with pytest.raises(AddressRefused, match="not_listed"):
            read_address(f"https://{host}/")


def test_a_redirect_into_the_house_is_an_answer_and_is_not_followed():
    with socket.create_server(("127.0.0.1", 0)) as trap, socket.create_server(("127.0.0.1", 0)) as server:
        there = f"http://127.0.0.1:{trap.getsockname()[1]}/secret"
        said = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode()
        answered = threading.Thread(target=_answer, args=(server, said), daemon=True)
        answered.start()
        answer = call("POST", f"http://127.0.0.1:{server.getsockname()[1]}/", {}, b"x", loopback=True)
        answered.join(5)
        trap.settimeout(0.2)
        with pytest.raises(TimeoutError):
            trap.accept()
    assert (answer.status, answer.arrived) == (307, False)


def test_no_more_of_an_answer_is_read_than_was_wanted():
    with socket.create_server(("127.0.0.1", 0)) as server:
        said = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9000\r\n\r\n" + b"x" * 9000
        answered = threading.Thread(target=_answer, args=(server, said), daemon=True)
        answered.start()
        answer = call("GET", f"http://127.0.0.1:{server.getsockname()[1]}/", {}, most=100, loopback=True)
        answered.join(5)
    assert (answer.body, answer.content_type) == (b"x" * 100, "text/plain")


def test_without_leave_this_machine_is_not_called_at_all():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert call("GET", f"http://127.0.0.1:{port}/", {}).why == "address refused: not_https"
        assert call("GET", f"https://127.0.0.1:{port}/", {}).why == "address refused: not_public"
        rebound = call("GET", f"https://agency.example.vn:{port}/", {}, resolve=lambda _host, _port: ["127.0.0.1"])
        assert rebound.why == "address refused: not_public"
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_nothing_else_of_the_product_opens_connections():
    library = re.compile(
        r"^\s*(?:import|from) (?:http\.client|urllib\.request|urllib3|httpx|requests|aiohttp|smtplib|ftplib)\b"
        r"|create_connection\(",
        re.MULTILINE,
    )
    found = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        if not {"tests", "testing"} & set(file.parts) and library.search(file.read_text())
    }
    others = {name for name in found if not name.startswith("platform/calling/")} - BESIDE.keys()
    assert not others, (
        f"Call through motcua.platform.calling.api, which checks the address: {', '.join(sorted(others))}"
    )


def _answer(server, said):
    connection, _address = server.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(said)
