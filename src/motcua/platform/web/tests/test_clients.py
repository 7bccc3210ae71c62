"""People are counted, whatever stands between them and us, and whatever they write about themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.platform.web.clients import client_address, one_line


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, None, "192.0.2.9"),
        (0, "203.0.113.5", "192.0.2.9"),  # without a proxy of ours it is the client's own word
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "1.1.1.1, 203.0.113.5", "203.0.113.5"),  # what it wrote itself stands further left
        (2, "1.1.1.1, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.9"),  # came round the outer proxy
        (1, "unknown", "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "203.0.113.5:44321", "203.0.113.5"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.5", "203.0.113.5"),
    ],
)
def test_the_client_is_as_many_entries_from_the_right_as_there_are_proxies(rf, settings, proxies, forwarded, counted):
    settings.MOTCUA_TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert client_address(rf.get("/", headers=headers, REMOTE_ADDR="192.0.2.9")) == counted


def test_a_line_of_ipv6_is_one_person_whichever_of_its_addresses_it_uses():
    assert one_line("2001:db8::1") == one_line("2001:db8::ffff:1") != one_line("2001:db8:0:1::1")


@given(st.text(alphabet="0123456789abcdef:.,[]% x", max_size=60))
def test_nothing_that_stands_there_breaks_it(text):
    assert isinstance(one_line(text), str)
