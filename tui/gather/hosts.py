"""Whether hosts answer on port 443: no more than a connection is made, and the answer is kept for a minute."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable

KEPT = 60.0
"""Seconds for which an answer is good."""
TIMEOUT = 2.0
_MOST_WAIT = 3.0
"""Seconds to wait for all of them; looking up a name has no timeout of its own."""


def answers(host: str) -> bool:
    """Whether a host takes a connection."""
    try:
        socket.create_connection((host, 443), TIMEOUT).close()
    # A name that is none is a UnicodeError, which is a ValueError.
    except (OSError, ValueError):
        return False
    return True


class Hosts:
    """The hosts asked so far. `ask` may take seconds."""

    def __init__(self, ask: Callable[[str], bool] = answers, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[float, bool]] = {}

    def which_answer(self, hosts: Iterable[str]) -> dict[str, bool]:
        """For each host whether it answers; those not known yet are asked at the same time."""
        wanted = sorted(set(hosts))
        now = self._clock()
        self._ask_all([host for host in wanted if host not in self._known or self._known[host][0] + KEPT <= now])
        return {host: self._known[host][1] for host in wanted}

    def _ask_all(self, hosts: list[str]) -> None:
        found: dict[str, bool] = {}

        def ask(host: str) -> None:
            found[host] = self._ask(host)

        threads = [threading.Thread(target=ask, args=(host,), name="ask-host", daemon=True) for host in hosts]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + _MOST_WAIT
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        now = self._clock()
        self._known |= {host: (now, found.get(host, False)) for host in hosts}
