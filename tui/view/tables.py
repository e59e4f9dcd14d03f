"""The browser's tables: engine objects to rows of plain text, in the docker command's columns and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tui.model.engine import Container, Image, Port, Snapshot
from tui.model.text import size
from tui.view.ages import ago, duration

Tone = Literal["plain", "good", "bad", "dim"]
Mark = Literal[" ", "+", "~", "-"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `rank` 0 stays longest when the room gets tight.

    `most` caps its width in cells; a column that may be cut shrinks to `least` before another one goes. `usual` is
    kept free for what will soon stand there, so that a container that stops doesn't push the other columns about.
    """

    title: str
    rank: int
    most: int = 40
    least: int = 40
    usual: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `key` stays with the object, whatever its place. `mark` says what just happened to it."""

    key: str
    cells: tuple[str, ...]
    tone: Tone = "plain"
    mark: Mark = " "


@dataclass(frozen=True, slots=True)
class Table:
    """A view of the browser: `command` is what it mirrors, `nothing` what to say when it has no rows."""

    command: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    nothing: str


CONTAINER_COLUMNS = (
    Column("CONTAINER ID", 4),
    Column("IMAGE", 2, most=30, least=11),
    Column("COMMAND", 6, most=22, least=10),
    Column("CREATED", 5, usual=11),
    Column("STATUS", 0, most=32, usual=19),
    Column("PORTS", 3, most=30, least=12),
    Column("NAMES", 1, most=32, least=12, usual=12),
)
IMAGE_COLUMNS = (
    Column("REPOSITORY", 0, most=36, least=12),
    Column("TAG", 1, most=20, least=8),
    Column("IMAGE ID", 3),
    Column("CREATED", 4),
    Column("SIZE", 2),
)


def containers_table(snapshot: Snapshot, now: float) -> Table:
    """`docker ps -a`, newest first. `now` is in the engine's clock, for the ages."""
    rows = sorted(snapshot.containers, key=lambda container: -container.created)
    return Table(
        "docker ps -a",
        CONTAINER_COLUMNS,
        tuple(_container_row(row, now) for row in rows),
        "no containers yet",
    )


def images_table(snapshot: Snapshot, now: float) -> Table:
    """`docker image ls`, a row for each tag, newest image first."""
    images = sorted(snapshot.images, key=lambda image: (-image.created, not image.tags, image.tags))
    rows = tuple(row for image in images for row in _image_rows(image, now))
    return Table("docker image ls", IMAGE_COLUMNS, rows, "no images yet")


def _container_row(container: Container, now: float) -> Row:
    cells = (
        container.id[:12],
        short_image(container.image),
        container.command,
        ago(container.created, now),
        status(container, now),
        ", ".join(port(each) for each in container.ports),
        container.name,
    )
    return Row(container.id, cells, _tone(container))


def _tone(container: Container) -> Tone:
    if container.state == "running":
        return "good"
    if container.exit_code:
        return "bad"
    return "plain"


def _image_rows(image: Image, now: float) -> list[Row]:
    short = image.id.removeprefix("sha256:")[:12]
    facts = (short, ago(image.created, now), size(image.size))
    if not image.tags:
        return [Row(image.id, ("<none>", "<none>", *facts), "dim")]
    rows = []
    for tag in image.tags:
        repository, _, version = tag.rpartition(":")
        rows.append(Row(f"{image.id} {tag}", (repository, version, *facts)))
    return rows


def status(container: Container, now: float) -> str:
    """A container's STATUS as docker words it, with short units: "Exited (0) 3 min ago", "Up 2 h (healthy)"."""
    health = f" ({container.health})" if container.health else ""
    since = container.since
    match container.state:
        case "running" | "paused":
            up = f"Up {duration(max(1.0, now - since))}" if since is not None else "Up"
            return up + (" (Paused)" if container.state == "paused" else health)
        case "exited":
            when = f" {ago(since, now)}" if since is not None else ""
            return f"Exited ({'?' if container.exit_code is None else container.exit_code}){when}"
        case state:
            return state.capitalize()


def port(each: Port) -> str:
    """A port as docker prints it: "0.0.0.0:5050->5000/tcp", "5000/tcp"."""
    inside = f"{each.private}/{each.protocol}"
    if each.public is None:
        return inside
    host = f"[{each.address}]" if ":" in each.address else each.address
    return f"{host}:{each.public}->{inside}"


def short_image(name: str) -> str:
    """An image name for a narrow column: a bare id is cut as docker cuts it."""
    return name.removeprefix("sha256:")[:12] if name.startswith("sha256:") else name


def summary(snapshot: Snapshot, change: str) -> str:
    """The browser in one line, for screens too narrow to show it; `change` is what changed last, or empty."""
    running = sum(container.state == "running" for container in snapshot.containers)
    containers, images = len(snapshot.containers), len(snapshot.images)
    held = f"{_count(containers, 'container')} ({running} running) · {_count(images, 'image')}"
    return f"{held}   {change}" if change else held


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
