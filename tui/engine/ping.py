"""Ask an address whether an engine answers: one raw `GET /_ping`, without the docker library (2 ms, not 200).

The ways it can fail are told apart, because each has its own cure.
"""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from enum import Enum
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

SYSTEM_SOCKETS = ("/var/run/docker.sock", "/run/docker.sock")


class Reply(Enum):
    """What became of a ping."""

    ANSWERS = "answers"
    MISSING = "missing"
    FORBIDDEN = "forbidden"
    NOBODY = "nobody listens"
    SILENT = "silent"
    STRANGER = "stranger"
    UNKNOWN = "unknown kind of address"


class UnixHTTPConnection(HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Open the socket; raises `OSError`."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class _TLSConnection(HTTPConnection):
    """HTTP over TLS with the client certificate docker uses."""

    def __init__(self, host: str, port: int, certificates: Path, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._context = ssl.create_default_context(cafile=certificates / "ca.pem")
        self._context.load_cert_chain(certificates / "cert.pem", certificates / "key.pem")

    def connect(self) -> None:
        super().connect()
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


def certificates(environment: Mapping[str, str]) -> Path | None:
    """The folder of ca.pem, cert.pem and key.pem where DOCKER_TLS_VERIFY asks for TLS, else None."""
    if not environment.get("DOCKER_TLS_VERIFY"):
        return None
    return Path(environment.get("DOCKER_CERT_PATH") or Path.home() / ".docker")


def ping(url: str, timeout: float = 1.0) -> Reply:
    """Ping a unix:// or tcp:// address (over TLS where the environment asks for it). Never raises."""
    try:
        connection = connection_to(url, timeout)
    except OSError:
        return Reply.FORBIDDEN
    except ValueError:
        return Reply.UNKNOWN
    try:
        connection.request("GET", "/_ping")
        response = connection.getresponse()
        response.read(64)
    except (OSError, HTTPException) as error:
        return reply_to(error)
    else:
        return Reply.ANSWERS if response.status == 200 else Reply.STRANGER
    finally:
        connection.close()


def preferred_builder(url: str, timeout: float = 1.0) -> str:
    """The builder an engine's ping asks the docker command to use: "1", "2" (BuildKit), or nothing. Never raises."""
    try:
        with closing(connection_to(url, timeout)) as connection:
            connection.request("GET", "/_ping")
            return connection.getresponse().headers.get("Builder-Version", "")
    except (OSError, ValueError, HTTPException):
        return ""


def explain(url: str, reply: Reply) -> tuple[str, str]:
    """One sentence that says what is wrong at an address, and one that says what to do."""
    place = url.removeprefix("unix://")
    system = place in SYSTEM_SOCKETS
    match reply:
        case Reply.MISSING:
            start = "Start it: sudo systemctl start docker" if system else "Start the engine, or choose another one."
            return f"No engine runs at {place}: the socket is not there.", start
        case Reply.FORBIDDEN if url.startswith("tcp://"):
            return f"The certificates for {url} can't be read or used.", "Check DOCKER_CERT_PATH."
        case Reply.FORBIDDEN:
            join = 'Run: sudo usermod -aG docker "$USER", then log out and in again.'
            return f"You may not use {place}: permission denied.", join if system else f"See: ls -l {place}"
        case Reply.NOBODY:
            start = "Start it: sudo systemctl start docker" if system else "Start the engine, or choose another one."
            return f"Nobody listens at {place}: the engine is down.", start
        case Reply.SILENT:
            return f"The engine at {place} does not answer in time.", "Look at its log, or restart it."
        case Reply.STRANGER:
            return f"What answers at {place} is not a container engine.", "Choose another address."
        case Reply.UNKNOWN:
            return f"The lab can't talk to {url}.", _other_way(url)
        case Reply.ANSWERS:
            return f"An engine answers at {place}.", ""


def _other_way(url: str) -> str:
    if url.startswith("ssh://"):
        there = url.removeprefix("ssh://").rstrip("/")
        return (
            f"Forward its socket: ssh -nNT -L /tmp/engine.sock:/var/run/docker.sock {there}, "
            "then use --engine unix:///tmp/engine.sock."
        )
    return "Use an address like unix:///var/run/docker.sock or tcp://127.0.0.1:2375."


def connection_to(url: str, timeout: float) -> HTTPConnection:
    """A connection, not yet open. Raises `OSError` for unreadable certificates, `ValueError` for a bad address."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return UnixHTTPConnection(url.removeprefix("unix://"), timeout)
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError(url)
    folder = certificates(os.environ)
    if folder:
        return _TLSConnection(parts.hostname, parts.port or 2376, folder, timeout)
    return HTTPConnection(parts.hostname, parts.port or 2375, timeout=timeout)


def reply_to(error: OSError | HTTPException) -> Reply:
    """What became of a request that failed."""
    if not isinstance(error, OSError):
        return Reply.STRANGER
    if isinstance(error, TimeoutError):
        return Reply.SILENT
    if isinstance(error, ConnectionResetError):
        return Reply.STRANGER
    if isinstance(error, ssl.SSLError) or error.errno in (errno.EACCES, errno.EPERM):
        return Reply.FORBIDDEN
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Reply.MISSING
    return Reply.NOBODY
