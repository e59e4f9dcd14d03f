"""Removes objects from a real engine, for a reset and for nothing else."""

from __future__ import annotations

from tui.engine.docker_sdk import engine_at
from tui.engine.ssh.line import Line
from tui.errors import EngineError
from tui.model.engine import Endpoint, Volume
from tui.model.reset import Origin, Tag

REMOVING = 60.0
"""Seconds an engine may take to remove one object; a large image takes a while."""


class DockerRemover:
    """A `Remover` of the engine at an endpoint, on connections of its own.

    Of an image built step by step, the steps' own images go with it only in the lab's private engine: in another one
    they may be somebody else's, and go by their ids. Every method raises `EngineLost` or `EngineError`.
    """

    def __init__(self, endpoint: Endpoint, line: Line | None = None) -> None:
        self._engine = engine_at(endpoint, line, REMOVING)
        self._keeps_steps = not endpoint.private

    def remove_container(self, id: str) -> None:
        """Stop and remove one, not its volumes."""
        try:
            self._engine.unless_gone(lambda api: api.remove_container(id, force=True))
        except EngineError as refusal:
            # One that was run with --rm goes by itself once it is stopped.
            if "already in progress" not in refusal.what:
                raise

    def remove_tag(self, tag: Tag) -> None:
        """Take a name from its image, if it still is its name."""
        if any(tag.name in image.tags for image in self._engine.images() if image.id == tag.image_id):
            self._engine.unless_gone(lambda api: api.remove_image(tag.name, noprune=self._keeps_steps))

    def remove_image(self, id: str) -> None:
        """Remove one that has no name, if it still has none."""
        if any(not image.tags for image in self._engine.images() if image.id == id):
            self._engine.unless_gone(lambda api: api.remove_image(id, noprune=self._keeps_steps))

    def origins(self) -> tuple[Origin, ...]:
        """Where images came from, in an engine whose builds' steps don't go with what they led to."""
        return self._engine.origins() if self._keeps_steps else ()

    def remove_volume(self, volume: Volume) -> None:
        """Remove one, with what is in it, if it still is the same."""
        if volume in self._engine.volumes():
            self._engine.unless_gone(lambda api: api.remove_volume(volume.name))

    def remove_network(self, id: str) -> None:
        """Remove one."""
        self._engine.unless_gone(lambda api: api.remove_network(id))

    def close(self) -> None:
        """Drop the connections."""
        self._engine.close()
