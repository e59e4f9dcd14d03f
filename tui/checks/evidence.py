"""What the lab has seen, gathered in one value that checks can judge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any, TypeVar

from tui.model.engine import EngineEvent, Snapshot
from tui.model.facts import Facts
from tui.model.journal import CommandRun
from tui.model.machine import Machine

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is true now and what happened since.

    `snapshot` is None until the engine was read, and `reachable` says whether it answers now;
    `events` and `commands` are oldest first; `answers` maps question ids to right or wrong;
    `actions` holds the ids of the lab's own commands used; `machine_known` is False while `machine` is only assumed;
    `directory` is the folder the shell stands in, and `work_folder` the learner's working folder, both absolute;
    `shell_heard` is False where the shell doesn't say what is typed in it.
    """

    snapshot: Snapshot | None = None
    reachable: bool = False
    events: tuple[EngineEvent, ...] = ()
    commands: tuple[CommandRun, ...] = ()
    answers: Mapping[str, bool] = field(default_factory=dict)
    actions: frozenset[str] = frozenset()
    facts: Facts = Facts()
    machine: Machine = Machine()
    machine_known: bool = True
    work_folder: str = ""
    directory: str = ""
    shell_heard: bool = True

    _worked_out: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What follows from this evidence, worked out the first time it is asked for: 300 checks ask for the same.

        It must not depend on the commands, see `recent`.
        """
        if key not in self._worked_out:
            self._worked_out[key] = work_out()
        found: T = self._worked_out[key]
        return found

    def events_of(self, kind: str, *actions: str) -> tuple[EngineEvent, ...]:
        """The events of a kind of object and of some actions, oldest first."""
        return self.once((kind, actions), lambda: self._events_of(kind, actions))

    def _events_of(self, kind: str, actions: tuple[str, ...]) -> tuple[EngineEvent, ...]:
        return tuple(event for event in self.events if event.action in actions and event.kind == kind)

    def recent(self, count: int) -> Evidence:
        """The same, with only the newest commands."""
        fewer = replace(self, commands=self.commands[-count:])
        object.__setattr__(fewer, "_worked_out", self._worked_out)
        return fewer

    def since(self, moment: float) -> Evidence:
        """The same, with only what happened from a monotonic time on."""
        first = self.events[0].received if self.events else moment
        if first >= moment and (not self.commands or self.commands[0].started >= moment):
            return self
        return replace(
            self,
            events=tuple(event for event in self.events if event.received >= moment),
            commands=tuple(run for run in self.commands if run.started >= moment),
        )

    def without(self, runs: Collection[CommandRun]) -> Evidence:
        """The same, as if some commands had not been typed: without what happened from each to the next, too."""
        ends = [*(run.started for run in self.commands[1:]), inf]
        gaps = [(run.started, end) for run, end in zip(self.commands, ends, strict=False) if run in runs]
        return replace(
            self,
            events=tuple(e for e in self.events if not any(start <= e.received < end for start, end in gaps)),
            commands=tuple(run for run in self.commands if run not in runs),
        )
