"""What the browser's tables are made of, and the first: containers, in the docker command's columns and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from tui.model.engine import Container, Port, Snapshot
from tui.view.ages import ago, duration

Tone = Literal["plain", "good", "bad", "dim"]
Mark = Literal[" ", "+", "~", "-", "·", "▸"]
Value = float | tuple[str, float, float]
"""What a cell is sorted by where its text won't do; the smallest is what one looks for first."""


class Column(Struct, frozen=True):
    """A column: `rank` 0 stays longest when the room gets tight.

    `most` caps its width in cells; a column that may be cut shrinks to `least` before another one goes. `usual` is
    kept free for what will soon stand there, so that a container that stops doesn't push the other columns about.
    `value` is which of a row's values it is sorted by; None for its text.
    """

    title: str
    rank: int
    most: int = 40
    least: int = 40
    usual: int = 0
    value: int | None = None


class Row(Struct, frozen=True):
    """A row: `key` stays with the object, whatever its place. `mark` says what just happened to it, else whether
    it is somebody else's (·, `others`) or what a task is about (▸).

    `name` is what the learner calls the object, `id` what the engine does, as short as docker prints it; either may
    be empty. `values` are what columns are sorted by that have one.
    """

    key: str
    cells: tuple[str, ...]
    tone: Tone = "plain"
    mark: Mark = " "
    name: str = ""
    id: str = ""
    values: tuple[Value, ...] = ()
    others: bool = False


class Table(Struct, frozen=True):
    """A view of the browser: `command` is what it mirrors, `nothing` what to say when it has no rows, `note` what to
    say of those it has."""

    command: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    nothing: str
    note: str = ""


CONTAINER_COLUMNS = (
    Column("CONTAINER ID", 6),
    Column("IMAGE", 2, most=30, least=11),
    Column("COMMAND", 4, most=22, least=10),
    Column("CREATED", 5, usual=11, value=0),
    Column("STATUS", 0, most=32, usual=19, value=1),
    Column("PORTS", 3, most=30, least=14),
    Column("NAMES", 1, most=32, least=20, usual=12),
)
NAMED = 3
"""Users of an object that are named."""


def containers_table(snapshot: Snapshot, now: float) -> Table:
    """`docker ps -a`, newest first. `now` is in the engine's clock, for the ages."""
    rows = sorted(snapshot.containers, key=lambda container: -container.created)
    return Table(
        "docker ps -a",
        CONTAINER_COLUMNS,
        tuple(_container_row(row, now) for row in rows),
        nothing(snapshot, "container"),
    )


def nothing(snapshot: Snapshot, kind: str) -> str:
    """What to say where there is none of a kind."""
    return "the engine won't list them" if kind in snapshot.refused else f"no {kind}s yet"


def used_by(names: Sequence[str]) -> str:
    """The containers that use an object, in words; how many comes first, as a narrow column cuts the rest."""
    if len(names) < 2:
        return names[0] if names else "unused"
    more = ", …" if len(names) > NAMED else ""
    return f"{len(names)}: {', '.join(names[:NAMED])}{more}"


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
    since = container.since if container.since is not None else container.created
    code = -1 if container.exit_code is None else container.exit_code
    values = (-container.created, (container.state, code, -since))
    return Row(container.id, cells, _tone(container), name=container.name, id=cells[0], values=values)


def _tone(container: Container) -> Tone:
    if container.exit_code or container.health == "unhealthy":
        return "bad"
    return "good" if container.state == "running" else "plain"


def status(container: Container, now: float) -> str:
    """A container's STATUS as docker words it, with short units: "Exited (0) 3 min ago", "Up 2 h (healthy)"."""
    health = f" ({container.health})" if container.health else ""
    since = container.since
    match container.state:
        case "running" | "paused":
            up = f"Up {duration(max(1.0, now - since))}" if since is not None else "Up"
            return up + (" (Paused)" if container.state == "paused" else health)
        case "exited":
            return f"Exited ({'?' if container.exit_code is None else container.exit_code}){_when(since, now)}"
        case "restarting" if container.exit_code is not None:
            return f"Restarting ({container.exit_code}){_when(since, now)}"
        case state:
            return state.capitalize()


def _when(since: float | None, now: float) -> str:
    return "" if since is None else f" {ago(since, now)}"


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


def summary(snapshot: Snapshot, change: str, others: int = 0) -> str:
    """The browser in one line, for screens too narrow to show it; `change` is what changed last, or empty; `others` is
    how much there is besides that isn't the learner's."""
    running = sum(container.state == "running" for container in snapshot.containers)
    networks = sum(not network.predefined for network in snapshot.networks)
    held = [
        f"{_count(len(snapshot.containers), 'container')} ({running} running)",
        _count(len(snapshot.images), "image"),
        *([_count(len(snapshot.volumes), "volume")] if snapshot.volumes else []),
        *([_count(networks, "network")] if networks else []),
    ]
    return " · ".join(held) + (f" + {others} not yours" if others else "") + (f"   {change}" if change else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
