"""What changed in the engine, in the words a learner would use.

`docker run hello-world` makes the engine report pull, create, start and die; the learner reads
`+ image hello-world:latest` and `+ container brave_hopper (exited 0)`.

Containers, volumes and networks are told from events, since a container run with `--rm` leaves nothing else.
Images are told from the tags before and after: the engine's `untag` event doesn't say which name went.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tui.model.engine import EngineEvent, Snapshot
from tui.model.text import short_ids

Sign = Literal["+", "~", "-"]
Tags = Mapping[str, str]
"""The engine's image tags at one moment, and the id of the image that has each."""

_CONTAINER_NOTES = {
    "start": "running",
    "restart": "running",
    "unpause": "running",
    "pause": "paused",
    "rename": "renamed",
    "update": "updated",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One change: `+` new, `~` changed, `-` gone; `note` says how it is now ("exited 0")."""

    sign: Sign
    kind: str
    name: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.sign} {self.kind} {self.name}" + (f" ({self.note})" if self.note else "")


def effects_of(events: tuple[EngineEvent, ...], before: Tags, after: Tags) -> tuple[Effect, ...]:
    """What `events` and the difference of image tags amount to: images first, then one effect an object."""
    return (*_image_effects(before, after), *_object_effects(events))


def _image_effects(old: Tags, new: Tags) -> list[Effect]:
    came = [Effect("+", "image", tag) for tag in new if tag not in old]
    moved = [Effect("~", "image", tag, "another image") for tag in new if tag in old and old[tag] != new[tag]]
    gone = [Effect("-", "image", tag) for tag in old if tag not in new]
    return came + moved + gone


def tags_of(snapshot: Snapshot) -> Tags:
    """The image tags of a snapshot."""
    return {tag: image.id for image in snapshot.images for tag in image.tags}


def moved_along(before: Tags, old: Tags, new: Tags) -> Tags:
    """`before`, as if what changed from `old` to `new` had been so from the start."""
    kept = {tag: image for tag, image in before.items() if tag not in old or tag in new}
    return {**kept, **{tag: image for tag, image in new.items() if old.get(tag) != image}}


def _object_effects(events: tuple[EngineEvent, ...]) -> list[Effect]:
    stories: dict[tuple[str, str], list[EngineEvent]] = {}
    for event in events:
        if event.kind != "image":
            stories.setdefault((event.kind, event.id), []).append(event)
    folded = (_fold(kind, story) for (kind, _), story in stories.items())
    return [effect for effect in folded if effect]


def _fold(kind: str, story: list[EngineEvent]) -> Effect | None:
    """One object's events as one effect; None when they leave it as it was."""
    actions = {event.action for event in story}
    name = short_ids(story[-1].name or story[-1].id)
    note = _container_note(story) if kind == "container" else ""
    if {"create", "destroy"} <= actions:
        return Effect("~", kind, name, f"came, {note or 'never ran'}, removed") if kind == "container" else None
    if "create" in actions:
        return Effect("+", kind, name, note)
    if "destroy" in actions:
        return Effect("-", kind, name)
    return Effect("~", kind, name, note) if note else None


def _container_note(story: list[EngineEvent]) -> str:
    note = ""
    for event in story:
        if event.action == "die":
            note = "exited" if event.exit_code is None else f"exited {event.exit_code}"
        else:
            note = _CONTAINER_NOTES.get(event.action, note)
    return note
