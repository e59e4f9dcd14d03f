"""What was typed and what it did: commands paired with what changed in the engine meanwhile.

There may be two shells, each with a command of its own running; a change belongs to the command that was started
last among those it may come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tui.model.effects import Effect, Tags, effects_of, moved_along, tags_of
from tui.model.engine import EngineEvent, Snapshot

SETTLE = 0.4
"""Seconds after a command's end in which an event still belongs to it: an event reaches us up to 37 ms after
its call returned, and a loaded machine is slower."""


@dataclass(frozen=True, slots=True)
class CommandRun:
    """One command line of the learner, typed in a `shell` (1 or 2). Times are monotonic seconds; `ended` is None
    while it runs.

    `directory` is the folder the shell stood in at its end, after any `cd` of the same line; empty if not known.
    """

    line: str
    started: float
    ended: float | None = None
    exit_status: int | None = None
    effects: tuple[Effect, ...] = ()
    directory: str = ""
    shell: int = 1

    def covers(self, moment: float) -> bool:
        """Whether what happened at a moment may belong to this command."""
        return self.started <= moment and (self.ended is None or moment <= self.ended + SETTLE)


@dataclass(frozen=True, slots=True)
class Story:
    """What a shell's newest command is paired with: the image tags `before` it, and the `events` that are its own."""

    before: Tags
    events: tuple[EngineEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Journal:
    """Everything since the lab was opened, oldest first.

    `now` is the engine as last read; `stories` are those of each shell's newest command; `latest` is the last change
    there was, whoever made it.
    """

    commands: tuple[CommandRun, ...] = ()
    events: tuple[EngineEvent, ...] = ()
    now: Snapshot = Snapshot()
    stories: Mapping[int, Story] = field(default_factory=dict)
    latest: tuple[Effect, ...] = ()

    @property
    def running(self) -> CommandRun | None:
        """The command that runs now; the one started last, if both shells run one."""
        return max((run for run in self._newest() if run.ended is None), key=lambda run: run.started, default=None)

    def newest(self, shell: int) -> CommandRun | None:
        """The last command of a shell, whether or not it has ended."""
        return next((run for run in reversed(self.commands) if run.shell == shell), None)

    def command_started(self, line: str, at: float, shell: int = 1) -> Journal:
        """The learner pressed Enter on a line."""
        commands = (*self.commands, CommandRun(line, at, shell=shell))
        return replace(self, commands=commands, stories={**self.stories, shell: Story(tags_of(self.now))})

    def command_ended(self, exit_status: int | None, directory: str, at: float, shell: int = 1) -> Journal:
        """A shell is back at its prompt, in a folder; nothing to do if no command ran in it."""
        run = self.newest(shell)
        if run is None or run.ended is not None:
            return self
        return self._with(run, replace(run, ended=at, exit_status=exit_status, directory=directory))

    def engine_read(self, snapshot: Snapshot, events: tuple[EngineEvent, ...]) -> Journal:
        """The engine was read again after some events, which are paired with what runs or has just ended."""
        after = replace(self, events=self.events + events, now=snapshot)
        old, new = tags_of(self.now), tags_of(snapshot)
        newest = self._newest()
        owners = [(event, run) for event in events if (run := _owner(newest, event.received)) is not None]
        if not owners:
            # After a reconnect there are no events, and what changed meanwhile was nobody's command.
            elsewhere = effects_of(events, old, new) if events else ()
            return replace(after, latest=elsewhere or self.latest)
        stories = self._stories_on(owners, old, new)
        latest: tuple[Effect, ...] = ()
        for run in newest:
            if any(owner is run for _, owner in owners):
                story = stories[run.shell]
                effects = effects_of(story.events, story.before, new)
                after, latest = after._with(run, replace(run, effects=effects)), latest + effects
        return replace(after, stories=stories, latest=latest or self.latest)

    def _stories_on(self, owners: Sequence[tuple[EngineEvent, CommandRun]], old: Tags, new: Tags) -> dict[int, Story]:
        """The stories with their new events; a change of tags goes to one command, as no event tells whose it is."""
        about_images = [run for event, run in owners if event.kind == "image"]
        taker = (about_images or [run for _, run in owners])[-1].shell
        return {
            shell: Story(
                story.before if shell == taker else moved_along(story.before, old, new),
                story.events + tuple(event for event, run in owners if run.shell == shell),
            )
            for shell, story in self.stories.items()
        }

    def _newest(self) -> list[CommandRun]:
        """Each shell's last command."""
        return [run for shell in self.stories if (run := self.newest(shell)) is not None]

    def _with(self, run: CommandRun, changed: CommandRun) -> Journal:
        return replace(self, commands=tuple(changed if each is run else each for each in self.commands))


def _owner(runs: Sequence[CommandRun], moment: float) -> CommandRun | None:
    return max((run for run in runs if run.covers(moment)), key=lambda run: run.started, default=None)
