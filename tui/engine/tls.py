"""TLS to an engine, with the certificates the docker command would use."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path


class Certificates:
    """Those in a folder, each where it is there: ca.pem to know the engine by, cert.pem and key.pem to be known by."""

    def __init__(self, folder: str) -> None:
        self.ca, self.cert, self.key = (Path(folder) / name for name in ("ca.pem", "cert.pem", "key.pem"))

    @property
    def pair(self) -> tuple[str, str] | None:
        """Ours, and its key."""
        return (str(self.cert), str(self.key)) if self.cert.exists() else None

    @property
    def authority(self) -> str | None:
        """Whose signature the engine's must have; None for those this system trusts."""
        return str(self.ca) if self.ca.exists() else None

    def context(self) -> ssl.SSLContext:
        """Raises `OSError` for files that can't be read, or are no certificates."""
        context = ssl.create_default_context(cafile=self.authority)
        if self.pair:
            context.load_cert_chain(*self.pair)
        return context


class TLSConnection(HTTPConnection):
    """HTTP over TLS with certificates from `folder`. Raises `OSError` if they are no use."""

    def __init__(self, host: str, port: int, folder: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._context = Certificates(folder).context()

    def connect(self) -> None:
        """Open it; raises `OSError`."""
        super().connect()
        self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)


def folder_of(environment: Mapping[str, str]) -> str:
    """The folder of certificates where DOCKER_TLS_VERIFY asks for TLS, else nothing."""
    if not environment.get("DOCKER_TLS_VERIFY"):
        return ""
    return environment.get("DOCKER_CERT_PATH") or str(Path.home() / ".docker")
