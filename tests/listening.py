"""Where processes can be reached from the network."""

from collections.abc import Iterable
from pathlib import Path

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
