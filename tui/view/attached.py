"""What is attached to a container, and what runs in it, as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.model.engine import Container, Mount, Port
from tui.model.looks import Json, Processes
from tui.model.text import printable
from tui.view.columns import GAP, clip, fit
from tui.view.tables import Column, Row
from tui.view.toned import TonedRow, hanging

_ADDRESSES = ("IPAddress", "GlobalIPv6Address")
_RANKS = {"CMD": 0, "COMMAND": 0, "PID": 1, "UID": 2, "USER": 2, "TIME": 3, "PPID": 4, "STIME": 5}


def addresses_of(inspected: Json) -> dict[str, str]:
    """The container's address in each network it is in, by the network's name, as far as it has one."""
    at: Json = inspected
    for name in ("NetworkSettings", "Networks"):
        at = at.get(name) if isinstance(at, dict) else None
    found = {}
    for name, network in at.items() if isinstance(at, dict) else ():
        told = [network.get(key) for key in _ADDRESSES] if isinstance(network, dict) else []
        found[name] = ", ".join(printable(each) for each in told if isinstance(each, str) and each)
    return found


def attached_rows(container: Container, addresses: Mapping[str, str], width: int) -> list[TonedRow]:
    """Mounts, ports and networks, a sentence each."""
    runs = container.state in {"running", "paused"}
    no_ports = "none" if runs else "none while it isn't running"
    return [
        *_section("Mounts", (_mount(each) for each in container.mounts), "none: what it writes goes with it", width),
        *_section("Ports", (_port(each) for each in container.ports), no_ports, width),
        *_section("Networks", (_network(each, addresses.get(each, "")) for each in container.networks), "none", width),
    ]


def process_rows(processes: Processes, width: int) -> list[TonedRow]:
    """The table of `docker container top`, in the columns there is room for."""
    columns = [
        Column(title, _RANKS.get(title, 6), most=1000 if title == "CMD" else 40, least=12) for title in processes.titles
    ]
    rows = [Row(str(number), _filled(row, len(columns))) for number, row in enumerate(processes.rows)]
    fitted = fit(columns, rows, width)

    def line(cells: tuple[str, ...]) -> str:
        return (" " * GAP).join(clip(cells[index], room) for index, room in fitted.cells)

    head = TonedRow(((line(processes.titles), "title"),))
    return [head, *(TonedRow(((line(row.cells), "plain"),)) for row in rows)]


def _filled(row: tuple[str, ...], cells: int) -> tuple[str, ...]:
    return (*row, *("",) * cells)[:cells]


def _section(title: str, lines: Iterable[str], nothing: str, width: int) -> list[TonedRow]:
    rows = [TonedRow(((title, "title"),))]
    for line in lines:
        rows += hanging((("  ", "plain"),), line, "plain", width)
    if len(rows) == 1:
        rows += hanging((("  ", "plain"),), f"({nothing})", "quiet", width)
    return [*rows, TonedRow(())]


def _mount(mount: Mount) -> str:
    what = {"volume": "volume", "bind": "bind mount"}.get(mount.kind, mount.kind)
    source = f"{what} {mount.source}".strip()
    return f"{source} at {mount.target}{', read-only' if mount.read_only else ''}"


def _network(name: str, address: str) -> str:
    return f"network {name}{f', address {address}' if address else ''}"


def _port(port: Port) -> str:
    inside = f"{port.private}/{port.protocol}"
    if port.public is None:
        return f"exposed, not published: {inside}"
    host = f"[{port.address}]" if ":" in port.address else port.address
    return f"published: {host}:{port.public} → {inside}"
