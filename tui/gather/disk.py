"""Have the engine measure its disk, beside the event loop: only when it is asked for, one measurement at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tui.engine.protocol import Engine
from tui.errors import EngineError
from tui.model.disk import DiskUsage

OnMeasured = Callable[[DiskUsage | None, str], None]
"""Called from the meter's thread: what was found, or None and why not."""


class DiskMeter:
    """A thread of its own for what may take minutes: nothing waits for it, and leaving leaves it behind."""

    def __init__(self, engine: Engine | None, on_measured: OnMeasured) -> None:
        self._engine = engine
        self._on_measured = on_measured
        self._busy = False
        self._closed = threading.Event()

    def measure(self) -> None:
        """Measure; while that is under way, what it finds is the answer to this one, too."""
        if self._engine is None or self._busy or self._closed.is_set():
            return
        self._busy = True
        threading.Thread(target=self._run, args=(self._engine,), name="disk", daemon=True).start()

    def close(self) -> None:
        """Nothing is told any more."""
        self._closed.set()

    def _run(self, engine: Engine) -> None:
        usage: DiskUsage | None = None
        why_not = ""
        try:
            usage = engine.disk_usage()
        except EngineError as error:
            why_not = error.what
        # Whatever it is that a strange answer trips up, the next question must be asked.
        except Exception as error:
            why_not = f"The engine's answer can't be read ({type(error).__name__})."
        self._busy = False
        if not self._closed.is_set():
            self._on_measured(usage, why_not)
