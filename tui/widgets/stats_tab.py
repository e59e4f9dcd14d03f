"""What a container uses, as long as it runs."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Sequence

from tui.model.engine import Container
from tui.model.looks import Close, Looks, Sample, Subject
from tui.view.stats_rows import PLOTTED, stats_rows
from tui.widgets.detail_tab import RUNS, DetailTab

EVERY = 1.9
"""Seconds between two drawings: a bit less than two samples take."""


class StatsTab(DetailTab):
    """Samples come each second, and every other one is drawn."""

    NAME = "stats"

    def __init__(self, subject: Subject, looks: Looks) -> None:
        super().__init__(subject, looks)
        self._samples: deque[Sample] = deque(maxlen=PLOTTED)
        self._ends = False
        self._drawn = -math.inf

    @property
    def expects_more(self) -> bool:
        """The samples of what runs have ended, or the engine went away under them."""
        return self._ends and self.runs

    def changed(self, before: Container | None) -> None:
        """One that starts is measured; of one that stops, the last seconds stay."""
        if self.runs and (self._ends or before is None or before.state not in RUNS):
            self.look()

    def _begin(self) -> Close | None:
        self._samples.clear()
        self._ends = False
        self._drawn = -math.inf
        self.tell("")
        if not self.runs:
            self.say(f"{self.subject.name} is not running: it uses no processor and no memory.")
            return None
        self.say("Measuring …")
        return self.looks.stats(self.subject.id, self._seen, self._ended)

    def _seen(self, seen: Sequence[Sample]) -> None:
        self._samples.extend(seen)
        now = time.monotonic()
        if now - self._drawn >= EVERY:
            self._drawn = now
            samples = list(self._samples)
            self.show(lambda width: stats_rows(samples, width))
            self.tell("one column is one second · 100% is one processor")

    def _ended(self, why: str) -> None:
        self._ends = True
        self.tell(why or "It has stopped; these are its last seconds.")
