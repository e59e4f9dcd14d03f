"""Where a class meets."""

import pytest

from tui.classroom.address import Address, address_of
from tui.errors import UsageError


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("mqtt://192.168.1.20/docker-101", Address("192.168.1.20", 1883, "docker-101")),
        ("mqtts://ada:p%40ss@broker.lab:9883/a.b_c/", Address("broker.lab", 9883, "a.b_c", True, "ada", "p@ss")),
        ("mqtt://[fe80::1]:1884/x", Address("fe80::1", 1884, "x")),
    ],
)
def test_an_address_is_read(url, address):
    assert address_of(url) == address


def test_it_is_shown_without_its_password():
    """And leads to the same place."""
    address = address_of("mqtts://ada:secret@broker.lab:9883/c")
    assert str(address) == "mqtts://broker.lab:9883/c"
    assert str(address_of("mqtt://[::1]/c")) == "mqtt://[::1]/c"
    assert "secret" not in str(address)


@pytest.mark.parametrize(
    "url",
    ["", "docker-101", "http://x/c", "mqtt:///c", "mqtt://h", "mqtt://h/", "mqtt://h/a/b", "mqtt://h/+", "mqtt://h/#",
     "mqtt://h:port/c", "mqtt://h:99999/c", "mqtt://h/c?x=1", "mqtt://[h/c", "mqtt://h/c\x1b[31m"],
)  # fmt: skip
def test_anything_else_is_refused_with_an_example(url):
    with pytest.raises(UsageError, match="For example: mqtt://"):
        address_of(url)
