"""What a room gets to see of the lab: the learner's own things only, and nothing that says who they are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct
from msgspec.structs import replace

from tui.attempt import Attempt
from tui.model.engine import Endpoint, EngineEvent
from tui.model.journal import EARLY, SETTLE, CommandRun
from tui.view.browsing import Seen
from tui.view.lesson import PageView
from tui.view.whose import Whose

REMOTE = "remote engine"
"""What an engine on another machine is called: its address has names of people and machines in it."""
AWAY = "…"


class Personal(Struct, frozen=True):
    """What says who somebody is: their home, and where their engine is, if that is elsewhere."""

    home: str = ""
    endpoint: Endpoint | None = None

    @property
    def engine(self) -> str:
        """What the engine is called."""
        if self.endpoint is None:
            return "no engine"
        return REMOTE if self.endpoint.remote else self.left_out(self.endpoint.label)

    def left_out(self, text: str) -> str:
        """A text of the lab's without it."""
        for name in self._elsewhere:
            text = text.replace(name, AWAY)
        if self.home.strip("/"):
            text = re.sub(rf"(?<![\w.-]){re.escape(self.home.rstrip('/'))}(?![\w.-]*\w)", "~", text)
        return text

    @property
    def _elsewhere(self) -> tuple[str, ...]:
        """The engine's address and the names in it, the longer first."""
        if self.endpoint is None or not self.endpoint.remote:
            return ()
        place = self.endpoint.url.partition("://")[2].partition("/")[0]
        machine = place.rpartition("@")[2]
        return tuple(dict.fromkeys((self.endpoint.url, place, machine, machine.partition(":")[0])))

    def page(self, view: PageView) -> PageView:
        """A page without it: what the lab saw may name files and mounts."""
        tasks = tuple(
            replace(task, details=tuple(replace(line, text=self.left_out(line.text)) for line in task.details))
            for task in view.tasks
        )
        return replace(view, tasks=tasks)


def own_only(seen: Seen, attempt: Attempt) -> Seen:
    """What is seen of an engine, without what isn't the learner's."""
    journal = seen.journal
    if not attempt.claims.url:
        return seen
    journal = replace(
        journal,
        now=seen.whose.own(seen.snapshot),
        events=_own_events(journal.events, journal.commands, seen.whose),
        latest=next((run.effects for run in reversed(journal.commands) if run.effects), ()),
    )
    return replace(seen, journal=journal, whose=Whose(tasks=seen.whose.tasks))


def _own_events(events: Sequence[EngineEvent], commands: Sequence[CommandRun], whose: Whose) -> tuple[EngineEvent, ...]:
    """The events about what came up while a command ran, and is not known to be another's."""
    starts = [run.started - EARLY for run in commands]
    ends = list(accumulate((float("inf") if run.ended is None else run.ended + SETTLE for run in commands), max))

    def during_a_command(event: EngineEvent) -> bool:
        before = bisect_right(starts, event.received)
        return before > 0 and event.received <= ends[before - 1]

    own = {event.id for event in events if during_a_command(event)}
    others = {row.partition(" ")[0] for rows in whose.others.values() for row in rows}
    return tuple(event for event in events if event.id in own - others)


def lesson_in_a_line(view: PageView, notice: str) -> str:
    """The lesson where it has no room: where one is, what is to do, and the last news of a task."""
    return f"{view.title} · {view.heading} · {view.place}" + (f"   {notice}" if notice else "")
