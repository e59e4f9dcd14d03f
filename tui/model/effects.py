"""What changed in the engine, in the words a learner would use.

`docker run hello-world` makes the engine report pull, create, start and die; the learner reads
`+ image hello-world:latest` and `+ container brave_hopper (exited 0)`.

Containers, volumes and networks are told from events, since a container run with `--rm` leaves nothing else.
Images are told from the tags before and after: the engine's `untag` event doesn't say which name went.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct

from tui.model.engine import EngineEvent, Snapshot
from tui.model.text import short_ids

Sign = Literal["+", "~", "-"]
Tags = Mapping[str, str]
"""The engine's image tags at one moment, and the id of the image that has each; one without tags goes by its id."""
TagChanges = Mapping[str, tuple[str, str]]
"""By tag, the image that had it before and the one that has it now; empty for none."""

_CONTAINER_NOTES = {
    "start": "running",
    "restart": "restarted",
    "unpause": "running",
    "pause": "paused",
    "update": "updated",
}
_ANONYMOUS = "anonymous"


class Effect(Struct, frozen=True):
    """One change: `+` new, `~` changed, `-` gone; `note` says how it is now ("exited 0"). `id` is the object's full id,
    a volume's name; empty if several objects are told of at once, and then `kind` says how many."""

    sign: Sign
    kind: str
    name: str
    note: str = ""
    id: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.sign, self.kind, self.name, f"({self.note})" * bool(self.note)) if part)


def effects_of(events: Sequence[EngineEvent], tags: TagChanges, before: Snapshot, now: Snapshot) -> tuple[Effect, ...]:
    """What `events` and changes of image tags amount to, from one reading of the engine to another: images first, then
    one effect an object."""
    # They are told with the reading they lead to, and so not always in their order.
    events = sorted(events, key=lambda event: event.received)
    return (
        *_image_effects(tags),
        *_pushes(events),
        *_object_effects(events, {volume.name for volume in before.volumes}),
        *_network_changes(events, before, now),
    )


def tags_of(snapshot: Snapshot) -> Tags:
    """The image tags of a snapshot."""
    return {tag: image.id for image in snapshot.images for tag in image.tags or (image.id,)}


def tag_changes(old: Tags, new: Tags) -> TagChanges:
    """What is different between two moments."""
    changes = {tag: (old.get(tag, ""), new.get(tag, "")) for tag in {**new, **old}}
    return {tag: change for tag, change in changes.items() if change[0] != change[1]}


def is_about(event: EngineEvent, tag: str, change: tuple[str, str]) -> bool:
    """Whether an event tells of a change of a tag; of one that is gone, it may tell only of which image it was."""
    if event.kind != "image":
        return False
    was, now = change
    if event.action in ("untag", "delete"):
        return not now and was in (event.id, event.name)
    return bool(now) and event.name == tag


def _image_effects(tags: TagChanges) -> list[Effect]:
    came, untagged, gone = [], [], []
    befores = {was for was, _ in tags.values()}
    afters = {now for tag, (_, now) in tags.items() if tag != now}
    for tag, (was, now) in tags.items():
        if was == now:
            continue
        if tag == now:
            untagged.append(Effect("~" if now in befores else "+", "image", short_ids(tag), "untagged", now))
        elif now:
            came.append(Effect("~" if was else "+", "image", tag, "another image" if was else "", now))
        elif tag != was:
            gone.append(Effect("-", "image", tag, id=was))
        elif was not in afters:
            # One that has got a tag is told of by that.
            gone.append(Effect("-", "image", short_ids(tag), "untagged", was))
    return came + untagged + gone


def _pushes(events: Iterable[EngineEvent]) -> list[Effect]:
    names = dict.fromkeys(event.name for event in events if (event.kind, event.action) == ("image", "push"))
    return [Effect("~", "image", name, "pushed") for name in names]


def _object_effects(events: Iterable[EngineEvent], volumes: Collection[str]) -> list[Effect]:
    """Containers, volumes and networks; `volumes` are the names of those that were there before."""
    stories: dict[tuple[str, str], list[EngineEvent]] = {}
    for event in events:
        # An engine may call a volume created that was there.
        there = event.kind == "volume" and event.action == "create" and event.id in volumes
        if event.kind != "image" and not there:
            stories.setdefault((event.kind, event.id), []).append(event)
    folded = (_fold(kind, story) for (kind, _), story in stories.items())
    return _counted([effect for effect in folded if effect])


def _fold(kind: str, story: list[EngineEvent]) -> Effect | None:
    """One object's events as one effect; None when they leave it as it was."""
    actions = {event.action for event in story}
    name, id_ = short_ids(story[-1].name or story[-1].id), story[-1].id
    note = _container_note(story) if kind == "container" else _ANONYMOUS * (kind == "volume" and name != id_)
    if {"create", "destroy"} <= actions:
        passing = f"created, {note or 'never ran'}, removed"
        return Effect("~", kind, name, passing, id_) if kind == "container" else None
    if "create" in actions:
        return Effect("+", kind, name, note or ("created" if kind == "container" else ""), id_)
    if "destroy" in actions:
        return Effect("-", kind, name, note if kind == "volume" else "", id_)
    if kind != "container":
        return None
    if note.startswith("exited") and "start" in actions:
        note = f"started, {note}"
    return Effect("~", kind, name, note, id_) if note else None


def _container_note(story: list[EngineEvent]) -> str:
    note = ""
    for event in story:
        action, _, health = event.action.partition(": ")
        match action:
            case "die":
                note = "exited" if event.exit_code is None else f"exited {event.exit_code}"
            case "rename":
                note = f"was {event.other}" if event.other else "renamed"
            case "health_status":
                note = health or note
            case _:
                note = _CONTAINER_NOTES.get(action, note)
    return note


def _counted(effects: list[Effect]) -> list[Effect]:
    """The effects with containers that came and went alike told once: the classic builder makes one for each step."""
    told: list[Effect] = []
    passed = [effect for effect in effects if effect.note.endswith("removed")]
    for note, alike in groupby(sorted(passed, key=lambda effect: effect.note), key=lambda effect: effect.note):
        those = list(alike)
        told += [Effect("~", f"{len(those)} containers", "", note)] if len(those) > 1 else those
    return [effect for effect in effects if effect not in passed] + told


def _network_changes(events: Sequence[EngineEvent], before: Snapshot, now: Snapshot) -> list[Effect]:
    """Containers that joined or left a network, other than by being started, stopped or removed: the engine may tell
    that a moment after the rest, but a container belongs to its networks before it starts and after it ended."""
    names = {each.id: each.name for each in (*before.containers, *now.containers)}
    busy = {event.id for event in events if event.kind == "container"}
    belongs = {
        "connect": {(each.id, name) for each in before.containers for name in each.networks},
        "disconnect": {(each.id, name) for each in now.containers for name in each.networks},
    }
    last = {
        (event.other, event.id): event
        for event in events
        if event.action in belongs
        and event.other not in busy
        and (event.other, event.name) not in belongs[event.action]
    }
    verbs = {"connect": "joined", "disconnect": "left"}
    return [
        Effect(
            "~",
            "container",
            names.get(id_, short_ids(id_)),
            f"{verbs[event.action]} network {event.name}".rstrip(),
            id_,
        )
        for (id_, _), event in last.items()
    ]
