"""What in an engine is the learner's: what came by a command of theirs, now or when the lab was open before.

On an engine the lab shares with others, an object that was there when the lab first looked is somebody else's, and so
is what came later without a command it can belong to. What came while a command ran may be the learner's, and they may
do with it what they like; what the command's line names is certain to be, and only that goes with a reset. A thing is
remembered by what no other one can be: a container or network by its id, an image by its id and each of its tags, a
volume by its name and when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import inf

from msgspec import Struct, field
from msgspec.structs import replace

from tui.model.engine import Endpoint, EngineEvent, Image, Snapshot, Volume
from tui.model.journal import LATE, CommandRun
from tui.model.proofs import CREATING, Word, proven

Key = tuple[str, str]
"""An object: its kind (container, image, volume, network), and its row in the table of its kind: a volume's name, an
image's id and tag ("sha256:… name:tag"; the id alone if it has no tag), the others' ids."""

LAG = 2.0
"""Seconds between something in the engine being read and the lab knowing all about how it came, at the most."""

BEFORE = "was here before the lab"
ELSEWHERE = "came without a command typed here"
UNSEEN = "is not known to the lab"
UNSURE = "may be somebody else's"

_MAYBE = "?"
"""What stands before a thing, where it is kept, that may be theirs."""
_STEP = "step"
"""The kind of a hidden image that is about to be removed."""
_MAKES_IMAGES = re.compile(r"\b(docker|podman)\b.*\b(build|commit|import|load|bake|compose)\b", re.DOTALL)
"""Commands that may leave an image without a name, which no event tells of."""


class Claims(Struct, frozen=True):
    """What the learner has a claim to, in the engine at `url`; in the lab's own engine, which needs no `url`, to
    everything.

    `made` are the things known to be theirs, `maybe` those that may be. `since` is when each thing was first seen, in
    monotonic seconds; -inf for what was there at the first reading. `by` is when the command began that has proven
    a thing to be theirs: what happens later may yet cast doubt on it.
    """

    url: str = ""
    made: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()
    since: Mapping[str, float] = field(default_factory=dict)
    by: Mapping[str, float] = field(default_factory=dict)
    was_read: bool = False

    def after(
        self,
        snapshot: Snapshot,
        events: Sequence[EngineEvent],
        commands: Sequence[CommandRun],
        now: float,
        happened: Sequence[EngineEvent] = (),
        heard: bool = True,
    ) -> Claims:
        """What is theirs after the engine was read again, after some events; of what is gone nothing is remembered.
        `happened` are these and those before them.

        While the shell is not `heard`, all that comes may be theirs: there is no telling.
        """
        if not self.url:
            return self
        here, start = _things_in(snapshot), now if self.was_read else -inf
        since = {thing: self.since.get(thing, start) for thing in here}
        made, maybe = (_still(things, here, snapshot.refused) for things in (self.made, self.maybe))
        made |= {f"image {id}" for id in _steps_in(made)} & set(here)
        told = {word for event in events if _covered(commands, event.received) for word in _words(event)}
        for thing, came in since.items():
            # Ids of containers and networks never come again: who made one may have made this one.
            recent = now - came <= LAG or thing.startswith(("container ", "network "))
            if thing not in made and ((recent and not told.isdisjoint(here[thing])) or (not heard and came > -inf)):
                maybe.add(thing)
        by, doubted = self._proven(commands, happened or events, here, since, now)
        made, maybe = (made - doubted) | set(by), maybe | doubted
        made |= set(_anonymous(snapshot, made, maybe))
        for thing in (each for each, came in since.items() if came == now and _is_nameless(each)):
            rows = [each for each in (*self.made, *self.maybe, *self.since) if each.startswith(f"{thing} ")]
            if self.made.issuperset(rows) if rows else _may_have_made_an_image(commands, now):
                made.add(thing)
            elif rows and (self.made | self.maybe).issuperset(rows):
                maybe.add(thing)
        return Claims(self.url, frozenset(made), frozenset(maybe - made), since, by, was_read=True)

    def _proven(
        self,
        commands: Iterable[CommandRun],
        events: Sequence[EngineEvent],
        here: Mapping[str, Collection[Word]],
        since: Mapping[str, float],
        now: float,
    ) -> tuple[dict[str, float], set[str]]:
        """By which command each thing is proven to be theirs; and what had been by one that runs or has just ended,
        and isn't any more."""
        by, doubted = {thing: began for thing, began in self.by.items() if thing in here}, set[str]()
        for run in commands:
            if run.ended is not None and now - run.ended > LATE:
                continue
            proofs = proven(run, events)
            for thing, came in since.items():
                if came >= run.started and not proofs.isdisjoint(here[thing]):
                    by[thing] = run.started
                elif by.get(thing) == run.started:
                    del by[thing]
                    doubted.add(thing)
        return by, doubted

    @property
    def kept(self) -> frozenset[str]:
        """What is to be remembered of it until the next session."""
        return self.made | {f"{_MAYBE} {thing}" for thing in self.maybe}

    def with_steps(self, ids: Collection[str]) -> Claims:
        """With hidden images of builds, in place of those there were: they are seen once what they led to is gone."""
        others = {thing for thing in self.made if thing.partition(" ")[0] != _STEP}
        return replace(self, made=frozenset(others | {f"{_STEP} {id}" for id in ids})) if self.url else self

    @property
    def others(self) -> Mapping[Key, str]:
        """What is not the learner's, and why: in words that follow a name."""
        theirs = self.made | self.maybe
        return {
            _key(thing): BEFORE if came == -inf else ELSEWHERE
            for thing, came in self.since.items()
            if thing not in theirs
        }

    def unproven(self, kind: str, row: str) -> str:
        """Why an object can't be said to be the learner's, in words that follow its name; empty if it is theirs."""
        if not self.url or any(_key(thing) == (kind, row) for thing in self.made):
            return ""
        if any(_key(thing) == (kind, row) for thing in self.maybe):
            return UNSURE
        return self.others.get((kind, row), UNSEEN)


