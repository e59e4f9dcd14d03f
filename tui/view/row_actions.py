"""What can be done with the object of a browser's row: a letter, a word, and the exact docker command of each."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from tui.model.engine import ACTIVE, Container, Image, Network, Snapshot, Volume
from tui.model.text import short_ids
from tui.view.browsing import Seen, image_looked_at
from tui.view.columns import clip_middle
from tui.view.details import KINDS, Kind

LONGEST = 30
"""Cells of a name in a sentence."""
_LOOKS = frozenset({"logs", "top", "stats", "inspect", "history"})
"""What changes nothing."""


class RowAction(Struct, frozen=True):
    """One command; a `line` that ends in a space is to be gone on with. `loses` says what it takes away for good, or
    is empty. A capital letter is for those that break off what runs."""

    key: str
    word: str
    line: str
    loses: str = ""


class Target(Struct, frozen=True):
    """The object of a row, as it was when it was chosen: `id` stays with it (a volume's is its name and the date of
    its making), `row` is its key in the view of its kind, `name` is what commands call it by, `state` how it stands,
    in a word or two."""

    kind: Kind
    id: str
    row: str
    name: str
    state: str
    actions: tuple[RowAction, ...]

    @property
    def to_look_at(self) -> Target:
        """The same with the commands that change nothing."""
        return replace(self, actions=tuple(action for action in self.actions if action.word in _LOOKS))

    def gone(self, snapshot: Snapshot) -> str:
        """Why its commands would not reach it any more, as a sentence; empty while they do."""
        names = dict(_named(self.kind, snapshot))
        if self.name in names.get(self.id, ()):
            return ""
        if self.id not in names:
            return f"{called(self.name)} is gone: there is nothing to do with it any more."
        return f"{called(self.name)} isn't called that any more, but {called(names[self.id][0])}."


def target_of(seen: Seen, view: str, row: str) -> Target | None:
    """The object of the row with a key; None where a row has none."""
    kind = KINDS.get(view)
    if view == "layers":
        row = f"{row.partition(' ')[0]} {image_looked_at(seen)}"
    return _target(kind, row, seen.snapshot) if kind is not None else None


def target_now(target: Target, snapshot: Snapshot) -> Target | None:
    """The same object as it stands now; None if it is gone, or called something else."""
    return None if target.gone(snapshot) else _target(target.kind, target.row, snapshot)


def _target(kind: Kind, row: str, snapshot: Snapshot) -> Target | None:
    """The object of a kind by its row's key, which for an image is its id and the tag it is called by."""
    match kind:
        case "container":
            return next((_container(each) for each in snapshot.containers if each.id == row), None)
        case "image":
            id, _, tag = row.partition(" ")
            return next((_image(each, tag, snapshot) for each in snapshot.images if each.id == id), None)
        case "volume":
            return next((_volume(each, snapshot) for each in snapshot.volumes if each.name == row), None)
        case "network":
            return next((_network(each, snapshot) for each in snapshot.networks if each.id == row), None)


def typed_again(seen: Seen, view: str, row: str) -> tuple[str, ...]:
    """The lines of the command in a row of the log, which is its place in the journal; none for other rows."""
    return tuple(seen.journal.commands[int(row)].line.split("\n")) if view == "log" else ()


def _word(name: str) -> str:
    """A name as one word of a command, also where it looks like an option: an engine may list anything."""
    return f"-- {shlex.quote(name)}" if name.startswith("-") else shlex.quote(name)


def _container(container: Container) -> Target:
    name = container.name or container.id[:12]
    actions = tuple(_container_actions(container.state, name, _word(name)))
    return Target("container", container.id, container.id, name, container.state, actions)


