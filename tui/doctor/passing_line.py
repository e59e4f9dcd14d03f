"""A line to another machine, for as long as the doctor looks: apart from the lab's own, and not waited for as long."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

from tui.engine.ssh.line import Line
from tui.errors import EngineLost
from tui.model.engine import Endpoint

PATIENCE = 2.0
"""Seconds; the lab itself waits for twenty."""


class PassingLine:
    """Opened by one thread, closed by another, be it open by then or not."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: Line | None = None
        self._folder: Path | None = None
        self._closed = False

    def open(self, endpoint: Endpoint) -> Line:
        """A line to an ssh:// endpoint. Raises `EngineError`."""
        with self._lock:
            if self._closed:
                raise EngineLost("There was no time left to ask.")
            self._folder = Path(tempfile.mkdtemp(prefix="sealegs-doctor-"))
            self._line = line = Line(endpoint, self._folder)
        line.open(PATIENCE)
        return line

    def close(self) -> None:
        """End it, and whatever is still waiting for it; nothing of it is left."""
        with self._lock:
            self._closed = True
        if self._line is not None:
            self._line.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
