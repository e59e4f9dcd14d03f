"""What others do in the engine while the soak's learner works."""

from __future__ import annotations

from collections.abc import Callable

import docker

from tests.engine_api.world import World

STAYS = 8
"""Rounds for which a container is there."""
Traffic = Callable[[int], str]
"""What happens in the engine besides the learner's commands, in a round; the name of a container that is new."""


def fake_traffic(world: World) -> Traffic:
    """A container a round, with an exec and lines in its log, which ends and goes later; an image that is pulled."""

    def happen(number: int) -> str:
        name = f"soak{number:05}"
        world.run(name)
        world.exec(name)
        world.log(name, f"line {number}")
        world.pull(f"image{number % 20}:latest")
        if number >= STAYS // 2:
            world.die(f"soak{number - STAYS // 2:05}", number % 3)
        if number >= STAYS:
            world.destroy(f"soak{number - STAYS:05}")
        return name

    return happen


def real_traffic(client: docker.APIClient) -> Traffic:
    """The same by a neighbour of the learner's."""

    def happen(number: int) -> str:
        name = f"soak{number:05}"
        client.create_container("tiny", ["sleep", "9999"], name=name)
        client.start(name)
        client.tag("tiny", "other", f"t{number % 20}")
        if number >= STAYS:
            client.remove_container(f"soak{number - STAYS:05}", force=True)
        return name

    return happen
