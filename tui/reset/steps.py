"""Finds the hidden images that the learner's builds left behind those that go: pure.

The classic builder makes an image of every step. On an engine that others use, docker may not prune these: another
build may have made them, or may stand on them. What a build of the learner's made, in the seconds in which it ran, and
nothing else is made of, is provably theirs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import floor

from tui.model.log import LoggedCommand
from tui.model.reset import Origin

Span = tuple[float, float]
"""When a command ran, in seconds since the epoch."""

_BUILDS = re.compile(r"\b(build|compose)\b")


def builds_in(log: Iterable[LoggedCommand]) -> list[Span]:
    """When the learner built something. Engines date images in whole seconds."""
    return [(floor(each.at - each.seconds), each.at) for each in log if _BUILDS.search(each.line)]


def steps_behind(
    going: Iterable[str], origins: Sequence[Origin], users: Collection[str], builds: Collection[Span]
) -> tuple[str, ...]:
    """The steps behind images, by id, each after those made of it; `users` are the images of containers that stay."""
    known = {each.id: each for each in origins}
    made_of = Counter(each.parent for each in origins)

    def walk(id: str) -> Iterator[str]:
        while (here := known.get(id)) and (step := known.get(here.parent)):
            made_of[step.id] -= 1
            was_built = any(began <= step.created <= ended for began, ended in builds)
            if step.named or step.id in users or made_of[step.id] or not was_built:
                return
            yield step.id
            id = step.id

    return tuple(step for id in going for step in walk(id))
