"""What in an engine is the learner's: what came by a command of theirs, now or when the lab was open before.

On an engine the lab shares with others, an object that was there when the lab first looked is somebody else's, and so
is what came later without a command it can belong to. A thing is remembered by what no other one can be: a container
or network by its id, an image by its id and each of its tags, a volume by its name and when it was made.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from tui.model.engine import Endpoint, EngineEvent, Image, Snapshot
from tui.model.journal import CommandRun

Key = tuple[str, str]
"""An object: its kind (container, image, volume, network), and its row in the table of its kind: a volume's name, an
image's id and tag ("sha256:… name:tag"; the id alone if it has no tag), the others' ids."""

LAG = 2.0
"""Seconds between something in the engine being read and the lab knowing all about how it came, at the most."""

BEFORE = "was here before the lab"
ELSEWHERE = "came without a command typed here"
UNSEEN = "is not known to the lab"

_CREATING = frozenset({"create", "pull", "tag", "load", "import", "build"})
_STEP = "step"
"""The kind of a hidden image that is about to be removed."""
_COMMITTED = ("image", "commit")
"""What stands for an image made of a container, whose id no event tells."""
_MAKES_IMAGES = re.compile(r"\b(build|commit|import|load|bake|compose)\b")
"""Commands that may leave an image without a name, which no event tells of."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the learner has a claim to, in the engine at `url`; in the lab's own engine, which needs no `url`, to
    everything.

    `made` are the things known to be theirs. `since` is when each of the others was first seen, in monotonic seconds;
    -inf for what was there at the first reading.
    """

    url: str = ""
    made: frozenset[str] = frozenset()
    since: Mapping[str, float] = field(default_factory=dict)
    was_read: bool = False

    def after(
        self,
        snapshot: Snapshot,
        events: Sequence[EngineEvent],
        commands: Sequence[CommandRun],
        now: float,
        *,
        heard: bool = True,
    ) -> Claims:
        """What is theirs after the engine was read again; of what is gone nothing is remembered.

        While the shell is not `heard`, all that comes is taken for theirs: there is no telling.
        """
        if not self.url:
            return self
        here, start = _things_in(snapshot), now if self.was_read else -inf
        unseen = snapshot.refused | {_STEP}
        made = {thing for thing in self.made if thing in here or thing.partition(" ")[0] in unseen}
        made |= {f"image {id}" for id in _steps_in(made)} & set(here)
        since = {thing: self.since.get(thing, start) for thing in here if thing not in made}
        told = {word for event in events if _covered(commands, event.received) for word in _words(event)}
        makes_images = _COMMITTED in told or _may_have_made_an_image(commands, now)
        for thing, came in since.items():
            # Ids of containers and networks never come again: who made one made this one.
            recent = now - came <= LAG or thing.startswith(("container ", "network "))
            if (
                (recent and not told.isdisjoint(here[thing]))
                or (came == now and _is_nameless(thing) and self._takes(thing, makes_images))
                or (not heard and came > -inf)
            ):
                made.add(thing)
        left = {thing: came for thing, came in since.items() if thing not in made}
        return replace(self, made=frozenset(made), since=left, was_read=True)

    def with_steps(self, ids: Collection[str]) -> Claims:
        """With hidden images of builds, in place of those there were: they are seen once what they led to is gone."""
        others = {thing for thing in self.made if thing.partition(" ")[0] != _STEP}
        return replace(self, made=frozenset(others | {f"{_STEP} {id}" for id in ids})) if self.url else self

    def _takes(self, nameless: str, makes_images: bool) -> bool:
        """Whether an image that has no name now is theirs: all its names were, or a command of theirs made it so."""
        rows = [thing for thing in (*self.made, *self.since) if thing.startswith(f"{nameless} ")]
        return self.made.issuperset(rows) if rows else makes_images

    @property
    def others(self) -> Mapping[Key, str]:
        """What is not the learner's, and why: in words that follow a name."""
        return {_key(thing): BEFORE if came == -inf else ELSEWHERE for thing, came in self.since.items()}

    def unproven(self, kind: str, row: str) -> str:
        """Why an object can't be said to be the learner's, in words that follow its name; empty if it is theirs."""
        if not self.url or any(_key(thing) == (kind, row) for thing in self.made):
            return ""
        return self.others.get((kind, row), UNSEEN)


def claims_on(endpoint: Endpoint | None, remembered: Mapping[str, Collection[str]]) -> Claims:
    """What the learner is known to have made in an engine, by what was `remembered` of each engine's url."""
    if endpoint is None or endpoint.private:
        return Claims()
    return Claims(endpoint.url, frozenset(remembered.get(endpoint.url, ())))


def image_rows(image: Image) -> tuple[str, ...]:
    """An image's rows: one for each tag, or one without."""
    return tuple(f"{image.id} {tag}" for tag in image.tags) or (image.id,)


def _things_in(snapshot: Snapshot) -> dict[str, frozenset[tuple[str, str]]]:
    """All that somebody made, and by which words an event may call each."""
    things: dict[str, frozenset[tuple[str, str]]] = {}
    for container in snapshot.containers:
        things[f"container {container.id}"] = frozenset({("container", container.id)})
    for network in snapshot.networks:
        if not network.predefined:
            things[f"network {network.id}"] = frozenset({("network", network.id)})
    for volume in snapshot.volumes:
        things[f"volume {volume.name} {volume.created:.0f}"] = frozenset({("volume", volume.name)})
    for image in snapshot.images:
        for row in image_rows(image):
            tag = row.partition(" ")[2]
            things[f"image {row}"] = frozenset(("image", word) for word in (image.id, tag, *image.digests) if word)
    return things


def _key(thing: str) -> Key:
    kind, _, row = thing.partition(" ")
    return kind, row.rpartition(" ")[0] if kind == "volume" else row


def _words(event: EngineEvent) -> set[tuple[str, str]]:
    """What an event says was made, in the words of `_things_in`."""
    if event.action == "commit":
        return {_COMMITTED}
    return {(event.kind, event.id), (event.kind, event.name)} if event.action in _CREATING else set()


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
