"""Asks what a survey asks, each question in a thread of its own, for as long as somebody wants to know."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

from tui.model.doctor import Line
from tui.model.engine import Candidate
from tui.model.looks import Close
from tui.model.survey import Survey

T = TypeVar("T")


class Surveying:
    """Called on the loop, and tells there. One survey at a time: another one takes its place."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._ended = threading.Event()

    def begin(
        self,
        found: Callable[[Sequence[Candidate]], None],
        told: Callable[[Sequence[Line]], None],
        failed: Callable[[str], None],
    ) -> Close:
        """Ask; the engines are `found`, and the doctor has `told`, when each is known. What can't be known has
        `failed`, in a sentence."""
        self.close()
        self._ended = ended = threading.Event()
        self._ask(self._survey.engines, found, failed, ended)
        self._ask(self._survey.doctor, told, failed, ended)
        return ended.set

    def close(self) -> None:
        """Nothing is told any more. What is being asked is not waited for: it may hang."""
        self._ended.set()

    def _ask(
        self, ask: Callable[[], T], then: Callable[[T], None], failed: Callable[[str], None], ended: threading.Event
    ) -> None:
        loop = asyncio.get_running_loop()

        def tell(call: Callable[[], None]) -> None:
            # The loop may be gone by the time a slow answer comes.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(lambda: None if ended.is_set() else call())

        def run() -> None:
            try:
                found = ask()
            # Whatever is odd about a machine, it can be asked again.
            except Exception as error:
                tell(partial(failed, f"This machine could not be looked at ({type(error).__name__}: {error})."))
            else:
                tell(partial(then, found))

        # A daemon: leaving must not wait for an engine that hangs.
        threading.Thread(target=run, name="survey", daemon=True).start()
