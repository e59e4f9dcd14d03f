"""Whether a port of this machine is free for a server."""

from __future__ import annotations

import socket


def is_free(port: int, address: str = "") -> bool:
    """Whether a server could listen on a TCP port of an IPv4 address; "" stands for all of this machine's."""
    with socket.socket() as trial:
        # A connection of an earlier server may linger for a minute; only a listener is in the way.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except OSError:
            return False
        return True
