"""What was typed and what it did: commands paired with what changed in the engine meanwhile.

There may be two shells, each with a command of its own running; a change belongs to the command that was started
last among those it may come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from msgspec import Struct, field
from msgspec.structs import replace

from tui.model.effects import Effect, TagChanges, effects_of, is_about, tag_changes, tags_of
from tui.model.engine import EngineEvent, Snapshot

SETTLE = 0.4
"""Seconds after a command's end in which an event still belongs to it: an event reaches us up to 37 ms after
its call returned, and a loaded machine is slower."""
EARLY = 0.3
"""Seconds before a command's start in which an event may be its own: a busy machine hears of the start late."""
LATE = 3.0
"""Seconds after a command's end in which the lab may still hear of what it did: events wait for the reading they lead
to, and an image that no event tells of is looked for then."""

EVENTS_KEPT = 5000
"""Events that are remembered, the newest: a neighbour's container that restarts every second makes more in two hours,
and every one is looked at again with each reading of the engine."""
STORY_MOST = 2000
"""Events that a command is paired with, the first: a `docker logs -f` may run for a day."""


class CommandRun(Struct, frozen=True):
    """One command line of the learner, typed in a `shell` (1 or 2). Times are monotonic seconds; `ended` is None
    while it runs; `when` is the wall clock's time at its start.

    `directory` is the folder the shell stood in at its end, after any `cd` of the same line; empty if not known.
    """

    line: str
    started: float
    ended: float | None = None
    exit_status: int | None = None
    effects: tuple[Effect, ...] = ()
    directory: str = ""
    shell: int = 1
    when: float = 0.0

    def covers(self, moment: float) -> bool:
        """Whether what happened at a moment may belong to this command."""
        return self.started <= moment and (self.ended is None or moment <= self.ended + SETTLE)

    def goes_on_at(self, moment: float) -> bool:
        """Whether it had not ended at a moment."""
        return self.ended is None or moment <= self.ended


class Story(Struct, frozen=True):
    """What a command is paired with: the engine `before` it, its own `events`, and the changes of `tags` it made."""

    before: Snapshot
    events: tuple[EngineEvent, ...] = ()
    tags: TagChanges = field(default_factory=dict)

    def tells_of(self, tag: str, change: tuple[str, str]) -> bool:
        """Whether one of its events is about a change of a tag."""
        return any(is_about(event, tag, change) for event in self.events)


