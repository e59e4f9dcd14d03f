"""A tap on an engine's socket: passes everything through and counts the requests."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from pathlib import Path
from typing import Self

_REQUEST = re.compile(rb"(?:GET|POST|PUT|DELETE|HEAD) /\S* HTTP/1\.1\r\n")


class Tap:
    """Listens at `path` for what is meant for the engine at `engine`. `requests` is how many there were."""

    def __init__(self, path: Path, engine: Path) -> None:
        self.path = path
        self.requests = 0
        self._engine = engine
        self._listener = socket.socket(socket.AF_UNIX)
        self._open: list[socket.socket] = [self._listener]

    def __enter__(self) -> Self:
        self._listener.bind(str(self.path))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                engine = socket.socket(socket.AF_UNIX)
                engine.connect(str(self._engine))
                self._open += [client, engine]
                threading.Thread(target=self._pass, args=(client, engine), daemon=True).start()
                threading.Thread(target=self._pass, args=(engine, client), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                self.requests += len(_REQUEST.findall(data))
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
