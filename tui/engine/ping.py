"""Ask an address whether an engine answers: one raw `GET /_ping`, without the docker library (2 ms, not 200).

The ways it can fail are told apart, because each has its own cure.
"""

from __future__ import annotations

import errno
import os
import socket
import ssl
from contextlib import closing
from enum import Enum
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from tui.engine.tls import TLSConnection

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
    CERTIFICATES = "certificates that can't be read"
    UNTRUSTED = "its certificate is signed by somebody else"
    OTHER_NAME = "its certificate is another machine's"
    EXPIRED = "its certificate has expired"
    NOT_ADMITTED = "our certificate is refused"
    NO_TLS = "it speaks no TLS"
    WANTS_TLS = "it speaks TLS only"


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


def ping(url: str, timeout: float = 1.0, certificates: str = "") -> Reply:
    """Ping a unix:// or tcp:// address, over TLS with the certificates in a folder if one is named. Never raises."""
    try:
        connection = connection_to(url, timeout, certificates)
    except OSError:
        return Reply.CERTIFICATES
    except ValueError:
        return Reply.UNKNOWN
    try:
        connection.request("GET", "/_ping")
        response = connection.getresponse()
        said = response.read(64)
    except (OSError, HTTPException) as error:
        return reply_to(error)
    else:
        if response.status == 400 and b"HTTPS" in said:
            return Reply.WANTS_TLS
        return Reply.ANSWERS if response.status == 200 else Reply.STRANGER
    finally:
        connection.close()


def preferred_builder(url: str, certificates: str = "", timeout: float = 5.0) -> str:
    """The builder an engine's ping asks the docker command to use: "1", "2" (BuildKit), or nothing. Never raises."""
    try:
        with closing(connection_to(url, timeout, certificates)) as connection:
            connection.request("GET", "/_ping")
            return connection.getresponse().headers.get("Builder-Version", "")
    except (OSError, ValueError, HTTPException):
        return ""


def _start() -> str:
    """How this user starts the system's engine here."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    service = "systemctl start docker" if Path("/run/systemd/system").is_dir() else "service docker start"
    return f"Start it: {sudo}{service}"


def explain(url: str, reply: Reply) -> tuple[str, str]:
    """One sentence that says what is wrong at an address, and one that says what to do."""
    place = url.removeprefix("unix://")
    system = place in SYSTEM_SOCKETS
    match reply:
        case Reply.MISSING:
            start = _start() if system else "Start the engine, or choose another one."
            return f"No engine runs at {place}: the socket is not there.", start
        case Reply.FORBIDDEN:
            join = 'Run: sudo usermod -aG docker "$USER", then log out and in again.'
            return f"You may not use {place}: permission denied.", join if system else f"See: ls -l {place}"
        case Reply.NOBODY:
            start = _start() if system else "Start the engine, or choose another one."
            return f"Nobody listens at {place}: the engine is down.", start
        case Reply.SILENT:
            return f"The engine at {place} does not answer in time.", "Look at its log, or restart it."
        case Reply.STRANGER:
            return f"What answers at {place} is not a container engine.", "Choose another address."
        case Reply.UNKNOWN:
            known = "Use an address like unix:///var/run/docker.sock, ssh://user@host or tcp://127.0.0.1:2375."
            return f"The lab can't talk to {url}.", known
        case Reply.ANSWERS:
            return f"An engine answers at {place}.", ""
        case _:
            return _explain_tls(place, reply)


def _explain_tls(place: str, reply: Reply) -> tuple[str, str]:
    match reply:
        case Reply.UNTRUSTED:
            return (
                f"{place} shows a certificate that the authority in ca.pem has not signed.",
                "Ask who runs it for its ca.pem, and check DOCKER_CERT_PATH.",
            )
        case Reply.OTHER_NAME:
            why = f"The certificate of {place} is made out to another name or address."
            return why, "Use the name that stands in it."
        case Reply.EXPIRED:
            return f"The certificate of {place} has expired, or this machine's clock is wrong.", "Ask who runs it."
        case Reply.NOT_ADMITTED:
            return f"{place} does not accept your certificate.", "Check cert.pem and key.pem in DOCKER_CERT_PATH."
        case Reply.NO_TLS:
            return f"{place} does not speak TLS.", "Check the port (2376 is usual), or unset DOCKER_TLS_VERIFY."
        case Reply.WANTS_TLS:
            fix = "Run: export DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=FOLDER, with ca.pem, cert.pem and key.pem in it."
            return f"{place} speaks TLS only, and no certificates were named.", fix
        case _:
            return f"The certificates for {place} can't be read or used.", "Check DOCKER_CERT_PATH."


def connection_to(url: str, timeout: float, certificates: str = "") -> HTTPConnection:
    """A connection, not yet open. Raises `OSError` for unreadable certificates, `ValueError` for a bad address."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return UnixHTTPConnection(url.removeprefix("unix://"), timeout)
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError(url)
    if certificates:
        return TLSConnection(parts.hostname, parts.port or 2376, certificates, timeout)
    return HTTPConnection(parts.hostname, parts.port or 2375, timeout=timeout)


def reply_to(error: OSError | HTTPException) -> Reply:
    """What became of a request that failed."""
    if not isinstance(error, OSError):
        return Reply.STRANGER
    if isinstance(error, TimeoutError):
        return Reply.SILENT
    if isinstance(error, ConnectionResetError):
        return Reply.STRANGER
    if isinstance(error, ssl.SSLError):
        return _reply_to_tls(error)
    if error.errno in (errno.EACCES, errno.EPERM):
        return Reply.FORBIDDEN
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Reply.MISSING
    return Reply.NOBODY


def _reply_to_tls(error: ssl.SSLError) -> Reply:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFYING.get(error.verify_code, Reply.UNTRUSTED)
    if error.reason in _NOT_TLS:
        return Reply.NO_TLS
    return Reply.NOT_ADMITTED


_VERIFYING = {10: Reply.EXPIRED, 9: Reply.EXPIRED, 62: Reply.OTHER_NAME, 64: Reply.OTHER_NAME}
"""OpenSSL's codes, X509_V_ERR_…: not yet valid, expired, another host, another address."""
_NOT_TLS = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE"}
