"""Where a class meets: mqtt://HOST/CLASS, or mqtts:// for TLS, with a user's name and password where a broker asks."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from tui.errors import UsageError

PORTS = {"mqtt": 1883, "mqtts": 8883}
_CLASS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_EXAMPLE = "For example: mqtt://192.168.1.20/docker-101"


class Address(Struct, frozen=True):
    """A broker, and the name of the class there."""

    host: str
    port: int
    name: str
    tls: bool = False
    user: str = ""
    password: str = ""

    def __str__(self) -> str:
        """As it may be shown and written down: without the password."""
        scheme = "mqtts" if self.tls else "mqtt"
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[scheme] else f":{self.port}"
        return f"{scheme}://{host}{port}/{self.name}"


def address_of(url: str) -> Address:
    """Read a class's address. Raises `UsageError` for what is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"{url} is no address of a class: {error}.", _EXAMPLE) from None
    if parts.scheme not in PORTS or not parts.hostname or parts.query or parts.fragment:
        raise UsageError("The address of a class begins with mqtt:// or mqtts:// and a host.", _EXAMPLE)
    name = parts.path.strip("/")
    if not _CLASS.fullmatch(name):
        raise UsageError("The address of a class ends with its name: letters, digits, dots and dashes.", _EXAMPLE)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Address(
        parts.hostname, PORTS[parts.scheme] if port is None else port, name, parts.scheme == "mqtts", user, password
    )
