"""Where processes can be reached from the network."""

import socket
from collections.abc import Iterable
from pathlib import Path

from tests.waiting import until

LOOPBACK = "0100007F"
"""127.0.0.1, as the kernel writes it."""
_LISTENS = "0A"


def listening(pids: Iterable[int]) -> set[str]:
    """The addresses at which processes listen for connections, or take datagrams, as the kernel writes them."""
    found = set()
    for pid in pids:
        inodes = {link for each in Path(f"/proc/{pid}/fd").iterdir() if (link := _target(each)).startswith("socket:")}
        for kind in ("tcp", "tcp6", "udp", "udp6"):
            for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]:
                fields = line.split()
                if f"socket:[{fields[9]}]" in inodes and (fields[3] == _LISTENS or kind.startswith("udp")):
                    found.add(fields[1].split(":")[0])
    return found


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def free_port() -> int:
    """A port at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        number: int = server.getsockname()[1]
        return number


def until_listening(port: int) -> None:
    """Wait until a port takes connections."""
    until(lambda: _listens(port), f"a listener at {port}")


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
