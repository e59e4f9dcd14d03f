"""What a reset is about to do: exactly what goes, what comes back, what is forgotten, and what stays and why."""

from __future__ import annotations

from msgspec import Struct

from tui.model.engine import Container, Network, Snapshot, Volume


class Tag(Struct, frozen=True):
    """A name of an image, and the id of the image that it stands for."""

    name: str
    image_id: str


class Origin(Struct, frozen=True):
    """An image, also one that `docker image ls` hides, and the `parent` that a build made it of; empty for none."""

    id: str
    parent: str
    created: float
    named: bool


class FolderLook(Struct, frozen=True):
    """What a reset finds in the working folder; paths from there.

    `edited` and `missing` are files of the course that differ from its copies; `made` is what its tasks had the learner
    make; `outside` are files of the course whose place is elsewhere, by a link of the learner's. `kept` is a folder,
    not there yet, that will keep what has to make way: a file beside it would be sent along with a build.
    """

    edited: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    kept: str = ""


class Plan(Struct, frozen=True):
    """A reset of a `lesson` (by its id; empty for the whole course), whose `title` a person reads; `also` are other
    lessons that are reset with it.

    Whatever the engine holds is meant as it was seen: an object that has taken the name of one since is another one.
    `untagged` are images that nothing names, by their ids; `steps` are the hidden ones that builds left behind
    those that go, each after those made of it. `forgotten` is how many tasks and answers the progress has.
    `stays` are pairs: what one might expect to go, and why it doesn't.
    """

    lesson: str
    title: str
    also: tuple[str, ...] = ()
    containers: tuple[Container, ...] = ()
    tags: tuple[Tag, ...] = ()
    untagged: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    volumes: tuple[Volume, ...] = ()
    networks: tuple[Network, ...] = ()
    folder: FolderLook = FolderLook()
    forgotten: tuple[int, int] = (0, 0)
    stays: tuple[tuple[str, str], ...] = ()

    @property
    def aside(self) -> tuple[str, ...]:
        """What makes way in the working folder."""
        return (*self.folder.edited, *self.folder.made)

    @property
    def restored(self) -> tuple[str, ...]:
        """The files that come from the course's copies."""
        return (*self.folder.edited, *self.folder.missing)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        removed = (self.containers, self.tags, self.untagged, self.volumes, self.networks)
        return not any(removed) and not self.aside and not self.restored and self.forgotten == (0, 0)

    def is_done_in(self, snapshot: Snapshot) -> bool:
        """Whether an engine that was read again has none of it any more."""
        tags = {Tag(tag, image.id) for image in snapshot.images for tag in image.tags}
        return (
            {each.id for each in self.containers}.isdisjoint(each.id for each in snapshot.containers)
            and tags.isdisjoint(self.tags)
            and {*self.untagged, *self.steps}.isdisjoint(each.id for each in snapshot.images if not each.tags)
            and set(self.volumes).isdisjoint(snapshot.volumes)
            and {each.id for each in self.networks}.isdisjoint(each.id for each in snapshot.networks)
        )


class Outcome(Struct, frozen=True):
    """How it went: what could not be removed, in sentences; and whether the reset came to its end."""

    refused: tuple[str, ...] = ()
    finished: bool = True
