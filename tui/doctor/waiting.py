"""Finding out several things at once, and waiting for none of them longer than all together may take."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from tui.doctor.facts import Unknown
from tui.errors import SealegsError

T = TypeVar("T")
ALTOGETHER = 3.5
"""Seconds for everything; with the start of the program it is 5."""


class Looking(Generic[T]):
    """Something that is being found out in a thread of its own. A thread that hangs holds nobody up: looking up a name
    has no timeout of its own, nor has a file system that is away."""

    def __init__(self, find_out: Callable[[], T], seconds: float = ALTOGETHER) -> None:
        self._found: T | Unknown = Unknown("This could not be found out in time.")
        self._until = time.monotonic() + seconds
        self._thread = threading.Thread(target=self._look, args=(find_out,), name="doctor", daemon=True)
        self._thread.start()

    def found(self) -> T | Unknown:
        """What it is, as soon as that is known, or when there is no more time."""
        self._thread.join(max(0.0, self._until - time.monotonic()))
        return self._found

    def certain(self) -> T:
        """The same for what can't go on without it. Raises `SealegsError`."""
        found = self.found()
        if isinstance(found, Unknown):
            raise SealegsError(found.why, found.fix)
        return found

    def _look(self, find_out: Callable[[], T]) -> None:
        try:
            self._found = find_out()
        except SealegsError as error:
            self._found = Unknown(error.what, error.remedy)
        except Exception as error:
            # Whatever is odd about a machine: one thing that can't be found out must not hide the others.
            self._found = Unknown(f"This could not be found out ({type(error).__name__}: {error}).")