class Journal(Struct, frozen=True):
    """Everything since the lab was opened, oldest first.

    Of `events` the newest are kept; `forgotten` is how many there were before them. `now` is the engine as last read,
    `before` the reading before that; `stories` are those of the commands that something may still be heard of, by
    their places in `commands`; `latest` is the last change there was, whoever made it.
    """

    commands: tuple[CommandRun, ...] = ()
    events: tuple[EngineEvent, ...] = ()
    forgotten: int = 0
    now: Snapshot = Snapshot()
    before: Snapshot = Snapshot()
    stories: Mapping[int, Story] = field(default_factory=dict)
    latest: tuple[Effect, ...] = ()

    @property
    def running(self) -> CommandRun | None:
        """The command that runs now; the one started last, if both shells run one."""
        runs = (self.commands[place] for place in self.stories)
        return max((run for run in runs if run.ended is None), key=lambda run: run.started, default=None)

    def newest(self, shell: int) -> CommandRun | None:
        """The last command of a shell, whether or not it has ended."""
        return next((run for run in reversed(self.commands) if run.shell == shell), None)

    def ended_since(self, before: Journal) -> tuple[CommandRun, ...]:
        """The commands that have ended, or have got other effects after their end, since it was as `before`."""
        if self.commands is before.commands:
            return ()
        known = ((run.ended, run.effects) for run in before.commands)
        both = zip_longest(self.commands, known, fillvalue=None)
        return tuple(run for run, old in both if run and run.ended is not None and (run.ended, run.effects) != old)

    def command_started(self, line: str, at: float, shell: int = 1, when: float = 0.0) -> Journal:
        """The learner pressed Enter on a line."""
        commands = (*self.commands, CommandRun(line, at, shell=shell, when=when))
        stories = {place: story for place, story in self.stories.items() if self._goes_on(place, at, shell)}
        stories[len(self.commands)] = Story(self.now)
        begun = replace(self, commands=commands, stories=stories)
        overtook = tuple(event for event in self.events if event.received >= at)
        return begun._taken_by_the_newest(overtook) if overtook else begun

    def command_ended(self, exit_status: int | None, directory: str, at: float, shell: int = 1) -> Journal:
        """A shell is back at its prompt, in a folder; nothing to do if no command ran in it."""
        run = self.newest(shell)
        if run is None or run.ended is not None:
            return self
        ended = replace(run, ended=at, exit_status=exit_status, directory=directory)
        return replace(self, commands=tuple(ended if each is run else each for each in self.commands))

    def engine_read(
        self, snapshot: Snapshot, events: tuple[EngineEvent, ...], at: float, *, anew: bool = False
    ) -> Journal:
        """The engine was read again after some events, which are paired with what runs or has just ended.

        What is found when it is read `anew`, after it was out of sight, was nobody's command.
        """
        changes = tag_changes(tags_of(self.now), tags_of(snapshot))
        owners = [self._owner(event) for event in events]
        told = list(zip(events, owners, strict=True))
        takers = dict.fromkeys(changes) if anew else self._takers(changes, events, owners, at)
        stories = {
            place: replace(
                story,
                events=(*story.events, *(event for event, its in told if its == place))[:STORY_MOST],
                tags=_with(story.tags, {tag: change for tag, change in changes.items() if takers[tag] == place}),
            )
            for place, story in self.stories.items()
        }
        stories, moved = _put_right(stories)
        happened = self.events + events
        forgotten = self.forgotten + max(0, len(happened) - EVENTS_KEPT)
        after = replace(self, events=happened[-EVENTS_KEPT:], forgotten=forgotten, stories=stories)
        after = replace(after, before=self.now, now=snapshot)
        touched = {place for place in (*owners, *takers.values()) if place is not None}
        if touched:
            return after._retold(sorted(touched | moved))
        elsewhere = () if anew else effects_of(events, changes, self.now, snapshot)
        return replace(after, latest=elsewhere or self.latest)

    def _taken_by_the_newest(self, events: tuple[EngineEvent, ...]) -> Journal:
        """The newest command gets events of its own that were read before its start was told of: on a busy machine the
        engine's news overtake the shell's."""
        newest, changes = len(self.commands) - 1, tag_changes(tags_of(self.before), tags_of(self.now))
        own = {tag: each for tag, each in changes.items() if any(is_about(event, tag, each) for event in events)}
        stories = {
            place: replace(
                story,
                events=tuple(event for event in story.events if event not in events),
                tags={tag: change for tag, change in story.tags.items() if own.get(tag) != change},
            )
            for place, story in self.stories.items()
        }
        stories[newest] = Story(self.before, events, own)
        touched = [place for place, story in self.stories.items() if stories[place] != story]
        return replace(self, stories=stories)._retold(touched)

    def _goes_on(self, place: int, at: float, shell: int) -> bool:
        """Whether something may still be heard of a command when a shell starts another."""
        run = self.commands[place]
        return run.shell != shell if run.ended is None else at <= run.ended + LATE

    def _takers(
        self, changes: TagChanges, events: tuple[EngineEvent, ...], owners: list[int | None], at: float
    ) -> dict[str, int | None]:
        """Whose each change of a tag is; of some no event tells."""
        told = list(zip(events, owners, strict=True))
        others = [owner for event, owner in told if event.kind == "image"] or owners
        rest = others[-1] if others else self._just_ended(at)
        # An image that a pull or a build has not named yet: the reading was for the command before, and came late.
        runs = max((place for place in self.stories if self.commands[place].ended is None), default=rest)
        takers = {}
        for tag, change in changes.items():
            own = [owner for event, owner in told if is_about(event, tag, change)]
            takers[tag] = own[-1] if own else runs if change == ("", tag) and not others else rest
        return takers

    def _owner(self, event: EngineEvent) -> int | None:
        """The place of the command that an event belongs to."""
        runs = {place: self.commands[place] for place in self.stories}
        covering = [place for place, run in runs.items() if run.covers(event.received)]
        owner = max(covering, key=lambda place: runs[place].started, default=None)
        if owner is not None and runs[owner].goes_on_at(event.received):
            return owner
        # What happens after its end, and just before the next one's start, is more likely that one's.
        soon = [place for place, run in runs.items() if 0 < run.started - event.received <= EARLY]
        return min(soon, key=lambda place: runs[place].started, default=owner)

    def _just_ended(self, at: float) -> int | None:
        """The place of the last command that has ended, if that is not long ago."""
        ends = {place: end for place in self.stories if (end := self.commands[place].ended) is not None}
        last = max(ends, key=lambda place: ends[place], default=None)
        return last if last is not None and at <= ends[last] + LATE else None

    def _retold(self, places: list[int]) -> Journal:
        """The same with the effects of some commands told anew."""
        told = {
            place: effects_of(story.events, story.tags, story.before, self.now)
            for place in places
            if (story := self.stories.get(place))
        }
        commands = tuple(
            replace(run, effects=told[place]) if place in told else run for place, run in enumerate(self.commands)
        )
        latest = tuple(effect for place in places for effect in told.get(place, ()))
        return replace(self, commands=commands, latest=latest or self.latest)


def _with(tags: TagChanges, more: TagChanges) -> TagChanges:
    """Changes of tags, and then more of them."""
    return {**tags, **{tag: (tags.get(tag, change)[0], change[1]) for tag, change in more.items()}}


def _put_right(stories: Mapping[int, Story]) -> tuple[dict[int, Story], set[int]]:
    """The stories with changes of tags moved to the command whose event tells of them, and the commands concerned.

    A reading may show what the next command has just done, whose event comes only with the next one.
    """
    put, moved = dict(stories), set[int]()
    for place, story in stories.items():
        for tag, change in story.tags.items():
            right = next((each for each in stories if each > place and stories[each].tells_of(tag, change)), None)
            if right is not None and not story.tells_of(tag, change):
                left = {other: change for other, change in put[place].tags.items() if other != tag}
                put[place] = replace(put[place], tags=left)
                put[right] = replace(put[right], tags=_with(put[right].tags, {tag: change}))
                moved |= {place, right}
    return put, moved
