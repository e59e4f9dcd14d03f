"""What was typed and what it did: commands paired with what changed in the engine meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tui.model.effects import Effect, effects_of
from tui.model.engine import EngineEvent, Snapshot

SETTLE = 0.4
"""Seconds after a command's end in which an event still belongs to it: an event reaches us up to 37 ms after
its call returned, and a loaded machine is slower."""


@dataclass(frozen=True, slots=True)
class CommandRun:
    """One command line of the learner. Times are monotonic seconds; `ended` is None while it runs.

    `directory` is the folder the shell stood in at its end, after any `cd` of the same line; empty if not known.
    """

    line: str
    started: float
    ended: float | None = None
    exit_status: int | None = None
    effects: tuple[Effect, ...] = ()
    directory: str = ""

    def covers(self, moment: float) -> bool:
        """Whether what happened at a moment belongs to this command."""
        return self.started <= moment and (self.ended is None or moment <= self.ended + SETTLE)


@dataclass(frozen=True, slots=True)
class Journal:
    """Everything since the lab was opened, oldest first.

    `now` is the engine as last read; `before` is how it was when the newest command started; `latest` is the
    last change there was, whoever made it.
    """

    commands: tuple[CommandRun, ...] = ()
    events: tuple[EngineEvent, ...] = ()
    before: Snapshot = Snapshot()
    now: Snapshot = Snapshot()
    latest: tuple[Effect, ...] = ()

    @property
    def running(self) -> CommandRun | None:
        """The command that runs now."""
        last = self.commands[-1] if self.commands else None
        return last if last and last.ended is None else None

    def command_started(self, line: str, at: float) -> Journal:
        """The learner pressed Enter on a line."""
        return replace(self, commands=(*self.commands, CommandRun(line, at)), before=self.now)

    def command_ended(self, exit_status: int | None, directory: str, at: float) -> Journal:
        """The shell is back at its prompt, in a folder; nothing to do if no command ran."""
        if self.running is None:
            return self
        return self._with_last(replace(self.commands[-1], ended=at, exit_status=exit_status, directory=directory))

    def engine_read(self, snapshot: Snapshot, events: tuple[EngineEvent, ...]) -> Journal:
        """The engine was read again after some events; they are paired with the newest command."""
        after = replace(self, events=self.events + events, now=snapshot)
        last = self.commands[-1] if self.commands else None
        if last is None or not any(last.covers(event.received) for event in events):
            # After a reconnect there are no events, and what changed meanwhile was nobody's command.
            elsewhere = effects_of(events, self.now, snapshot) if events else ()
            return replace(after, latest=elsewhere or self.latest)
        own = tuple(event for event in after.events if last.covers(event.received))
        effects = effects_of(own, self.before, snapshot)
        return replace(after._with_last(replace(last, effects=effects)), latest=effects or self.latest)

    def _with_last(self, command: CommandRun) -> Journal:
        return replace(self, commands=(*self.commands[:-1], command))
