"""A container's log, followed."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from tui.model.engine import Container
from tui.model.looks import TAIL, Close, LogLine, Looks, Subject
from tui.view.log_rows import log_rows
from tui.widgets.detail_tab import DetailTab

KEPT = 2000
"""Lines that are kept; older ones are in `docker container logs`."""
MARKED = "! standard error"


class LogsTab(DetailTab):
    """Shows the newest lines while its end is in sight; stands still while one reads further up."""

    NAME = "logs"
    FINDS = "show only lines with"

    def __init__(self, subject: Subject, looks: Looks) -> None:
        super().__init__(subject, looks)
        self._lines: deque[LogLine] = deque(maxlen=KEPT)
        self._words = ""
        self._new = 0
        self._why: str | None = None
        self._following = True
        self._drawing = False

    @property
    def command(self) -> str:
        """The command the tab mirrors."""
        return f"docker container logs --tail {TAIL} --follow {self.subject.name}"

    @property
    def expects_more(self) -> bool:
        """The log of what runs has ended, or the engine went away under it."""
        return bool(self._why) or (self._why is not None and self.runs)

    def changed(self, before: Container | None) -> None:
        """One that was started again goes on printing."""
        if self.expects_more:
            self.look()
        else:
            self._tell()

    def find(self, words: str) -> None:
        """Only lines with these words are shown."""
        self._words = words
        self._follow()

    def action_to_end(self) -> None:
        """To the newest line, and follow again."""
        self._follow()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Whoever scrolls up wants to read, whoever is at the end again to follow."""
        super().watch_scroll_y(old_value, new_value)
        if self._drawing or old_value == new_value:
            return
        if self._following:
            self._following = self.at_end
            self._tell()
        elif self.at_end:
            self._follow()

    def on_resize(self) -> None:
        """The end stays in sight."""
        self._drawing = True
        super().on_resize()
        self._drawing = False
        if self._following:
            self._follow()

    def _begin(self) -> Close:
        self._lines.clear()
        self._new, self._why, self._following = 0, None, True
        self.say("Asking the engine …")
        return self.looks.logs(self.subject.id, self._seen, self._ended)

    def _seen(self, seen: Sequence[LogLine]) -> None:
        self._lines.extend(seen)
        if self._following:
            self._follow()
        else:
            self._new += len(seen)
            self._tell()

    def _ended(self, why: str) -> None:
        self._why = why
        if not self._lines:
            self._follow()
        self._tell()

    def _follow(self) -> None:
        """Show all there is, its end in sight."""
        self._new, self._following = 0, True
        lines, words = list(self._lines), self._words
        self._drawing = True
        if lines:
            self.show(lambda width: log_rows(lines, words, width))
        else:
            self.say(self._why or "It has printed nothing.")
        self.go_to_end()
        self._drawing = False
        self._tell()

    def _tell(self) -> None:
        """What becomes of the log, and the keys."""
        parts = []
        if not self._following:
            parts = [f"stopped here{f', {self._new} new' if self._new else ''}", "End follows again"]
        elif self._why is None:
            parts = ["following", "↑ stops"]
        if self._why is not None:
            parts.insert(0, self._why or "ended")
        parts.append(f"only lines with “{self._words}”" if self._words else "/ filters")
        if any(line.error for line in self._lines):
            parts.append(MARKED)
        self.tell(" · ".join(parts))
