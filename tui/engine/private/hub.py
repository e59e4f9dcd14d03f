"""Run the lab hub: the registry on this machine that the private engine pulls the course's images from."""

from __future__ import annotations

import socket
import sys
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tui.engine.ports import is_free
from tui.engine.private.processes import command_line, detach, end, find_mine, until
from tui.engine.private.words import last_words
from tui.errors import EngineError

LOOPBACK = "127.0.0.1"
_PACKAGES = Path(__file__).resolve().parents[3]
_STARTS_IN = 15.0


def answers(port: int) -> bool:
    """Whether a registry answers on a port of this machine."""
    connection = HTTPConnection(LOOPBACK, port, timeout=1.0)
    try:
        connection.request("GET", "/v2/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def runs(store: Path, port: int) -> bool:
    """Whether the hub that serves `store` runs on `port` and answers; another lab's hub there does not count."""
    return bool(_pids(store, port)) and answers(port)


def start(store: Path, log: Path, port: int) -> int:
    """Serve `store` on `port`, or on another if that is someone else's; returns the port once it listens there.

    Raises `EngineError` with the hub's last words if it does not come up.
    """
    if runs(store, port):
        return port
    stop(store, port)
    store.mkdir(parents=True, exist_ok=True)
    # Another lab that starts in this moment may come first; then its hub is what answers there.
    for chosen in (port if is_free(port, LOOPBACK) else _free_port(), _free_port()):
        if _serve(store, log, chosen):
            return chosen
    raise EngineError(f"The lab hub did not start: {last_words(log)}.", f"Its log: {log}")


def stop(store: Path, port: int) -> None:
    """End the hub that serves `store` on `port`, if it runs."""
    end(_pids(store, port), grace=2.0)


def _serve(store: Path, log: Path, port: int) -> bool:
    """Start a hub; whether it got its port, which it says then."""

    def listens() -> bool:
        return f"{port}\n" in log.read_text(encoding="utf-8", errors="replace")

    pid = detach([sys.executable, *_arguments(store, port)], log, {"PYTHONPATH": str(_PACKAGES)})
    if until(lambda: listens() or not command_line(pid), _STARTS_IN) and listens():
        return True
    end([pid], grace=1.0)
    return False


def _pids(store: Path, port: int) -> list[int]:
    """The hub's process, whichever Python it was started with: the lab may be installed more than once."""
    arguments = _arguments(store, port)
    return find_mine(lambda words: words[1:] == arguments)


def _arguments(store: Path, port: int) -> list[str]:
    return ["-m", "tui.images.hub", "--store", str(store), "--port", str(port)]


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        port: int = trial.getsockname()[1]
        return port
