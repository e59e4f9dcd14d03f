"""The tables of what containers use beside images: volumes and networks, with who uses them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tui.model.engine import Network, Snapshot, Volume
from tui.view.ages import ago
from tui.view.tables import Column, Row, Table, Tone, nothing, used_by

Users = Mapping[str, Sequence[str]]

VOLUME_COLUMNS = (
    Column("DRIVER", 3, most=12, least=6),
    Column("VOLUME NAME", 0, most=40, least=12, usual=12),
    Column("USED BY", 1, most=60, least=8, value=0),
    Column("CREATED", 2, usual=11, value=1),
)
NETWORK_COLUMNS = (
    Column("NETWORK ID", 5),
    Column("NAME", 0, most=32, least=12, usual=12),
    Column("DRIVER", 2, most=12, least=6),
    Column("SCOPE", 4, most=8),
    Column("SUBNET", 3, most=20),
    Column("USED BY", 1, most=60, least=8, value=0),
)


def volumes_table(snapshot: Snapshot, now: float) -> Table:
    """`docker volume ls`, by name as the command sorts them. `now` is in the engine's clock, for the ages."""
    users = volume_users(snapshot)
    rows = tuple(_volume_row(volume, users.get(volume.name, ()), now) for volume in snapshot.volumes)
    return Table("docker volume ls", VOLUME_COLUMNS, rows, nothing(snapshot, "volume"))


def networks_table(snapshot: Snapshot) -> Table:
    """`docker network ls`, by name as the command sorts them."""
    users = network_users(snapshot)
    rows = tuple(_network_row(network, users.get(network.name, ())) for network in snapshot.networks)
    return Table("docker network ls", NETWORK_COLUMNS, rows, nothing(snapshot, "network"))


def volume_users(snapshot: Snapshot) -> Users:
    """The names of the containers that mount a volume, by its name."""
    users: dict[str, list[str]] = defaultdict(list)
    for container in snapshot.containers:
        for name in container.volumes:
            users[name].append(container.name)
    return users


def network_users(snapshot: Snapshot) -> Users:
    """The names of the containers that are in a network, by its name."""
    users: dict[str, list[str]] = defaultdict(list)
    for container in snapshot.containers:
        for name in container.networks:
            users[name].append(container.name)
    return users


def volume_name(volume: Volume) -> str:
    """A volume's name; that of an anonymous one is cut as docker cuts ids, and called what it is."""
    return f"{volume.name[:12]} (anonymous)" if volume.anonymous else volume.name


def _volume_row(volume: Volume, users: Sequence[str], now: float) -> Row:
    created = ago(volume.created, now) if volume.created else ""
    cells = (volume.driver, volume_name(volume), used_by(users), created)
    return Row(volume.name, cells, name=volume.name, values=(-len(users), -volume.created))


def _network_row(network: Network, users: Sequence[str]) -> Row:
    # Every engine has the predefined ones, used or not.
    using = used_by(users) if users or not network.predefined else ""
    cells = (network.id[:12], network.name, network.driver, network.scope, network.subnet, using)
    tone: Tone = "dim" if network.predefined else "plain"
    return Row(network.id, cells, tone, name=network.name, id=cells[0], values=(-len(users),))
