"""What a command's line proves to have come of it, and not of what a neighbour did meanwhile: pure.

A reset removes what is proven and nothing else, so this is strict: of what a script, an alias or a variable stands for
nothing is known, and where two may have made the same thing at the same moment, neither has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from tui.model.engine import EngineEvent
from tui.model.journal import CommandRun

Word = tuple[str, str]
"""What an event calls an object: its kind, and its id or name."""

CREATING = frozenset({"create", "pull", "tag", "load", "import", "build"})
"""Actions of which something comes."""
LEAD = 2.0
"""Seconds before a command in which what it names may have been made by somebody else, and be seen only later."""
TOGETHER = 2.0
"""Seconds in which two containers of one image may have come in any order."""
_REFUSED = 125
"""How `docker run` ends where nothing ran: for a port that is taken, or a name, and then a container of that name that
runs is another's."""

_VERBS = {
    "image": frozenset({"run", "create", "pull", "build", "tag", "commit", "import"}),
    "volume": frozenset({"run", "create"}),
    "network": frozenset({"create"}),
}
_SPLIT = re.compile(r"[\s'\"`=,;|&(){}<>]+")
_IMPLIED = ("docker.io/", "localhost/", "library/")


class _Line(Struct, frozen=True):
    """A command line, as far as it names things: how often it has each word, and each word before a colon; the names it
    gives to containers, and how many it makes that get none; `makes_volumes` if it makes some by themselves."""

    words: Counter[str]
    sources: Counter[str]
    names: frozenset[str]
    unnamed: int
    makes_volumes: bool

    def times(self, kind: str, name: str) -> int:
        """How often it names an object; never, if it makes none of that kind."""
        if _VERBS[kind].isdisjoint(self.words):
            return 0
        return self.sources[name] if kind == "volume" else self.words[_bare(name)]


def proven(run: CommandRun, events: Sequence[EngineEvent]) -> set[Word]:
    """What a command made for certain, of all that was made from a little before it until now."""
    line = _read(run.line)
    near = [each for each in events if each.action in CREATING and run.covers(max(each.received, run.started))]
    started = {each.id for each in events if (each.kind, each.action) == ("container", "start")}
    containers = set(_containers(run, line, near, started))
    return {*containers, *_named(run, line, near, containers)}


def _containers(run: CommandRun, line: _Line, near: Iterable[EngineEvent], started: Collection[str]) -> Iterator[Word]:
    """Those that have the names it gives, and as many of the others as it makes, if they are of images it names."""
    if run.exit_status == _REFUSED:
        near = [each for each in near if each.id not in started]
    created = [each for each in near if each.kind == "container" and run.covers(each.received)]
    yield from (("container", each.id) for each in created if each.name in line.names)
    alike = [each for each in created if each.name not in line.names and _bare(each.image) in line.words]
    alike.sort(key=lambda each: each.received)
    own, others = alike[: line.unnamed], alike[line.unnamed :]
    if not own or not others or others[0].received - own[-1].received > TOGETHER:
        yield from (("container", each.id) for each in own)


def _named(run: CommandRun, line: _Line, near: Sequence[EngineEvent], containers: Collection[Word]) -> Iterator[Word]:
    """Images, volumes and networks that were made no more often than it names them, and not before it. A volume that
    comes with a container comes just before it; one that is there is used, and no event tells of it."""
    made: dict[tuple[str, str], list[EngineEvent]] = {}
    for each in near:
        if each.kind in _VERBS and each.received >= run.started - LEAD and line.times(each.kind, each.name):
            made.setdefault((each.kind, each.name), []).append(each)
    for (kind, name), told in made.items():
        often = max(Counter(each.action for each in told).values())
        if often > line.times(kind, name) or not all(run.covers(each.received) for each in told):
            continue
        if kind != "volume" or line.makes_volumes or _container_after(told[0], near) in containers:
            yield from ((kind, each.id if kind == "network" else name) for each in told)


def _container_after(event: EngineEvent, near: Iterable[EngineEvent]) -> Word:
    later = (each for each in near if each.kind == "container" and each.received >= event.received)
    first = min(later, key=lambda each: each.received, default=event)
    return first.kind, first.id


@lru_cache(maxsize=64)
def _read(line: str) -> _Line:
    words = list(filter(None, _SPLIT.split(line)))
    pairs = list(pairwise(words))
    names = frozenset(name for option, name in pairs if option == "--name")
    makes = sum(verb in {"run", "create"} and before in {"docker", "podman", "container"} for before, verb in pairs)
    return _Line(
        words=Counter(map(_bare, words)),
        sources=Counter(word.partition(":")[0] for word in words),
        names=names,
        unnamed=max(0, makes - len(names)),
        makes_volumes=("volume", "create") in pairs,
    )


def _bare(reference: str) -> str:
    """A name of an image without what goes without saying."""
    for prefix in _IMPLIED:
        reference = reference.removeprefix(prefix)
    return reference.removesuffix(":latest")