def claims_on(endpoint: Endpoint | None, remembered: Mapping[str, Collection[str]]) -> Claims:
    """What the learner is known to have made in an engine, by what was `remembered` of each engine's url."""
    if endpoint is None or endpoint.private:
        return Claims()
    kept = remembered.get(endpoint.url, ())
    maybe = frozenset(thing.removeprefix(f"{_MAYBE} ") for thing in kept if thing.startswith(f"{_MAYBE} "))
    return Claims(endpoint.url, frozenset(thing for thing in kept if not thing.startswith(_MAYBE)), maybe)


def image_rows(image: Image) -> tuple[str, ...]:
    """An image's rows: one for each tag, or one without."""
    return tuple(f"{image.id} {tag}" for tag in image.tags) or (image.id,)


def _things_in(snapshot: Snapshot) -> dict[str, frozenset[Word]]:
    """All that somebody made, and by which words an event may call each."""
    things: dict[str, frozenset[Word]] = {}
    for container in snapshot.containers:
        things[f"container {container.id}"] = frozenset({("container", container.id)})
    for network in snapshot.networks:
        if not network.predefined:
            things[f"network {network.id}"] = frozenset({("network", network.id)})
    for volume in snapshot.volumes:
        things[_thing(volume)] = frozenset({("volume", volume.name)})
    for image in snapshot.images:
        for row in image_rows(image):
            tag = row.partition(" ")[2]
            things[f"image {row}"] = frozenset(("image", word) for word in (image.id, tag, *image.digests) if word)
    return things


def _key(thing: str) -> Key:
    kind, _, row = thing.partition(" ")
    return kind, row.rpartition(" ")[0] if kind == "volume" else row


def _still(things: Collection[str], here: Collection[str], refused: Collection[str]) -> set[str]:
    """Those that are still there, as far as that can be seen."""
    unseen = {*refused, _STEP}
    return {thing for thing in things if thing in here or thing.partition(" ")[0] in unseen}


def _anonymous(snapshot: Snapshot, made: Collection[str], maybe: Collection[str]) -> Iterator[str]:
    """Volumes without a name that came with containers of theirs, and serve no other."""
    users: dict[str, set[str]] = {}
    for container in snapshot.containers:
        for mount in container.mounts:
            users.setdefault(mount.source, set()).add(f"container {container.id}")
    for volume in snapshot.volumes:
        its = users.get(volume.name, set())
        if volume.anonymous and _thing(volume) in maybe and its and its <= set(made):
            yield _thing(volume)


def _thing(volume: Volume) -> str:
    return f"volume {volume.name} {volume.created:.0f}"


def _words(event: EngineEvent) -> set[Word]:
    """What an event says was made, in the words of `_things_in`."""
    return {(event.kind, event.id), (event.kind, event.name)} if event.action in CREATING else set()


def _covered(commands: Sequence[CommandRun], moment: float) -> bool:
    return any(run.covers(moment) for run in reversed(commands))


def _may_have_made_an_image(commands: Sequence[CommandRun], now: float) -> bool:
    """Whether a command that makes images runs, or has just ended."""
    recent = (run for run in commands if run.ended is None or now - run.ended <= LAG)
    return any(_MAKES_IMAGES.search(run.line) for run in recent)


def _steps_in(things: Collection[str]) -> list[str]:
    return [id for kind, _, id in (thing.partition(" ") for thing in things) if kind == _STEP]


def _is_nameless(thing: str) -> bool:
    return thing.startswith("image ") and thing.count(" ") == 1
