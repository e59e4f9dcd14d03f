"""Which object a row of the browser is about, and whether it is still there."""

from __future__ import annotations

from typing import Literal

from tui.model.effects import tags_of
from tui.model.engine import Container, EngineEvent, Snapshot
from tui.model.journal import Journal
from tui.model.looks import Subject

Kind = Literal["container", "image", "volume", "network"]
KINDS: dict[str, Kind] = {
    "containers": "container",
    "images": "image",
    "layers": "image",
    "volumes": "volume",
    "networks": "network",
}
"""What the rows of a view are."""


def subject_of(view: str, key: str, journal: Journal) -> Subject | None:
    """The object behind a row, by the row's key: an id, or a volume's name; behind an image's id may be the tag. An
    event's is its place."""
    snapshot = journal.now
    if view == "events" and key:
        return _subject_of_event(journal.events[int(key)], snapshot)
    id, _, tag = key.partition(" ")
    kind = KINDS.get(view)
    names = _names(snapshot).get(kind or "", {})
    if kind is None or id not in names:
        return None
    return Subject(kind, id, tag if view == "images" and tag else names[id])


def _subject_of_event(event: EngineEvent, snapshot: Snapshot) -> Subject | None:
    """What an event is about, if the engine still has it; an image may be told by its tag alone."""
    held = _names(snapshot).get(event.kind, {})
    if event.id in held:
        return Subject(event.kind, event.id, held[event.id])
    image = tags_of(snapshot).get(event.name) if event.kind == "image" else None
    return Subject("image", image, event.name) if image else None


def is_there(subject: Subject, snapshot: Snapshot) -> bool:
    """Whether the engine (still) has it."""
    return subject.id in _names(snapshot)[subject.kind]


def container_of(subject: Subject, snapshot: Snapshot) -> Container | None:
    """The container it is, as last read; None for anything else, or if it is gone."""
    return next((each for each in snapshot.containers if each.id == subject.id), None)


def _names(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """What the learner calls all there is, by kind and id."""
    return {
        "container": {each.id: each.name for each in snapshot.containers},
        "image": {each.id: next(iter(each.tags), each.short_id) for each in snapshot.images},
        "volume": {each.name: each.name for each in snapshot.volumes},
        "network": {each.id: each.name for each in snapshot.networks},
    }
