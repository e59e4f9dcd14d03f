"""Small builders the unit tests share."""

import pytest

from tui.checks.evidence import Evidence
from tui.model.engine import Container, EngineEvent, Image, Snapshot
from tui.model.journal import CommandRun


def container(name: str = "brave_hopper", **changes) -> Container:
    """A hello-world container that exited 0."""
    values = {
        "id": f"id-{name}",
        "image": "hello-world",
        "image_id": "sha256:1",
        "command": "/hello",
        "created": 100.0,
        "state": "exited",
        "since": 101.0,
        "exit_code": 0,
    }
    return Container(name=name, **{**values, **changes})


def image(*tags: str, id: str = "sha256:1", size: int = 1112) -> Image:
    return Image(id=id, tags=tags, digests=(), created=50.0, size=size)


def event(kind: str, action: str, name: str, at: float = 1.0, **changes) -> EngineEvent:
    values = {"id": f"id-{name}", "image": "hello-world" if kind == "container" else ""}
    return EngineEvent(kind=kind, action=action, name=name, received=at, **{**values, **changes})


def typed(line: str, exit_status: int | None = 0, at: float = 1.0) -> CommandRun:
    return CommandRun(line, at, at + 0.1, exit_status)


@pytest.fixture
def seen():
    """Evidence of an engine that answers and is empty; `seen(...)` replaces parts of it."""

    def build(**parts) -> Evidence:
        return Evidence(**{"snapshot": Snapshot(), "reachable": True, **parts})

    return build