def _container_actions(state: str, name: str, word: str) -> Iterator[RowAction]:
    def plain(key: str, does: str, command: str = "") -> RowAction:
        return RowAction(key, does, f"docker container {command or f'{does} {word}'}")

    running, paused = state in ("running", "restarting"), state == "paused"
    if running:
        yield plain("s", "stop")
        yield plain("r", "restart")
        yield plain("z", "pause")
        yield plain("e", "shell in it", f"exec -it {word} sh")
    elif paused:
        yield plain("u", "unpause")
        yield plain("s", "stop")
    elif state in ("created", "exited"):
        yield plain("g", "start")
    yield plain("l", "logs")
    if running:
        yield plain("t", "top")
    if running or paused:
        yield plain("m", "stats", f"stats --no-stream {word}")
    yield plain("i", "inspect")
    yield plain("n", "rename", f"rename {word} ")
    if running or paused:
        told = f"ends {called(name)} at once; what it has not saved is lost"
        yield RowAction("K", "kill", f"docker container kill {word}", told)
        told = f"ends {called(name)} and removes it for good, with all it wrote"
        yield RowAction("D", "rm --force", f"docker container rm --force {word}", told)
    elif state != "removing":
        told = f"removes {called(name)} for good, with all it wrote"
        yield RowAction("d", "rm", f"docker container rm {word}", told)


def _image(image: Image, wanted: str, snapshot: Snapshot) -> Target:
    tag = wanted if wanted in image.tags else next(iter(image.tags), "")
    name = tag or image.short_id
    word = _word(name)
    actions = [
        RowAction("g", "run", f"docker container run {word}"),
        RowAction("h", "history", f"docker image history {word}"),
        RowAction("t", "tag", f"docker image tag {word} "),
        RowAction("i", "inspect", f"docker image inspect {word}"),
    ]
    if _names_a_registry(tag):
        actions.append(RowAction("u", "push", f"docker image push {word}"))
    actions.append(RowAction("d", "rm", f"docker image rm {word}", _loses_image(image, name, snapshot)))
    row, state = (f"{image.id} {tag}", "") if tag else (image.id, "dangling: no name leads to it")
    return Target("image", image.id, row, name, state, tuple(actions))


def _loses_image(image: Image, name: str, snapshot: Snapshot) -> str:
    others = [tag for tag in image.tags if tag != name]
    if others:
        return f"removes the name {called(name)}; the image stays as {called(others[0])}"
    users = [each.name for each in snapshot.containers if each.image_id == image.id]
    return _refused(users, "is made of it") or f"removes {called(name)} for good"


def _names_a_registry(tag: str) -> bool:
    """Whether the part before the first slash is a host."""
    host, slash, _ = tag.partition("/")
    return bool(slash) and ("." in host or ":" in host or host == "localhost")


def _volume(volume: Volume, snapshot: Snapshot) -> Target:
    word = _word(volume.name)
    mounting = [each.name for each in snapshot.containers if volume.name in each.volumes]
    loses = _refused(mounting, "has it mounted") or f"removes {called(volume.name)} and all data in it for good"
    actions = (
        RowAction("i", "inspect", f"docker volume inspect {word}"),
        RowAction("d", "rm", f"docker volume rm {word}", loses),
    )
    state = "anonymous" if volume.anonymous else ""
    return Target("volume", _volume_id(volume), volume.name, volume.name, state, actions)


def _network(network: Network, snapshot: Snapshot) -> Target:
    word = _word(network.name)
    actions = [RowAction("i", "inspect", f"docker network inspect {word}")]
    if not network.predefined:
        attached = [each.name for each in snapshot.containers if network.name in each.networks and each.state in ACTIVE]
        loses = _refused(attached, "is in it") or f"removes {called(network.name)} for good"
        actions.append(RowAction("d", "rm", f"docker network rm {word}", loses))
    state = "the engine's own: nobody can remove it" if network.predefined else ""
    return Target("network", network.id, network.id, network.name, state, tuple(actions))


def _refused(users: list[str], why: str) -> str:
    """Why docker would not do it."""
    return f"docker refuses while {called(users[0])} {why}" if users else ""


def called(name: str) -> str:
    """A name for a sentence: cut amid, if it is very long."""
    return clip_middle(short_ids(name), LONGEST)


def _named(kind: Kind, snapshot: Snapshot) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The id of each object of a kind, and the names that lead to it."""
    match kind:
        case "container":
            yield from ((each.id, (each.name, each.id[:12])) for each in snapshot.containers)
        case "image":
            for each in snapshot.images:
                yield each.id, (*each.tags, each.short_id)
        case "volume":
            yield from ((_volume_id(volume), (volume.name,)) for volume in snapshot.volumes)
        case "network":
            yield from ((network.id, (network.name,)) for network in snapshot.networks)


def _volume_id(volume: Volume) -> str:
    """A volume has no id; another one by the same name was made at another time."""
    return f"{volume.name} {volume.created}"
